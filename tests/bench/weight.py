"""What a browser has to load before a page can be read."""

import re

from tests.bench.load import get

# Of a style sheet for paper, and of a script that is put off, a reader sees nothing.
_STYLES = re.compile(rb'<link rel="stylesheet" href="([^"]+)"(?![^>]*media="print")[^>]*>')
_BLOCKING = re.compile(rb'<script(?![^>]*(?:defer|async|type="module"|application/json))[^>]*src="([^"]+)"')


def bytes_before_reading(site, path, headers):
    """The bytes, as sent, of a page with its style sheets and the scripts that hold it up; and how many files it is."""
    page = get(site.port, path, headers)
    html = get(site.port, path, headers | {"Accept-Encoding": "identity"}).body
    needed = [*dict.fromkeys(_STYLES.findall(html)), *dict.fromkeys(_BLOCKING.findall(html))]
    packed = headers | {"Accept-Encoding": "gzip, br"}
    sizes = [len(get(site.port, address.decode(), packed).body) for address in needed]
    return len(page.body) + sum(sizes), 1 + len(sizes)
