"""Print an authority's figures as CSV: `manage.py export_values --authority SLUG`."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.models import Authority
from indicators.series import load_figures
from reports.exports.csv import to_csv
from reports.values import COLUMNS, build_values


class Command(BaseCommand):
    help = "Print every figure of an authority with its target, rating, direction and source, as CSV."

    def add_arguments(self, parser):
        parser.add_argument("--authority", required=True, metavar="SLUG")
        parser.add_argument(
            "--as-of",
            type=iso_datetime,
            metavar="ISO-DATETIME",
            help="As known at that moment, such as 2017-12-14T09:00 (in the site's time zone unless it names one).",
        )

    def handle(self, *, authority, as_of, **options):
        if not Authority.objects.filter(slug=authority).exists():
            raise CommandError(f"There is no authority '{authority}'.", returncode=2)
        figures = load_figures(Authority.objects.filter(slug=authority), as_of=as_of)
        self.stdout.write(to_csv(COLUMNS, build_values(figures)), ending="")


def iso_datetime(text):
    moment = datetime.fromisoformat(text)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
