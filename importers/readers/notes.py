"""What more than one reader says of a workbook."""

from importers.records import Problem


def macros_ignored():
    """What is said of a workbook with macros."""
    return Problem("macros-ignored", "The workbook has macros. They were neither run nor read.")


def list_ignored(name):
    """What is said of the list of problems in a workbook that was given back with them and is uploaded again."""
    return Problem("sheet-ignored", f"“{name}” lists what was wrong before, and was not read.", name)


def sheet_ignored(name):
    """What is said of a sheet without cells of its own."""
    return Problem("sheet-ignored", f"“{name}” is a chart or a macro and no sheet of figures: it was not read.", name)
