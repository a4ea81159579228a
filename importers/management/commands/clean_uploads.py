"""Remove what uploads leave behind: `manage.py clean_uploads`. The worker does it daily."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from importers.cleaning import ABANDONED_AFTER, clean_up


class Command(BaseCommand):
    help = "Discard uploads that were never committed, and remove files that no upload names."

    def add_arguments(self, parser):
        days = ABANDONED_AFTER.days
        parser.add_argument(
            "--days", type=int, default=days, metavar="N", help=f"Older than so many days; {days} unless given."
        )

    def handle(self, *, days, **options):
        cleaned = clean_up(before=timezone.now() - timedelta(days=days))
        self.stdout.write(
            f"Removed {cleaned.uploads} uploads that were never committed, {cleaned.files} files that no upload names, "
            f"and {cleaned.previews} previews."
        )
