"""The form of a RAG threshold: its rule as the council writes it, or by the small form of its kind."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from indicators import rule_forms
from indicators.admin.forms import ENDS, DatedForm, unit_and_polarity
from indicators.methodology import read
from indicators.methodology.explaining import explain
from indicators.models import Definition, RagThreshold, Target, Unit
from indicators.series import rule_of

_PREFIX = "rule"


class RagThresholdForm(DatedForm):
    WORDS = "words"
    KINDS = {
        WORDS: "As the council writes it",
        **{kind: form.title for kind, form in rule_forms.FORMS.items()},
        ENDS: "None from then on",
    }

    class Meta:
        model = RagThreshold
        fields = ["starts_on", "words", "reason"]
        labels = {"words": "RAG methodology"}
        help_texts = {"words": "Such as: 90% or above Green 85%-89% Amber 84% and below Red."}
        widgets = {"words": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.keep(*[self.WORDS] if self.kind == self.WORDS else [])
        if self.kind in rule_forms.FORMS:
            rule = rule_of(self.row)
            initial = rule_forms.initial_of(rule) if rule and self.kind == rule.KIND else {}
            asked = self._rule_form(initial=initial).fields
            self.fields |= {f"{_PREFIX}-{name}": field for name, field in asked.items()}
            self.initial |= {f"{_PREFIX}-{name}": value for name, value in initial.items()}
            self.order_fields(["starts_on", *(f"{_PREFIX}-{name}" for name in asked)])

    def kind_of(self, row):
        return ENDS if row and not row.words else self.WORDS

    def clean_words(self):
        words = self.cleaned_data["words"]
        found = read(words, unit_and_polarity(self.indicator)[0])
        if found.rule is None:
            raise forms.ValidationError([defect.message for defect in found.defects])
        return words

    def clean(self):
        cleaned = super().clean()
        if self.kind not in rule_forms.FORMS:
            return cleaned
        filled = self._rule_form(self.data)
        for name, errors in filled.errors.items():
            field = None if name == NON_FIELD_ERRORS else f"{_PREFIX}-{name}"
            if field not in self.errors:  # else the field itself has said so
                self.add_error(field, errors)
        return cleaned if filled.errors else cleaned | {"words": filled.words}

    @property
    def facts(self):
        return {"words": self.cleaned_data.get("words", "")}

    def _rule_form(self, data=None, **kwargs):
        unit, polarity = unit_and_polarity(self.indicator)
        cohorts = cohorts_of(self.indicator, self.today)
        return rule_forms.FORMS[self.kind](
            data, prefix=_PREFIX, unit=unit, polarity=polarity, cohorts=cohorts, **kwargs
        )


def cohorts_of(indicator, today):
    """(slug, label) of the authority's other indicators that count something."""
    definitions = Definition.objects.filter(indicator__authority=indicator.authority).exclude(indicator=indicator)
    counting = definitions.in_force(today).select_related("indicator")
    return sorted((row.indicator.slug, f"{row.indicator} {row.title}") for row in counting if row.unit == Unit.NUMBER)


def explained(indicator, words, on):
    """What the words mean for the indicator, with the target in force on a day: an Explanation."""
    unit, polarity = unit_and_polarity(indicator)
    target = Target.objects.filter(indicator=indicator).in_force(on).first()
    return explain(words, target.value_on(on) if target else None, polarity, unit)
