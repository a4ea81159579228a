"""Load national statistics: `manage.py import_national FILE…`."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from importers.management.commands.import_report import ALREADY_LOADED, COMMITTED, DRY_RUN, REFUSED
from importers.management.given import bytes_of, user_given
from importers.national import operations
from importers.records import Refused
from indicators.policies import check_load_national


class Command(BaseCommand):
    help = (
        "Load files of national statistics as published. Exits 0 when each was committed, was loaded already, or is "
        "clean in a dry run; 1 when one was refused (the others are loaded all the same); 2 usage."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--user", metavar="NAME", help="Who loads them: an analyst or admin of some authority.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and write nothing.")
        parser.add_argument("--json", dest="as_json", action="store_true", help="Print a list, an object a file.")

    def handle(self, *, files, user, dry_run, as_json, **options):
        by = user_given(user, check_load_national)
        told = [self._load(file, by, dry_run, as_json) for file in files]
        if as_json:
            self.stdout.write(json.dumps(told, indent=2))
        if any(each["state"] == REFUSED for each in told):
            raise SystemExit(1)

    def _load(self, file, by, dry_run, as_json):
        try:
            staged, batch = operations.load(name=file.name, data=bytes_of(file), by=by, dry_run=dry_run)
        except Refused as refusal:
            told = _told(file, REFUSED, {}, refusal.problems)
        else:
            empty = staged.preview.is_empty
            state = ALREADY_LOADED if empty else COMMITTED if batch else DRY_RUN
            told = _told(file, state, staged.preview.counts, staged.report.findings)
        if not as_json:
            self._say(told)
        return told

    def _say(self, told):
        counts = told["counts"]
        self.stdout.write(
            {
                REFUSED: "{file}: refused, and nothing of it was written:",
                ALREADY_LOADED: "{file}: already loaded. Nothing changes.",
                DRY_RUN: "{file}: dry run, nothing was written. It would load",
                COMMITTED: "{file}: loaded",
            }[told["state"]].format(**told)
            + (" {values} values ({new} new, {changed} changed, {same} same).".format(**counts) if counts else "")
        )
        for problem in told["problems"]:
            place = f"{problem['locator']}: " if problem["locator"] else ""
            self.stdout.write(f"  {place}{problem['message']} [{problem['code']}]")


def _told(file, state, counts, problems):
    listed = [{"code": p.code, "message": p.message, "locator": p.locator} for p in problems]
    return {"file": file.name, "state": state, "counts": counts, "problems": listed}
