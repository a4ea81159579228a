"""Fill an empty, migrated database with the demonstration: `DEMO=1 manage.py load_demo`."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from importers import operations, sources
from importers.documents import read_document
from importers.national import operations as national
from importers.records import Refused
from indicators.models import Authority, Membership
from indicators.operations import load_catalogue
from indicators.versions import renew_all

REPORTS = settings.BASE_DIR / "fixtures" / "reports"
NATIONAL = settings.BASE_DIR / "fixtures" / "national" / "figures"
# Known to everybody who reads this: the command refuses to run where that would matter.
DEMO_PASSWORD = "look-after-me"  # noqa: S105

# Who may sign in: their role, and the authorities they have it in (None for all).
PEOPLE = {
    "analyst": (Membership.Role.ANALYST, None),
    "manager": (Membership.Role.MANAGER, None),
    "croydon": (Membership.Role.MANAGER, ["croydon"]),
}


class Command(BaseCommand):
    help = "Load the catalogue, the reports and statistics in fixtures/, and users to try it with. Demo mode only."

    def add_arguments(self, parser):
        parser.add_argument("--password", metavar="P", help=f"Of all four users. Without it: {DEMO_PASSWORD}")

    def handle(self, *, password, **options):
        if not settings.DEMO:
            raise CommandError(
                "load_demo makes users with a known password, so it runs in demo mode only. Set DEMO=1 to try it."
            )
        load_catalogue()
        self._load_people(password)
        self._load_reports()
        self._load_national()
        self.stdout.write("\nSign in with one of these, password " + (password or DEMO_PASSWORD))
        self.stdout.write("  admin     everything, and Django admin")
        self.stdout.write("  analyst   analyst of all authorities")
        self.stdout.write("  manager   manager of all authorities")
        self.stdout.write("  croydon   manager of Croydon alone")

    @transaction.atomic
    def _load_people(self, password):
        _user("admin", password, is_staff=True, is_superuser=True)
        for name, (role, slugs) in PEOPLE.items():
            user = _user(name, password)
            authorities = Authority.objects.all() if slugs is None else Authority.objects.filter(slug__in=slugs)
            for authority in authorities:
                Membership.objects.update_or_create(user=user, authority=authority, defaults={"role": role})
        renew_all()

    def _load_reports(self):
        analyst = get_user_model().objects.get(username="analyst")
        for file in sorted(REPORTS.glob("*.txt")):
            data = file.read_bytes()
            try:
                source = sources.find(read_document(file.name, data))
                authority = Authority.objects.get(slug=source.AUTHORITY)
                staged = operations.stage(name=file.name, data=data, authority=authority)
            except Refused as refusal:
                raise CommandError(f"{file.name} was refused: {refusal}") from refusal
            batch = operations.commit(staged=staged, by=analyst)
            done = "loaded" if batch else "was loaded already"
            self.stdout.write(f"{file.name} {done}: {authority}, {staged.preview.counts['values']} values")

    def _load_national(self):
        analyst = get_user_model().objects.get(username="analyst")
        for file in sorted(NATIONAL.glob("*.csv")):
            try:
                staged, batch = national.load(name=file.name, data=file.read_bytes(), by=analyst)
            except Refused as refusal:
                raise CommandError(f"{file.name} was refused: {refusal}") from refusal
            done = "loaded" if batch else "was loaded already"
            self.stdout.write(f"{file.name} {done}: national statistics, {staged.preview.counts['values']} values")


def _user(name, password, **flags):
    """The demo user of that name. Their password is set when they are new, or when one is given."""
    user, is_new = get_user_model().objects.get_or_create(username=name, defaults=flags)
    if is_new or password:
        user.set_password(password or DEMO_PASSWORD)
        user.save(update_fields=["password"])
    return user
