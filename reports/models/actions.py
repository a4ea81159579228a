"""The action log of a board."""

from django.db import models

from indicators.models import Indicator
from reports.models.meetings import Meeting
from reports.models.stated import Statement, StatementQuerySet


class ActionQuerySet(StatementQuerySet):
    def known(self, as_of=None):
        return super().known(as_of).with_links()

    def history_of(self, authority, slug):
        return super().history_of(authority, slug).with_links()

    def with_links(self):
        return self.select_related("meeting", "carried_to").prefetch_related("indicators")


class Action(Statement):
    """What is stated of one line of an action log.

    Whether it is overdue is worked out. The owner, the indicators and the meetings are what people add: a report
    states none of them.
    """

    class Status(models.TextChoices):
        OPEN = "open", "open"
        ONGOING = "ongoing", "ongoing"
        COMPLETE = "complete", "complete"

    ref = models.CharField(max_length=40)
    text = models.TextField()
    owner = models.CharField(max_length=100, blank=True)
    raised_in = models.DateField(null=True, help_text="First day of the month it was raised in.")
    due_by = models.DateField(null=True, help_text="Last day of the month it is due in. Empty: no date yet.")
    due_text = models.CharField(max_length=40, blank=True)
    complete_text = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    indicators = models.ManyToManyField(Indicator, related_name="actions")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, related_name="actions_raised", help_text="That raised it."
    )
    carried_to = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, related_name="actions_carried", help_text="That it goes on to."
    )

    objects = ActionQuerySet.as_manager()

    def __str__(self):
        return self.ref

    @property
    def facts(self):
        """What a report states of it, to tell whether the next one says something new."""
        return (self.text, self.due_by, self.due_text, self.complete_text)

    @property
    def is_complete(self):
        return self.status == self.Status.COMPLETE
