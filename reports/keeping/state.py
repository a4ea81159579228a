"""What a page is made of: while none of it changes, the page doesn't either."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.conf import settings

from indicators.prepared import PreparedForUser
from indicators.versions import visible_versions

CODE = ("csp_dashboard", "importers", "reports", "indicators", "templates", "static", "requirements.txt")


@dataclass(frozen=True)
class State:
    """The versions of the data that a page reads, and what its reader may see and do: a role for each authority."""

    versions: tuple
    permissions: tuple

    def key(self, *circumstances):
        """What a page is kept under; `circumstances` are what else it depends on."""
        return digest((code_version(), self.versions, self.permissions, circumstances))


def digest(facts):
    """A name for plain values that no others have."""
    return sha256(repr(facts).encode()).hexdigest()


@cache
def code_version():
    """The same on every machine that runs the same code, and another after an upgrade."""
    found = sha256()
    for name in CODE:
        path = settings.BASE_DIR / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                found.update(str(file.relative_to(settings.BASE_DIR)).encode())
                found.update(sha256(file.read_bytes()).digest())
    return found.hexdigest()


def read_state(user, authority, of_all=False):
    """The State for pages of an authority (its slug), or None where the user may not see it. One query.

    With `of_all` also of what the page reads of the other authorities that the user may see.
    """
    seen = _versions(user)
    if authority is not None and not any(each.slug == authority for each in seen):
        return None
    shared = tuple({each.shared for each in seen})
    read = tuple((each.pk, each.version) for each in seen if of_all or each.slug == authority)
    return State((*shared, *read), (user.is_superuser, tuple((each.pk, each.role) for each in seen)))


_versions = PreparedForUser(visible_versions)
