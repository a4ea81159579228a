"""Make the pack of a period: `manage.py export_pack --authority SLUG --period 2017-11 --format pdf --output FILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from indicators.models import Authority
from indicators.periods import NotAPeriod, Period
from reports.exports.packs import FORMATS
from reports.pack import NothingToReport, build_pack


class Command(BaseCommand):
    help = "Make the pack of an authority's period as PDF, workbook or CSV."

    def add_arguments(self, parser):
        parser.add_argument("--authority", required=True, metavar="SLUG")
        parser.add_argument("--period", required=True, metavar="PERIOD", help="Such as 2017-11, 2018-Q2 or 2017-04-30.")
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--public", action="store_true", help="Withhold small numbers, and say by what rule.")

    def handle(self, *, authority, period, format, output, public, **options):
        try:
            asked = Period.parse(period)
            found = Authority.objects.get(slug=authority)
            pack = build_pack(found, asked, public=public)
            output.write_bytes(FORMATS[format].make(pack))
        except Authority.DoesNotExist as problem:
            raise CommandError(f"There is no authority '{authority}'.", returncode=2) from problem
        except (NotAPeriod, NothingToReport) as problem:
            raise CommandError(str(problem), returncode=2) from problem
        except OSError as problem:
            raise CommandError(f"{output} can't be written: {problem.strerror}.", returncode=2) from problem
        self.stdout.write(f"{pack.title}: {output}")
