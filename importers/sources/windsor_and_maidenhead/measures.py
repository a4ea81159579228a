"""The measures that the sentences are known to state, as data.

A pattern is a sentence's words around its figure: `{n}` a number, `{p}` a percentage, `{dash}` any dash,
`{changed} to` reduced to, increased to … It names what is counted and never a value, so another edition's
figures in the same words are read the same. Everything else in it is a regular expression; letters' case is
ignored, and a space stands for any white space.
"""

import re
from dataclasses import dataclass
from functools import cached_property

PERCENT, NUMBER = "percent", "number"

DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]+)?"
# A digit more on either side, as in `10,74`, or a sign, would make it another number.
_VALUE = rf"(?<![\w.,£+−-])(?P<value>{DIGITS}"
_PARTS = {
    "{n}": rf"{_VALUE})(?![\w%+]|[.,][0-9])",
    "{p}": rf"{_VALUE}%)(?![\w%+])",
    "{dash}": r"\s*[-–—]\s*",
    "{changed}": r"(?:reduced|decreased|dropped|fallen|fell|increased|grown|risen|rose)",
}
# Any word in the place of a figure: shows that the sentence is there, though its figure can't be read.
_ANY = {**_PARTS, "{n}": r"\S+", "{p}": r"\S+"}


@dataclass(frozen=True)
class Measure:
    """What one pair of sentences states: a baseline in the one, the latest value in the other.

    `before` is found in the baseline's cell and `after` in the progress; where `before` is "" both values are in
    the progress, each with its date. `is_label`: the name is a label of a list, which says little without the
    statement's number. `school_year`: its years, printed as 2016-17, are school years. `rolling`: both
    sentences say `in the year to`. `change` is a sentence that says by how many per cent it changed.
    """

    name: str
    unit: str
    before: str
    after: str
    is_label: bool = False
    school_year: bool = False
    rolling: bool = False
    change: str = ""

    @cached_property
    def patterns(self):
        """(before, after, before or else after with any word as its figure), compiled."""
        spoken = self.before or self.after
        return compiled(self.before) if self.before else None, compiled(self.after), compiled(spoken, _ANY)


@dataclass(frozen=True)
class NotComparable:
    """Two figures that look like a measure's baseline and latest value, but count different things."""

    before: str
    after: str
    reason: str


def compiled(pattern, parts=_PARTS):
    for name, expression in parts.items():
        pattern = pattern.replace(name, expression)
    return re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)


def _label(name, pattern, **more):
    """A label with its percentage, printed alike in the baseline and in the progress."""
    return Measure(name, PERCENT, pattern, pattern, is_label=True, **more)


def _school(name, pattern):
    return Measure(name, PERCENT, pattern, pattern, school_year=True)


KNOWN_MEASURES = (
    Measure("Open cases to social care services", NUMBER, "{n} open cases to social care", "{changed} to {n}"),
    Measure(
        "Care leavers being supported",
        NUMBER,
        "{n} young people being supported",
        "{n} young people being supported",
    ),
    Measure(
        "Young people subject to child protection plans",
        NUMBER,
        "{n} young people subject to child protection plans",
        "{changed} to {n}",
    ),
    # Its latest value has been printed in words so far ("no children"), which is no figure.
    Measure(
        "Children on a child protection plan for longer than 24 months",
        NUMBER,
        "{n} children on a child protection plan",
        "{n} children on a child protection plan",
    ),
    Measure(
        "Agency staffing rate in social care and early help",
        PERCENT,
        "agency staffing rate of {p}",
        "{changed} to {p}",
    ),
    # `[^.%]` keeps a pattern within its sentence and clear of other percentages.
    Measure(
        "Children missing from home who were offered Return Home Interviews",
        PERCENT,
        "{p} of [^.%]*offered return home interviews",
        "{p} [^.%]*offered return home interviews",
        rolling=True,
    ),
    Measure(
        "Return Home Interviews completed within 72 hours",
        PERCENT,
        "{p} [^.%]*within 72 hours",
        "{p} [^.%]*within 72 hours",
        rolling=True,
    ),
    Measure("Episodes of children missing from home", NUMBER, "{n} episodes", "{n} episodes", rolling=True),
    Measure(
        "Open cases to the Youth Service",
        NUMBER,
        "{n} open cases to the youth service",
        "{changed} to {n} open cases",
    ),
    Measure(
        "Payment by results claims submitted for the Troubled Families programme",
        NUMBER,
        "submitted {n} claims",
        "submitted {n} accepted claims",
    ),
    Measure(
        "Payment by results claims as a share of the Troubled Families target",
        PERCENT,
        r"submitted [0-9,]+ claims\b[^.%]*{p}",
        r"accepted claims\b[^.%]*{p}",
    ),
    _label("6-8 week review", "6-8 week review{dash}{p}"),
    _label("Breastfeeding @8 wks", "breastfeeding @8 wks{dash}{p}"),
    _label("12 month review", "12 month review{dash}{p}"),
    _label("2 yr review", "2 yr review{dash}{p}"),
    Measure(
        "Children and families receiving targeted or preventative Children's Centre support",
        NUMBER,
        "{n} children and their families",
        "{n} children and their families",
        change="(?P<way>increase|rise|reduction|decrease|fall) of {p}",
    ),
    _school("Schools rated good to outstanding by Ofsted", "schools [^.%]*rated at {p}"),
    _school("Pupils receiving a good or outstanding education", "{p} of pupils receive"),
    _label("Phonics", "phonics{dash}{p}", school_year=True),
    _label("KS1 Reading", "KS1{dash}reading {p}", school_year=True),
    _label("KS1 Writing", "KS1{dash}writing {p}", school_year=True),
    _label("KS1 Maths", "KS1{dash}maths {p}", school_year=True),
    _label("KS2 combined", "KS2{dash}combined {p}", school_year=True),
    _school("Disadvantaged pupils reaching GLD", "disadvantaged pupils reaching GLD{dash}{p}"),
    _school("PVI settings judged good to outstanding by Ofsted", "{p} of our PVI's"),
    _school(
        "Childminders meeting the standards, or rated good or outstanding by Ofsted",
        "{p} of our graded childminders",
    ),
    _school("Schools Direct students employed in RBWM", "{p} of schools direct students"),
    Measure(
        "16 and 17 year olds not in employment, education or training (NEET)",
        PERCENT,
        "average % NEET [^.%]*{p}",
        "average % NEET [^.%]*{p}",
    ),
    Measure(
        "16 and 17 year olds whose participation is unknown", PERCENT, "% unknown [^.%]*{p}", "% unknown [^.%]*{p}"
    ),
    Measure(
        "Infant class size appeals heard",
        NUMBER,
        "",
        "{n} of [0-9,]+ total appeals heard",
        change=r"(?P<way>increase|rise|reduction|decrease|fall) in [^.%]*by {p}",
    ),
    Measure(
        "Infant class size appeals as a share of all appeals heard",
        PERCENT,
        "",
        r"of [0-9,]+ total appeals heard \({p}\)",
    ),
)

NOT_COMPARABLE = (
    NotComparable(
        "grade 4 or above [^.%]*{p}",
        "{p} of pupils [^.%]*9 ?- ?5 passes",
        "The baseline is for grade 4 or above in English and Maths, the progress for grades 9 to 5, which fewer "
        "pupils reach.",
    ),
)
