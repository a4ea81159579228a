"""Load a council's report: `manage.py import_report FILE --authority SLUG`."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from importers import operations, sources
from importers.confirmed import read_confirmation
from importers.management.given import USAGE, bytes_of, user_given
from importers.proposals import left_out
from importers.records import Refused
from indicators.models import Authority
from indicators.operations import load_catalogue
from indicators.policies import check_upload

COMMITTED, ALREADY_LOADED, DRY_RUN, REFUSED = "committed", "already-loaded", "dry-run", "refused"


class Command(BaseCommand):
    help = "Load a council's report. Exits 0 when committed, already loaded or clean in a dry run; 1 refused; 2 usage."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--authority", required=True, metavar="SLUG", help="Whose report it is, such as croydon.")
        parser.add_argument("--format", dest="format_name", metavar="NAME", help="Read it as this format only.")
        parser.add_argument(
            "--pairing", type=Path, metavar="FILE", help="What a person confirmed of the report: titles and their rows."
        )
        parser.add_argument("--reason", default="", metavar="TEXT", help="Why older figures are restated.")
        parser.add_argument("--user", metavar="NAME", help="Who loads it. They must be an analyst or admin there.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and write nothing.")
        parser.add_argument(
            "--json", dest="as_json", action="store_true", help="Print state, counts and problems as JSON."
        )

    def handle(self, *, file, authority, format_name, pairing, reason, user, dry_run, as_json, **options):
        load_catalogue()
        authority = _authority(authority)
        by = user_given(user, lambda user: check_upload(user, authority))
        try:
            staged = operations.stage(
                name=file.name,
                data=bytes_of(file),
                authority=authority,
                format_name=format_name,
                confirmed=pairing and read_confirmation(pairing.name, bytes_of(pairing)),
            )
            operations.check_may_load(preview=staged.preview, by=by)
        except sources.UnknownFormat as problem:
            raise CommandError(str(problem), returncode=USAGE) from problem
        except Refused as refusal:
            self._report(as_json, REFUSED, {}, refusal.problems)
            raise SystemExit(1) from refusal
        preview = staged.preview
        if preview.is_empty:
            state = ALREADY_LOADED
        elif dry_run:
            state = DRY_RUN
        else:
            try:
                operations.commit(staged=staged, by=by, reason=reason)
            except operations.Moved as moved:
                raise CommandError(str(moved)) from moved
            state = COMMITTED
        problems = (*preview.problems, *left_out(preview.proposals, chosen={}))
        self._report(as_json, state, preview.counts, problems, _sentence(state, preview))

    def _report(self, as_json, state, counts, problems, sentence=None):
        if as_json:
            told = [
                {"code": p.code, "message": p.message, "locator": p.locator, **_answerable(p.question)}
                for p in problems
            ]
            self.stdout.write(json.dumps({"state": state, "counts": counts, "problems": told}, indent=2))
            return
        self.stdout.write(sentence or "Refused, and nothing was written:")
        for problem in problems:
            place = f"{problem.locator}: " if problem.locator else ""
            self.stdout.write(f"  {place}{problem.message} [{problem.code}]")
            if problem.question:
                self.stdout.write(f"    {_how_to_answer(problem.question)}")


def _how_to_answer(question):
    """`--pairing takes {"headers": {"Actuls": …}} with "value", "ref" or ""`."""
    choices = " or ".join(json.dumps(choice.value) for choice in question.choices)
    return f'--pairing takes {{"{question.kind}": {{{json.dumps(question.name)}: …}}}} with {choices}.'


def _answerable(question):
    if question is None:
        return {}
    choices = [choice.value for choice in question.choices]
    return {"question": {"kind": question.kind, "name": question.name, "choices": choices}}


def _sentence(state, preview):
    counts, name = preview.counts, preview.document.name
    if state == ALREADY_LOADED:
        why = operations.why_empty(authority=preview.authority, name=name, sha256=preview.document.sha256)
        return f"Already loaded: {why}"
    done = "Loaded" if state == COMMITTED else "Dry run: nothing was written. It would load"
    return (
        f"{done} {name} for {preview.authority}, {preview.report.period}: {counts['indicators']} indicators, "
        f"{counts['values']} values ({counts['new']} new, {counts['changed']} changed, {counts['same']} same; "
        f"{counts['missing']} indicators missing)."
    )


def _authority(slug):
    try:
        return Authority.objects.get(slug=slug)
    except Authority.DoesNotExist as problem:
        known = ", ".join(Authority.objects.values_list("slug", flat=True))
        raise CommandError(f"There is no authority '{slug}'. Known: {known}.", returncode=USAGE) from problem
