"""What people fill in for a board: a theme of the summary, a meeting, a decision, an edition."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from reports.forms import WORDS_LIMIT, PlainText

DECISION_LIMIT = 2000
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ThemeForm(forms.Form):
    """The text of one theme, with the row that it was written over."""

    text = PlainText(label="Text", max_length=WORDS_LIMIT, rows=6, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, about, **kwargs):
        super().__init__(*args, prefix=about.theme.slug, **kwargs)
        self.fields["text"].label = about.theme.heading

    @classmethod
    def of(cls, about):
        """To go on writing a summary.WrittenTheme."""
        latest = about.words.latest
        return cls(about=about, initial={"text": about.text, "seen": latest and latest.pk})

    def keep_beside(self, row):
        """Say what somebody else saved in the meantime; None where they removed the text.

        What was typed stays in its field, and saving it again is then a choice.
        """
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = row.pk if row else ""
        who = f"{row.written_by} saved another text" if row else "Somebody removed the text"
        self.add_error(
            "text",
            f"{self.fields['text'].label}: {who} while you were writing. Yours is kept here but not saved. Bring the "
            "two together and save again.",
        )


class MeetingForm(forms.Form):
    """When a board meets, and which period it looks at. `periods` are those it may look at, oldest first."""

    held_on = forms.DateField(
        label="Date",
        widget=_DAY,
        validators=[MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
        error_messages={"required": "Enter the date of the meeting.", "invalid": "Enter a date, such as 2017-12-14."},
    )
    period = forms.ChoiceField(
        label="Period it looks at",
        error_messages={"required": "Choose a period.", "invalid_choice": "Choose a period from the list."},
    )
    note = forms.CharField(label="Note, such as where or who chairs it", max_length=300, required=False)

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, auto_id="meeting_%s", **kwargs)
        self.by_key = {period.key: period for period in periods}
        self.fields["period"].choices = [(p.key, p.label) for p in reversed(periods)]

    def clean_period(self):
        return self.by_key[self.cleaned_data["period"]]


class DecisionForm(forms.Form):
    """What the board decided."""

    text = PlainText(
        label="What was decided",
        max_length=DECISION_LIMIT,
        rows=3,
        error_messages={"required": "Say what was decided."},
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="decision_%s")


class EditionForm(forms.Form):
    """Under what title a period is published, and for which meeting. `seen` is the last edition there was, or 0."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        error_messages={"required": "Enter a title, such as Improvement board, November."},
    )
    meeting = forms.ChoiceField(label="For the meeting", required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data, *, page):
        meetings = {str(meeting.pk): meeting for meeting in page.meetings}
        initial = {
            "title": f"Improvement board pack, {page.period.label}",
            "meeting": next(iter(meetings), ""),
            "seen": page.number - 1,
        }
        super().__init__(data, auto_id="edition_%s", initial=initial)
        self.meetings = meetings
        choices = [("", "No meeting"), *((pk, str(meeting)) for pk, meeting in meetings.items())]
        self.fields["meeting"].choices = choices

    def clean_meeting(self):
        return self.meetings.get(self.cleaned_data["meeting"])
