"""Authorities, their people, and the headings of their reports."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from indicators.querysets import AuthorityQuerySet


class Authority(models.Model):
    """A council with responsibility for children's services."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(unique=True)
    ons_code = models.CharField("ONS code", max_length=9, unique=True, help_text="Such as E09000008.")
    dfe_code = models.CharField("DfE code", max_length=3, unique=True, help_text="Such as 306.")
    region = models.CharField(max_length=50)

    objects = AuthorityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"

    def __str__(self):
        return self.name


class Membership(models.Model):
    """What a user may do in one authority. Without a membership its pages don't exist for them."""

    class Role(models.TextChoices):
        MANAGER = "manager", "manager: reads"
        ANALYST = "analyst", "analyst: reads and uploads"
        ADMIN = "admin", "admin: reads, uploads, and edits targets and thresholds"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)

    history = HistoricalRecords()

    class Meta:
        ordering = ["authority", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "authority"], name="membership_once")]

    def __str__(self):
        return f"{self.user} in {self.authority}: {self.role}"


class Section(models.Model):
    """A heading of an authority's report, as printed. Its place follows from the indicators under it."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200)

    history = HistoricalRecords()

    class Meta:
        ordering = ["authority", "title"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "slug"], name="section_slug_once"),
            models.UniqueConstraint(fields=["authority", "title"], name="section_title_once"),
        ]

    def __str__(self):
        return self.title

    @property
    def heading(self):
        """For reading: `Front door` for a printed `FRONT DOOR`."""
        return self.title.capitalize() if self.title.isupper() else self.title
