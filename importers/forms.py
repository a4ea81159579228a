"""What an analyst fills in: which file for whom, and why."""

from django import forms

from indicators.models import Authority


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
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty.",
            "max_length": "The file's name has more than 255 characters. Give it a shorter one.",
        },
    )

    def __init__(self, *args, authorities, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["authority"]
        field.queryset = Authority.objects.filter(pk__in=[authority.pk for authority in authorities])
        if len(authorities) == 1:
            field.initial = authorities[0]


class CommitForm(forms.Form):
    """The preview that was looked at, and the reason, which restating or rerating older figures needs."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why are older figures restated?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why older figures are restated."},
    )

    def __init__(self, *args, preview, **kwargs):
        super().__init__(*args, initial={"stamp": preview.stamp}, **kwargs)
        reason = self.fields["reason"]
        if not preview.needs_reason:
            reason.label = "Reason (optional)"
            reason.required = False
        elif not preview.report.describes:
            reason.label = "Why are targets or rules of the past changed?"
            reason.error_messages["required"] = "Say why targets or rules of the past are changed."


class UndoForm(forms.Form):
    reason = forms.CharField(
        label="Why is it taken back?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why this upload is taken back."},
    )
