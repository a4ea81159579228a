"""The XML parts of a workbook, read as a stream.

A part that declares entities (a DTD) is refused: no workbook needs one, and all that is known of them is attacks.
"""

from xml.etree import ElementTree
from xml.parsers import expat

from importers.readers.archive import damaged


def elements(archive, part, *names):
    """(local name, element) for each element of the part called one of `names`, as it ends, emptied afterwards.

    Names are compared without their namespace: there are two for every one (transitional and strict).
    """
    return ((name, element) for event, name, element in walk(archive, part, ends=names) if event == "end")


def walk(archive, part, *, starts=(), ends=()):
    """("start" or "end", local name, element) as the elements called so start and end; emptied after their end."""
    _check_prolog(archive, part)
    known = {}
    wanted = {"start": starts, "end": ends}
    try:
        with archive.open(part) as stream:
            events = [event for event in wanted if wanted[event]]
            for event, element in ElementTree.iterparse(stream, events):  # noqa: S314 - its prolog has been checked
                name = known.get(element.tag)
                if name is None:
                    name = known.setdefault(element.tag, local(element.tag))
                if name in wanted[event]:
                    yield event, name, element
                    if event == "end":
                        element.clear()
    except (ElementTree.ParseError, UnicodeError, LookupError, ValueError) as problem:
        raise _malformed(part) from problem


def local(name):
    """A tag's or attribute's name without its namespace."""
    return name.rpartition("}")[2]


def attribute(element, name):
    """The attribute called so in whatever namespace, or ""."""
    return next((value for key, value in element.items() if local(key) == name), "")


def is_on(element, name):
    """Whether a yes-or-no attribute is set."""
    return element.get(name, "").strip().lower() in ("1", "true", "on")


class _PrologRead(Exception):
    pass


def _check_prolog(archive, part):
    """Reads as far as the first element: a DTD can only stand before it."""

    def doctype(*_):
        raise damaged(f"its part {part} declares entities, which no workbook does")

    def element(*_):
        raise _PrologRead

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    try:
        with archive.open(part) as stream:
            parser.ParseFile(stream)
    except _PrologRead:
        return
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as problem:
        raise _malformed(part) from problem


def _malformed(part):
    return damaged(f"its part {part} is not well-formed XML")
