"""Print an authority's findings as CSV: `manage.py export_findings --authority SLUG`."""

from django.core.management.base import BaseCommand, CommandError

from indicators.models import Authority
from indicators.series import load_figures
from reports.exports.csv import to_csv
from reports.findings import build_findings

COLUMNS = ("ref", "code", "message", "locator")


class Command(BaseCommand):
    help = "Print what a person should look at in an authority's figures, rules and files, as CSV."

    def add_arguments(self, parser):
        parser.add_argument("--authority", required=True, metavar="SLUG")

    def handle(self, *, authority, **options):
        if not Authority.objects.filter(slug=authority).exists():
            raise CommandError(f"There is no authority '{authority}'.", returncode=2)
        findings = build_findings(load_figures(Authority.objects.filter(slug=authority)))
        rows = ((f.ref, f.code, f.message, f.locator) for f in findings)
        self.stdout.write(to_csv(COLUMNS, rows), ending="")
