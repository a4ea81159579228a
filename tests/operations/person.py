"""Somebody at a browser, as far as a server can tell: cookies, forms and their tokens, and no patience for errors."""

import http.client
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TIMEOUT_SECONDS = 30
_BOUNDARY = "a-line-that-no-file-has"


class Broken(Exception):
    """No whole answer came: refused, cut off, or the proxy's word that the server behind it is gone."""


@dataclass(frozen=True)
class Page:
    status: int
    location: str
    body: bytes
    # The servers that were asked, in order: more than one where the proxy asked again.
    answered_by: tuple[str, ...]

    @property
    def text(self):
        return self.body.decode()

    def field(self, name):
        """What a form's field is filled in with, or None."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return found and found[1]


class Person:
    """Signed in from the start."""

    def __init__(self, port, name, password):
        self._port = port
        self._cookies = {}
        self.post("/sign-in/", {"username": name, "password": password, **self.token("/sign-in/")})
        assert "sessionid" in self._cookies, f"{name} could not sign in"

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, fields):
        return self._ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def upload_for(self, council, number):
        """Upload the council's file of that number: the form, and what it is answered with."""
        page = self.get("/uploads/")
        fields = {
            "csrfmiddlewaretoken": page.field("csrfmiddlewaretoken"),
            "authority": re.search(rf'value="(\d+)"[^>]*>{council.slug}<', page.text, re.IGNORECASE)[1],
        }
        return self._upload("/uploads/", fields, name=f"{number}.csv", data=council.file(number))

    def _upload(self, path, fields, *, name, data):
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}' for key in fields
        ]
        file = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "\r\n".join([*parts, file]).encode() + data + f"\r\n--{_BOUNDARY}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={_BOUNDARY}")

    def token(self, path):
        return {"csrfmiddlewaretoken": self.get(path).field("csrfmiddlewaretoken")}

    def _ask(self, method, path, body=None, kind=None):
        """The Page, whatever its status but the proxy's own. Raises Broken."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as problem:
            raise Broken(f"{method} {path}: {problem!r}") from problem
        finally:
            connection.close()
        if response.status in (502, 503, 504):
            raise Broken(f"{method} {path}: {response.status}")
        for cookie in response.headers.get_all("Set-Cookie", []):
            self._cookies.update({name: morsel.value for name, morsel in SimpleCookie(cookie).items()})
        asked = response.headers.get("X-Answered-By", "")
        return Page(response.status, response.headers.get("Location", ""), content, tuple(asked.split(", ")))
