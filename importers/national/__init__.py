"""National statistics: files of the Department for Education and the Office for National Statistics, as published.

    file → documents.read_document → mappings.find → reading.read_national → compare → operations: keep, commit, undo

Which file is which, and what its columns mean, is data: `fixtures/national/mappings/`, a file for each.
"""
