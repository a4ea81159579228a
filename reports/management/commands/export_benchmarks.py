"""Print a measure's national figures as CSV: `manage.py export_benchmarks --measure SLUG`."""

from django.core.management.base import BaseCommand, CommandError

from indicators.benchmarks import load_benchmarks
from indicators.models import Measure
from reports.exports.csv import to_csv
from reports.management.commands.export_values import iso_datetime
from reports.national_values import COLUMNS, build_national_values


class Command(BaseCommand):
    help = "Print what is published of a measure for every authority, region and England, all years, as CSV."

    def add_arguments(self, parser):
        parser.add_argument("--measure", required=True, metavar="SLUG", help="Such as icpc-within-15-days.")
        parser.add_argument(
            "--as-of",
            type=iso_datetime,
            metavar="ISO-DATETIME",
            help="As known at that moment, such as 2025-12-14T09:00 (in the site's time zone unless it names one).",
        )

    def handle(self, *, measure, as_of, **options):
        if not Measure.objects.filter(slug=measure).exists():
            known = ", ".join(Measure.objects.exclude(national_definition="").values_list("slug", flat=True))
            raise CommandError(
                f"There is no measure '{measure}'. National figures there are of: {known}.", returncode=2
            )
        benchmarks = load_benchmarks(measures=[measure], as_of=as_of)
        self.stdout.write(to_csv(COLUMNS, build_national_values(benchmarks)), ending="")
