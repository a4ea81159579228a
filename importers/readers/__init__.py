"""The readers of tables: bytes in, sheets out. They run in a child process (importers.sandbox), never in the server's.

Each gives (kind, grids, notes): what the file is, its sheets, and what a person should know of them; or raises Refused.
A new format is a module here and a line in `workbook.read`.
"""
