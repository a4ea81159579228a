"""Which state of the data a page was made of. See `indicators.versions`."""

from django.db import models


class DataVersion(models.Model):
    """Another value after every write that a page could show.

    `narrow` is the value that was set by the last write that left all series as they were, but for those that have a
    SeriesVersion; `series` the version that all of them had then. Any later `value` may be of a change to all.
    """

    # The key of an authority, or `versions.SHARED`. No foreign key, so that renewing a version locks nothing else.
    scope = models.PositiveBigIntegerField(primary_key=True)
    value = models.CharField(max_length=32)
    narrow = models.CharField(max_length=32, db_default="")
    series = models.CharField(max_length=32, db_default="")

    def __str__(self):
        return f"{self.scope}: {self.value}"


class SeriesVersion(models.Model):
    """Another value after every write of a person that set how one indicator is described, rated or drawn.

    `what` they set is the label of a dated model.
    """

    # Keys, for the same reason.
    indicator_key = models.PositiveBigIntegerField()
    authority_key = models.PositiveBigIntegerField(db_index=True)
    what = models.CharField(max_length=40)
    value = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator_key", "what"], name="series_version_once")]

    def __str__(self):
        return f"{self.what} of {self.indicator_key}: {self.value}"
