"""Views whose pages are made once and kept, for all readers who may see and do the same."""

from functools import wraps

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from reports.keeping.personal import fillings, name_of, secret_of
from reports.keeping.pieces import Marks
from reports.keeping.state import digest, read_state


def kept(view=None, *, reads_all=False, by_header=""):
    """Make the page once, and answer with it until what it is made of changes; a browser that has it is told so.

    For views of one authority, and with `reads_all` for those that show something of every authority of the reader.
    What the view shows has to follow from the address, `by_header` (the name of one), the data, today's date, and what
    the reader may see and do: nothing else is theirs but what `keeping.personal` fills in. The versions are read before
    the data. What is posted, and a redirect, go by unkept.
    """
    if view is None:
        return lambda found: kept(found, reads_all=reads_all, by_header=by_header)

    @wraps(view)
    def wrapper(request, **kwargs):
        # A message is for one person, once.
        if settings.DEBUG or request.method not in ("GET", "HEAD") or len(get_messages(request)):
            return view(request, **kwargs)
        state = read_state(request.user, kwargs.get("authority"), of_all=reads_all)
        if state is None:
            raise Http404("There is no such page.")
        asked = (request.get_full_path(), request.headers.get(by_header))
        key = state.key(asked, timezone.localdate().isoformat())
        etag = _etag(request, key)
        if not_modified := get_conditional_response(request, etag=etag):
            return _private(not_modified, etag)
        pieces = cache.get(key)
        if pieces is None:
            made, marks = _made(request, view, kwargs)
            if isinstance(made, HttpResponseRedirectBase):
                return made
            pieces = marks.split(made.content)
            cache.set(key, pieces)
        return _answer(request, pieces, etag, by_header)

    return wrapper


def _made(request, view, kwargs):
    """The view's response, and the Marks that stand in it for what is the reader's own."""
    request.marks = marks = Marks()
    try:
        response = view(request, **kwargs)
    finally:
        # The page that says what went wrong is nobody else's.
        request.marks = None
    is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    if not is_page and not isinstance(response, HttpResponseRedirectBase):
        raise TypeError(f"{view.__name__} answers with something else than a page.")
    return response, marks


def _etag(request, key):
    """Weak, because the tokens of a page differ from answer to answer. Another for another person, session or token."""
    own = (key, request.user.pk, name_of(request.user), request.session.session_key, secret_of(request))
    return f'W/"{digest(own)}"'


def _answer(request, pieces, etag, by_header):
    own = fillings(request, pieces.gaps)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(pieces.gzipped(own), headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(pieces.filled(own))
    patch_vary_headers(response, ["Accept-Encoding", *filter(None, [by_header])])
    # A page with a nonce is sent whole each time: its policy and its styles have to name the same one.
    return _private(response, None if pieces.has_nonce else etag)


def _private(response, etag):
    patch_cache_control(response, private=True, no_cache=True)
    if etag:
        response.headers["ETag"] = etag
    return response
