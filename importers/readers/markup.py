"""The XML parts of a workbook, read as a stream.

A part that declares entities (a DTD) is refused: no workbook needs one, and all that is known of them is attacks.
"""

from xml.etree import ElementTree
from xml.parsers import expat

from importers.readers.archive import damaged

_CHUNK = 64 * 1024


def stream(archive, part, *, start, end, text):
    """Calls `start(local name, attributes)`, `end(local name)` and `text(characters)` as a part is read.

    For what has a million elements: no object is made of any. A name with a namespace has it before a `}`.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype(part)
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    try:
        with archive.open(part) as file:
            parser.ParseFile(file)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as problem:
        raise _malformed(part) from problem


def elements(archive, part, *names):
    """(local name, element) for each element of the part called one of `names`, as it ends, emptied afterwards.

    Names are compared without their namespace: there are two for every one (transitional and strict).
    """
    return ((name, element) for event, name, element in walk(archive, part, ends=names) if event == "end")


def walk(archive, part, *, starts=(), ends=()):
    """("start" or "end", local name, element) as the elements called so start and end; emptied after their end."""
    _check_prolog(archive, part)
    wanted = {event: _Wanted(names) for event, names in (("start", starts), ("end", ends)) if names}
    try:
        for event, element in _events(archive, part, wanted):
            # Most are cells, or parts of one, which come with their row.
            if name := wanted[event][element.tag]:
                yield event, name, element
                if event == "end":
                    element.clear()
    except (ElementTree.ParseError, UnicodeError, LookupError, ValueError) as problem:
        raise _malformed(part) from problem


class _Wanted(dict):
    """The local name of a tag that is wanted, "" for any other; each tag is looked at once."""

    def __init__(self, names):
        super().__init__()
        self._names = names

    def __missing__(self, tag):
        name = local(tag)
        self[tag] = name if name in self._names else ""
        return self[tag]


def _events(archive, part, events):
    """As `ElementTree.iterparse` gives them, which passes each through two more hands."""
    parser = ElementTree.XMLPullParser(events)
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
            yield from parser.read_events()
    parser.close()
    yield from parser.read_events()


def local(name):
    """A tag's or attribute's name without its namespace."""
    return name.rpartition("}")[2]


def attribute(element, name):
    """The attribute called so in whatever namespace, or ""."""
    return next((value for key, value in element.items() if local(key) == name), "")


def is_on(element, name):
    """Whether a yes-or-no attribute is set."""
    stated = element.get(name)
    return stated is not None and stated.strip().lower() in ("1", "true", "on")


class _PrologRead(Exception):
    pass


def _check_prolog(archive, part):
    """Reads as far as the first element: a DTD can only stand before it."""

    def element(*_):
        raise _PrologRead

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype(part)
    parser.StartElementHandler = element
    try:
        with archive.open(part) as stream:
            parser.ParseFile(stream)
    except _PrologRead:
        return
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as problem:
        raise _malformed(part) from problem


def _refuse_doctype(part):
    def doctype(*_):
        raise damaged(f"its part {part} declares entities, which no workbook does")

    return doctype


def _malformed(part):
    return damaged(f"its part {part} is not well-formed XML")
