"""HTML in pieces, with gaps for what is each reader's own; put together as text, or compressed without doing it again.

The texts are compressed once, each by itself; what fills the gaps is stored between them as it is:

    gzip header │ text, deflated │ filling, stored │ text, deflated │ … │ end │ CRC-32 │ length

So a token is never compressed beside a text that somebody else chose, whose length would tell of it (BREACH).
"""

import zlib
from dataclasses import dataclass
from functools import cached_property
from secrets import token_hex

NAME, TOKEN, NONCE = "name", "token", "nonce"
GAPS = (NAME, TOKEN, NONCE)
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
# An empty last block.
_END = b"\x03\x00"
_LEVEL = 6


class Marks:
    """What stands for each gap while a page is made: nothing that anybody could have written into it."""

    def __init__(self):
        secret = token_hex(16)
        self.of = {gap: f"{secret}{number}" for number, gap in enumerate(GAPS)}

    def split(self, html):
        """The Pieces of a page that was made with these marks. `html` is bytes."""
        gaps = {mark.encode(): gap for gap, mark in self.of.items()}
        secret = next(iter(gaps))[:-1]
        first, *rest = html.split(secret)
        found = [gaps[secret + part[:1]] for part in rest]
        texts = (first, *(part[1:] for part in rest))
        return Pieces(texts, tuple(found), tuple(_deflated(text) for text in texts))


@dataclass(frozen=True)
class Pieces:
    """`gaps` stand between the `texts`; `deflated` are the texts, compressed, each ending on a whole byte."""

    texts: tuple[bytes, ...]
    gaps: tuple[str, ...]
    deflated: tuple[bytes, ...]

    @cached_property
    def has_nonce(self):
        return NONCE in self.gaps

    def filled(self, fillings):
        """The page. `fillings` are {gap: bytes, as they stand in HTML}."""
        return b"".join(_between(self.texts, [fillings[gap] for gap in self.gaps]))

    def gzipped(self, fillings):
        """The page, compressed."""
        own = [fillings[gap] for gap in self.gaps]
        checksum, length = 0, 0
        for part in _between(self.texts, own):
            checksum = zlib.crc32(part, checksum)
            length += len(part)
        body = _between(self.deflated, [_stored(filling) for filling in own])
        return b"".join((_HEADER, *body, _END, checksum.to_bytes(4, "little"), length.to_bytes(4, "little")))


def _between(texts, fillings):
    """The first text, the first filling, the second text, …"""
    yield texts[0]
    for filling, text in zip(fillings, texts[1:], strict=True):
        yield filling
        yield text


def _deflated(text):
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(text) + deflater.flush(zlib.Z_FULL_FLUSH)


def _stored(filling):
    """A block that is not compressed; of 65,535 bytes at most, which names and tokens are far from."""
    length = len(filling).to_bytes(2, "little")
    return b"\x00" + length + bytes(byte ^ 0xFF for byte in length) + filling
