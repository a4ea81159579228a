"""A workbook given back with every problem as a comment at its cell, and a first sheet that lists them all.

`annotated.annotate` makes it, in a child process: `copied` writes into the user's own workbook, `rebuilt` makes a new
one of what was read. `marks` is what both write, and what a reader leaves out when such a workbook is uploaded again.
"""
