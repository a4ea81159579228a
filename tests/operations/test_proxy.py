"""The proxy's rules, as far as the site has a say in them; what they do is tried in `test_kill_under_load`."""

import re

from importers.documents import MAX_BYTES
from tests.operations.servers import SHIPPED


def test_a_file_that_is_a_little_too_large_reaches_the_site_which_says_so_in_words():
    limit = re.search(r"client_max_body_size (\d+)m;", SHIPPED.read_text())
    assert int(limit[1]) * 1024 * 1024 > MAX_BYTES * 1.5


def test_nothing_that_was_sent_is_sent_again_unless_that_is_safe():
    assert re.findall(r"proxy_next_upstream (.*);", SHIPPED.read_text()) == ["error timeout"]
