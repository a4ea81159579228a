"""Two made-up authorities' figures and three people: run once, before the servers start.

    manage.py shell --no-imports -v 0 -c "from tests.operations import scene; scene.make()"

Every file states one number, its own, for all of its figures. So whoever reads a page can tell whether it shows one
file, and which.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.management import call_command

from importers import operations
from indicators.models import Authority, Membership
from indicators.operations import load_catalogue

PASSWORD = "a-long-password"
PEOPLE = ("ana", "ben", "lou")
FIRST = 100


@dataclass(frozen=True)
class Council:
    """An authority, and how many indicators and months its files state."""

    slug: str
    indicators: int
    months: int

    @property
    def values(self):
        return self.indicators * self.months

    def file(self, number):
        """The bytes of a file that states the number for every indicator and month."""
        months = [f"{2008 + month // 12}-{month % 12 + 1:02}" for month in range(self.months)]
        rows = [
            f"M {indicator},Made-up measure {indicator},{month},{number}"
            for indicator in range(self.indicators)
            for month in months
        ]
        return "\n".join(["Ref,Title,Period,Value", *rows, ""]).encode()


# One's files are read and committed within the request, the other's by a worker.
SMALL = Council("reading", indicators=6, months=12)
LARGE = Council("wokingham", indicators=35, months=60)


def make():
    """The scene, in an empty database."""
    call_command("migrate", verbosity=0)
    load_catalogue()
    people = [get_user_model().objects.create_user(name, password=PASSWORD) for name in PEOPLE]
    for council in (SMALL, LARGE):
        authority = Authority.objects.get(slug=council.slug)
        for person in people:
            Membership.objects.create(user=person, authority=authority, role=Membership.Role.ANALYST)
        staged = operations.stage(name=f"{FIRST}.csv", data=council.file(FIRST), authority=authority)
        operations.commit(staged=staged, by=None)
