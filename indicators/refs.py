"""What an indicator is called, as it is compared."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def bare_ref(ref):
    """A ref as compared: `FD 3`, `FD3` and `fd 3` are one, and so are `LAC 19 (12m)` and `LAC19(12M)`."""
    return "".join(ref.split()).casefold()
