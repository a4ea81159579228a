"""The XML parts of a workbook, read as a stream.

A part that declares entities (a DTD) is refused: no workbook needs one, and all that is known of them is attacks.
"""

import codecs
import re
from contextlib import contextmanager, suppress
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape

from importers.readers.archive import damaged

_CHUNK = 64 * 1024

_REFERENCE = re.compile("&([^;]+);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ATTRIBUTE = re.compile(r"""([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")


def pieces(archive, part):
    """A part as text, in pieces for a pattern: well-formed, and nothing in it but tags and what stands between them.

    For what has a million elements: no object is made of any. A piece ends where a tag begins, or with the part.
    Comments are left out, and CDATA is written as text is; characters are as XML writes them (`characters`).
    """
    is_plain = _check(archive, part)
    rest = []
    for text in _decoded(archive, part) if is_plain else _rewritten(archive, part):
        whole, begun, after = text.rpartition("<")
        if begun:
            yield "".join((*rest, whole))
            rest = [begun]
        rest.append(after)
    yield "".join(rest)


def _check(archive, part):
    """Whether a part is UTF-8 with nothing but tags and text. Raises Refused where it is not well-formed."""
    found = set()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = _refuse_doctype(part)
    parser.XmlDeclHandler = lambda version, encoding, standalone: found.add((encoding or "utf-8").lower())
    parser.CommentHandler = parser.ProcessingInstructionHandler = lambda *_: found.add("said to programs")
    parser.StartCdataSectionHandler = lambda: found.add("CDATA")
    with archive.open(part) as file, _well_formed(part):
        start = file.read(_CHUNK)
        parser.Parse(start)
        parser.ParseFile(file)
    # In UTF-16 the first character, which is a `<`, has a byte of nought.
    return found <= {"utf-8"} and b"\0" not in start[:4]


def _decoded(archive, part):
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            yield decoder.decode(chunk)


def _rewritten(archive, part):
    """What is between tags may be written in many ways; here it is in one."""
    texts = []
    parser = expat.ParserCreate()
    parser.DefaultHandler = texts.append
    parser.CharacterDataHandler = lambda text: texts.append(escape(text, {"\r": "&#13;"}))
    parser.XmlDeclHandler = parser.CommentHandler = parser.ProcessingInstructionHandler = lambda *_: None
    parser.StartCdataSectionHandler = parser.EndCdataSectionHandler = lambda: None
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk)
            yield "".join(texts)
            texts.clear()


def characters(written):
    """Text as XML means it, from what stands between two tags, or in an attribute."""
    if "\r" in written:
        written = written.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_referred, written) if "&" in written else written


def _referred(found):
    name = found[1]
    if not name.startswith("#"):
        return _NAMED[name]
    return chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))


def attributes(written):
    """{name: value} of the attributes in a tag, as they are written there."""
    return {name: characters(value[1:-1]) for name, value in _ATTRIBUTE.findall(written)}


def elements(archive, part, *names):
    """(local name, element) for each element of the part called one of `names`, as it ends, emptied afterwards.

    Names are compared without their namespace: there are two for every one (transitional and strict).
    """
    return ((name, element) for event, name, element in walk(archive, part, ends=names) if event == "end")


def walk(archive, part, *, starts=(), ends=()):
    """("start" or "end", local name, element) as the elements called so start and end; emptied after their end."""
    _check_prolog(archive, part)
    wanted = {event: _Wanted(names) for event, names in (("start", starts), ("end", ends)) if names}
    with _well_formed(part):
        for event, element in _events(archive, part, wanted):
            # Most are cells, or parts of one, which come with their row.
            if name := wanted[event][element.tag]:
                yield event, name, element
                if event == "end":
                    element.clear()


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
    with archive.open(part) as stream, suppress(_PrologRead), _well_formed(part):
        parser.ParseFile(stream)


def _refuse_doctype(part):
    def doctype(*_):
        raise damaged(f"its part {part} declares entities, which no workbook does")

    return doctype


@contextmanager
def _well_formed(part):
    """Raises Refused for what a parser raises."""
    try:
        yield
    except (expat.ExpatError, ElementTree.ParseError, UnicodeError, LookupError, ValueError) as problem:
        raise damaged(f"its part {part} is not well-formed XML") from problem
