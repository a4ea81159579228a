"""What the words of a methodology mean for an indicator: shown while somebody types them."""

from dataclasses import dataclass

from indicators.methodology import Defect, contradictions, read
from indicators.rating import Circumstances, Cohort, benchmark_of, cohort_of, describe, resolve
from indicators.scale import Scale, scale_of


@dataclass(frozen=True)
class Explanation:
    """`sentence` is the rule as it was read, "" where the words can't be; `defects` what is wrong with it.

    `why_not` says why nothing would be rated by it as things stand, "" where it would. `scale` draws it, or is None.
    """

    sentence: str
    defects: tuple[Defect, ...]
    why_not: str
    scale: Scale | None


def explain(words, target, polarity, unit, cohort: Cohort | None = None):
    """Explanation of a methodology in words. `target` is a Decimal or None; `cohort` the one that the words name."""
    found = read(words, unit)
    if found.rule is None:
        return Explanation("", found.defects, "", None)
    resolved = resolve(found.rule, Circumstances(unit, target, polarity, cohort))
    # A cohort that is named has a size in each period, and a benchmark a value: whoever asks need not know them.
    is_open = (cohort is None and cohort_of(found.rule)) or benchmark_of(found.rule)
    return Explanation(
        sentence=f"{describe(found.rule)}.",
        defects=(*found.defects, *contradictions(found.rule, polarity, target, unit)),
        why_not="" if is_open or not resolved.why_not else f"Nothing would be rated: {resolved.why_not}.",
        scale=resolved.bands and scale_of(resolved.bands, target, unit=unit),
    )
