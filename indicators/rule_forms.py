"""A small form for each kind of rule, in which it is set without writing it: what is filled in makes the words.

    form = FORMS["tolerance"](request.POST, unit="percent", polarity="BIB")
    if form.is_valid():
        form.words   -> "Green at or above the target, amber no more than 5 percentage points below the target, …"
        form.rule    -> the Tolerance that `methodology.read` makes of these words

The words are what is stored, as if the council had written them: the rule follows from them like any other.
"""

from django import forms

from indicators.figures import PERCENT, plain
from indicators.methodology import read
from indicators.models import RagThreshold
from indicators.polarity import BIB, NEARER, NEUTRAL, SIB, WORDS
from indicators.rating import (
    AMBER,
    BENCHMARKS,
    GREEN,
    POINTS,
    RED,
    SHARE,
    UNITS,
    AgainstBenchmark,
    Band,
    Bands,
    NotARule,
    NotRated,
    Reach,
    ShareOfCohort,
    Tolerance,
    TwoTargets,
    decimals_of,
    describe,
)

LONGEST = RagThreshold._meta.get_field("words").max_length
# Where the worse values lie, for the labels of a limit.
_LIMITS = {BIB: "from", SIB: "up to", NEARER: "from", NEUTRAL: "limit"}


def number(label, help_text="", required=True, **kwargs):
    """A number as councils write it in a rule."""
    return forms.DecimalField(
        label=label, help_text=help_text, required=required, min_value=0, max_digits=15, decimal_places=5, **kwargs
    )


