"""Which state of the data a page was made of."""

from django.db import models


class DataVersion(models.Model):
    """Another value after every write that a page could show. See `indicators.versions`."""

    # The key of an authority, or `versions.SHARED`. No foreign key, so that renewing a version locks nothing else.
    scope = models.PositiveBigIntegerField(primary_key=True)
    value = models.CharField(max_length=32)

    def __str__(self):
        return f"{self.scope}: {self.value}"
