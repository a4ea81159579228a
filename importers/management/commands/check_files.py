"""Compare every kept file with what was uploaded, as after a restore: `manage.py check_files`."""

from django.core.management.base import BaseCommand, CommandError

from importers import originals
from indicators.models import ImportBatch


class Command(BaseCommand):
    help = "Say which uploads' files are missing, or are not what was uploaded. Exits with 1 where there are any."

    def handle(self, **options):
        count = ImportBatch.objects.count()
        damaged = originals.damaged()
        for batch in damaged:
            self.stderr.write(f"Upload {batch.pk} of {batch.authority}: its file is missing, or not the one uploaded.")
        if damaged:
            raise CommandError(f"{len(damaged)} of {count} uploads are without their file. Restore the files again.")
        self.stdout.write(f"The files of all {count} uploads are as they were uploaded.")