class RuleForm(forms.Form):
    """What the forms share. `unit` and `polarity` are the indicator's, `cohorts` pairs of slug and label.

    Where the indicator has no polarity the form asks which way is better, as far as its rule needs to know. Once it
    is valid `rule` and `words` are set. A subclass has `make_rule(cleaned, better)`, which may raise NotARule.
    """

    kind: type
    title = ""
    asks_for_better = True

    def __init__(self, *args, unit, polarity, cohorts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.unit, self.polarity, self.cohorts = unit, polarity, tuple(cohorts)
        if self.asks_for_better and polarity == NEUTRAL:
            choices = [(value, words.capitalize()) for value, words in WORDS.items() if value != NEUTRAL]
            self.fields["better"] = forms.ChoiceField(
                label="Which way is better?", choices=choices, help_text="The indicator itself has no polarity yet."
            )

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            rule = self.make_rule(cleaned, cleaned.get("better") or self.polarity)
        except NotARule as why:
            raise forms.ValidationError(f"These values make no rule: {why}.") from why
        if rule is None:
            return cleaned  # the fields say why
        self.words = describe(rule)
        self.rule = read(self.words).rule
        if self.rule is None:
            raise forms.ValidationError("These words can't be read back. Leave out the names of colours.")
        if len(self.words) > LONGEST:
            raise forms.ValidationError(f"The rule takes {len(self.words)} letters, and {LONGEST} can be kept.")
        return cleaned

    def in_order(self, green, amber, better):
        """Whether amber's limit is worse than green's, or empty; an error at its field where it isn't."""
        good, bad = self.cleaned_data[green], self.cleaned_data[amber]
        if bad is None or (bad < good if better == BIB else bad > good):
            return True
        side = "below" if better == BIB else "above"
        self.add_error(amber, f"Amber goes on where green ends: give a number {side} {plain(good)}, or none.")
        return False


class BandsForm(RuleForm):
    """Green and amber each up to a limit, red beyond: no gap and no overlap can be left."""

    kind = Bands
    title = "Fixed bands"

    green = number("Green")
    amber = number("Amber", "Leave it empty for green and red alone.", required=False)
    green_to = number("Green up to", required=False)
    amber_to = number("Amber up to", "Leave it empty for green and red alone.", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("green", "amber"):
            self.fields[name].label = f"{name.capitalize()} {_LIMITS[self.polarity]}"
        if self.polarity in (BIB, SIB):
            del self.fields["green_to"], self.fields["amber_to"]
        elif self.polarity == NEUTRAL:
            self.fields["green_to"].help_text = "Only where the middle is better."

    def make_rule(self, cleaned, better):
        if better == NEARER:
            return self._middle(cleaned)
        is_ordered = self.in_order("green", "amber", better)
        return self._bands(_one_sided(cleaned["green"], cleaned["amber"], better)) if is_ordered else None

    def _middle(self, cleaned):
        low, high, outer_low, outer_high = (cleaned[name] for name in ("green", "green_to", "amber", "amber_to"))
        if high is None:
            self.add_error("green_to", "Say where green ends.")
        elif high < low:
            self.add_error("green_to", f"Green starts at {plain(low)}: give a number above that.")
        elif self.in_order("green", "amber", BIB) and self.in_order("green_to", "amber_to", SIB):
            below = _one_sided(low, outer_low, BIB)[1:]
            above = _one_sided(high, outer_high, SIB)[1:]
            return self._bands((Band(GREEN, low, high), *below, *above))
        return None

    def _bands(self, bands):
        bounds = [bound for band in bands for bound in (band.low, band.high) if bound is not None]
        return Bands(bands, decimals_of(bounds), self.unit == PERCENT)

    @classmethod
    def initial_of(cls, rule):
        """What the form starts with for Bands that there are: their limits, and none of their gaps and overlaps."""
        green, ambers = rule.green, [band for band in rule.bands if band.colour == AMBER]
        if rule.better == SIB:
            return {"green": green.high, "amber": max((b.high for b in ambers if b.high is not None), default=None)}
        below = [band.low for band in ambers if band.low is not None and green.low is not None and band.low < green.low]
        initial = {"green": green.low, "amber": min(below, default=None)}
        if rule.better == NEARER:
            above = [b.high for b in ambers if b.high is not None and green.high is not None and b.high > green.high]
            initial |= {"green_to": green.high, "amber_to": max(above, default=None)}
        return initial


class ToleranceForm(RuleForm):
    """How far a figure may miss its target and still be green, or amber."""

    kind = Tolerance
    title = "Around the target"

    measure = forms.ChoiceField(label="Measured in", choices=())
    green = number("Green when it misses the target by no more than", "0: the target must be met.", initial=0)
    amber = number("Amber when by no more than", "Leave it empty for green and red alone.", required=False)
    green_above = number("Green above the target by no more than", required=False)
    amber_above = number("Amber above the target by no more than", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = _measures(self.unit, "the target")
        if self.polarity in (BIB, SIB):
            del self.fields["green_above"], self.fields["amber_above"]
        else:
            self.fields["green_above"].help_text = "Only where nearer is better, and both sides don't count alike."

    def make_rule(self, cleaned, better):
        has_sides = better == NEARER and (cleaned["green_above"], cleaned["amber_above"]) != (None, None)
        above = self._above(cleaned) if has_sides else None
        if not self.in_order("green", "amber", SIB) or self.errors:
            return None
        reach = _reach(cleaned)
        return Tolerance(reach, cleaned["measure"] if reach.red or above else UNITS, better, above)

    def _above(self, cleaned):
        if cleaned["green_above"] is None:
            self.add_error("green_above", "Say how far above the target is green.")
        elif (cleaned["amber"] is None) != (cleaned["amber_above"] is None):
            self.add_error("amber_above", "Give amber on both sides of the target or on neither.")
        elif self.in_order("green_above", "amber_above", SIB):
            return _reach(cleaned, "_above")
        return None

    @classmethod
    def initial_of(cls, rule):
        initial = {"measure": rule.measure, "green": rule.reach.green, "amber": rule.reach.amber}
        return initial | ({"green_above": rule.above.green, "amber_above": rule.above.amber} if rule.above else {})


class BenchmarkForm(RuleForm):
    """How far a figure may be behind what others reached and still be green, or amber."""

    kind = AgainstBenchmark
    title = "Against a benchmark"

    benchmark = forms.ChoiceField(
        label="Set against",
        choices=[(key, f"{name[0].upper()}{name[1:]}") for key, name in BENCHMARKS.items()],
        help_text="Its newest national statistic for a year that had ended by then. Its date is in every reason.",
    )
    strictly = forms.BooleanField(label="A figure that equals it is not green", required=False)
    measure = forms.ChoiceField(label="Measured in", choices=())
    green = number("Green when worse by no more than", "0: it must be as good.", initial=0)
    amber = number("Amber when by no more than", "Leave it empty for green and red alone.", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = _measures(self.unit, "the benchmark")

    def make_rule(self, cleaned, better):
        if better == NEARER:
            self.add_error(None, f"The polarity says that {WORDS[NEARER]}: a benchmark has one better side.")
        elif self.in_order("green", "amber", SIB):
            reach = _reach(cleaned)
            tolerance = Tolerance(reach, cleaned["measure"] if reach.red else UNITS, better)
            return AgainstBenchmark(cleaned["benchmark"], tolerance, cleaned["strictly"])
        return None

    @classmethod
    def initial_of(cls, rule):
        return {"benchmark": rule.benchmark, "strictly": rule.strictly} | ToleranceForm.initial_of(rule.tolerance)


class TwoTargetsForm(RuleForm):
    """A minimum that must be reached, and a stretch target."""

    kind = TwoTargets
    title = "A minimum and a stretch target"
    asks_for_better = False

    stretch = number("Stretch target", "Green where it is met.")
    minimum = number("Minimum", "Amber where it is met, red where it isn't.")

    def make_rule(self, cleaned, better):
        rule = TwoTargets(cleaned["minimum"], cleaned["stretch"], self.unit == PERCENT)
        if better == NEARER:
            self.add_error(None, f"The polarity says that {WORDS[NEARER]}: set a tolerance around the target instead.")
        elif better not in (NEUTRAL, rule.better):
            side = "above" if better == BIB else "below"
            self.add_error("stretch", f"The polarity says that {WORDS[better]}: it must lie {side} the minimum.")
        else:
            return rule
        return None

    @classmethod
    def initial_of(cls, rule):
        return {"stretch": rule.stretch, "minimum": rule.minimum}


class ShareForm(RuleForm):
    """A count, rated by how large a part it is of another indicator's count."""

    kind = ShareOfCohort
    title = "Share of a cohort"

    green = number("Green", "In per cent of the cohort.", max_value=100)
    amber = number("Amber", "In per cent of the cohort. Leave it empty for green and red alone.", False, max_value=100)
    cohort = forms.ChoiceField(
        label="Cohort", choices=(), help_text="The indicator that counts the whole group. Both are of the same period."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cohort"].choices = self.cohorts
        for name in ("green", "amber"):
            self.fields[name].label = f"{name.capitalize()} {_LIMITS[self.polarity]}"

    def make_rule(self, cleaned, better):
        if self.unit == PERCENT:
            self.add_error(None, "The figure is a percentage already: set fixed bands instead.")
        elif better == NEARER:
            self.add_error(None, f"The polarity says that {WORDS[NEARER]}: shares have one better end.")
        elif self.in_order("green", "amber", better):
            bands = _one_sided(cleaned["green"], cleaned["amber"], better)
            bounds = [bound for band in bands for bound in (band.low, band.high) if bound is not None]
            return ShareOfCohort(Bands(bands, decimals_of(bounds), percent=True), cleaned["cohort"])
        return None

    @classmethod
    def initial_of(cls, rule):
        limits = BandsForm.initial_of(rule.shares)
        return {"green": limits["green"], "amber": limits["amber"], "cohort": rule.cohort}


class NotRatedForm(RuleForm):
    """Not rated, and somebody decided so."""

    kind = NotRated
    title = "Not rated, by decision"
    asks_for_better = False

    reason = forms.CharField(
        label="Why it is not rated", max_length=200, help_text="Such as: a volume, where neither way is better."
    )

    def clean_reason(self):
        return self.cleaned_data["reason"].rstrip(" .")

    def make_rule(self, cleaned, better):
        return NotRated(cleaned["reason"])

    @classmethod
    def initial_of(cls, rule):
        return {"reason": rule.reason}


_FORMS = (BandsForm, ToleranceForm, BenchmarkForm, TwoTargetsForm, ShareForm, NotRatedForm)
FORMS = {form.kind.KIND: form for form in _FORMS}


def initial_of(rule):
    """{field: value} for the form of the rule's kind."""
    return FORMS[rule.KIND].initial_of(rule)


def _one_sided(green, amber, better):
    """Green up to its limit, amber up to its own if there is one, red beyond."""
    last = green if amber is None else amber
    if better == BIB:
        middle = [Band(AMBER, amber, green, high_open=True)] if amber is not None else []
        return (Band(GREEN, green, None), *middle, Band(RED, None, last, high_open=True))
    middle = [Band(AMBER, green, amber, low_open=True)] if amber is not None else []
    return (Band(GREEN, None, green), *middle, Band(RED, last, None, low_open=True))


def _measures(unit, aim):
    """What a tolerance around the aim may be measured in."""
    own = (POINTS, "percentage points") if unit == PERCENT else (UNITS, "the figure's own unit")
    return [own, (SHARE, f"per cent of {aim}")]


def _reach(cleaned, side=""):
    return Reach(cleaned[f"green{side}"], cleaned[f"amber{side}"])
