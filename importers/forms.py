"""What an analyst fills in: which file for whom, and why."""

from django import forms

from importers.proposals import KINDS
from indicators.models import Authority

FILE_ERRORS = {
    "required": "Choose a file.",
    "empty": "The file is empty.",
    "max_length": "The file's name has more than 255 characters. Give it a shorter one.",
}


class UploadForm(forms.Form):
    """A file, and the authority that it is for. `authorities` are those that the user may upload to."""

    authority = forms.ModelChoiceField(
        Authority.objects.none(),
        empty_label="Choose an authority",
        error_messages={"required": "Choose an authority.", "invalid_choice": "Choose an authority from the list."},
    )
    file = forms.FileField(
        help_text="Choose it, or drop it in the box. Nothing is written until you have seen what would change.",
        max_length=255,
        error_messages=FILE_ERRORS,
    )
    # The refused upload that this file is the mended one of.
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, authorities, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["authority"]
        field.queryset = Authority.objects.filter(pk__in=[authority.pk for authority in authorities])
        if len(authorities) == 1:
            field.initial = authorities[0]


class NationalForm(forms.Form):
    """A file of national statistics, which belongs to no authority."""

    file = forms.FileField(
        help_text="A CSV file as the Department for Education or the Office for National Statistics publishes it. "
        "Nothing counts until you have seen what would change.",
        max_length=255,
        error_messages=FILE_ERRORS,
    )


class NationalCommitForm(forms.Form):
    """What counted when the preview was looked at, and a reason. What is revised was revised by its publisher."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Reason (optional)", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


COMMENT = "comment-"
LEFT_OUT = ("", "Leave out")


class CommitForm(forms.Form):
    """The preview that was looked at, the reason, which changing the past needs, and what each comment is.

    `order` is what an earlier one was filled in with, as `order_in` gives it.
    """

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why are older figures restated?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why older figures are restated."},
    )

    def __init__(self, *args, preview, order=None, **kwargs):
        order = order or {}
        super().__init__(*args, initial={"stamp": preview.stamp, "reason": order.get("reason", "")}, **kwargs)
        self.preview = preview
        reason = self.fields["reason"]
        if not preview.needs_reason:
            reason.label = "Reason (optional)"
            reason.required = False
        elif preview.targets:
            reason.label = "Why are targets or rules of the past changed?"
            reason.error_messages["required"] = "Say why targets or rules of the past are changed."
        for number, proposal in enumerate(preview.proposals):
            self.fields[f"{COMMENT}{proposal.locator}"] = forms.ChoiceField(
                label=f"What the comment at {proposal.locator} is",
                choices=[LEFT_OUT, *((kind.value, kind.label.capitalize()) for kind in KINDS)],
                required=False,
                initial=order.get("chosen", {}).get(proposal.locator, ""),
                # The table of comments stands outside the form.
                widget=forms.Select(attrs={"id": f"id_{COMMENT}{number}", "form": "commit"}),
            )

    def clean(self):
        if self.preview.is_empty and not order_in(self.data)["chosen"]:
            raise forms.ValidationError("Choose what at least one comment is, or discard this upload.")
        return super().clean()

    @property
    def comments(self):
        """(proposal, its field) for each comment."""
        return [(proposal, self[f"{COMMENT}{proposal.locator}"]) for proposal in self.preview.proposals]


def order_in(data):
    """What a CommitForm was filled in with, as `operations.order_commit` takes it: also where the preview moved."""
    said = {name.removeprefix(COMMENT): kind for name, kind in data.items() if name.startswith(COMMENT) and kind}
    return {"stamp": data.get("stamp", ""), "reason": data.get("reason", "").strip(), "chosen": said}


class AnswersForm(forms.Form):
    """The questions that a file leaves open. Nothing is chosen beforehand, and what isn't answered is asked again.

    `asked` are the Asked; `said` pairs each Question that was answered with its Choice.
    """

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self._asked = asked
        self.is_needed = any(not each.question.is_optional for each in asked)
        for each in asked:
            field = _tick(each.question) if each.question.is_optional else _choice(each.question)
            field.widget.attrs["aria-describedby"] = f"id_{each.field}_helptext"
            self.fields[each.field] = field

    @property
    def asked(self):
        """(Asked, its field) for each question."""
        return [(each, self[each.field]) for each in self._asked]

    @property
    def said(self):
        given = ((each.question, self.cleaned_data.get(each.field)) for each in self._asked)
        chosen = ((question, _chosen(question, answer)) for question, answer in given)
        return [(question, choice) for question, choice in chosen if choice and choice.value != question.answer]

    def clean(self):
        if not (self.said or self.errors):
            raise forms.ValidationError("Answer at least one question.")
        return super().clean()

    @property
    def heading(self):
        return "Answer what the file leaves open" if self.is_needed else "Hidden in the file"

    @property
    def lead(self):
        if self.is_needed:
            return "Nothing is guessed. If no answer is right, mend the file instead and upload it again."
        return "What is hidden is only read where you choose so. The preview is then worked out again."

    @property
    def button(self):
        return "Answer, and read the file again" if self.is_needed else "Read the file again"


def _chosen(question, given):
    """The Choice that a field was filled in with, or None."""
    if question.is_optional:
        yes, no = question.choices
        return yes if given else no
    return question.choices[int(given)] if given else None


# More choices than this are a list to pick from.
_MOST_RADIOS = 7


def _choice(question):
    # By their numbers: that a column is left out is an answer, and an empty one.
    choices = [(str(number), choice.label) for number, choice in enumerate(question.choices)]
    is_long = len(choices) > _MOST_RADIOS
    field = forms.ChoiceField(
        choices=[("", "Choose an answer"), *choices] if is_long else choices,
        required=False,
        widget=forms.Select() if is_long else forms.RadioSelect(),
    )
    field.is_long = is_long
    return field


def _tick(question):
    yes = question.choices[0]
    return forms.BooleanField(label=yes.label, required=False, initial=question.answer == yes.value)


class UndoForm(forms.Form):
    reason = forms.CharField(
        label="Why is it taken back?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why this upload is taken back."},
    )


class NationalUndoForm(UndoForm):
    """What counted when the effects of the undo were looked at, and the reason."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
