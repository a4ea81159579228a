"""What headings mean: the words that are known, and which of them an unknown heading resembles.

Nothing is taken because it looks alike. A heading that resembles a known one is a question for a person.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import token_set_ratio

REF, TITLE, PERIOD, VALUE, TARGET, RAG = "ref", "title", "period", "value", "target", "rag"
OWNER, POLARITY, METHODOLOGY, SECTION, UNIT = "owner", "polarity", "methodology", "section", "unit"
NOTE, ACTIVITY, NEXT_STEPS = "note", "activity", "next steps"
# Understood, and not taken: a change, a trend or another place's figure is none of the indicator's own.
UNREAD = "unread"

ROLES = (
    REF, TITLE, PERIOD, VALUE, TARGET, RAG, OWNER, POLARITY, METHODOLOGY, SECTION, UNIT, NOTE, ACTIVITY, NEXT_STEPS,
)  # fmt: skip
# These may have several columns each.
MANY = (NOTE, ACTIVITY, NEXT_STEPS, UNREAD)

# A heading that may be a ref or a title: it is the title, unless another column is called so.
EITHER = frozenset(("indicator", "measure", "kpi", "pi", "performance indicator", "performance measure", "metric"))
# A title where there is no other; beside another it is left unused, because it explains the title.
DESCRIPTION = frozenset(("description", "indicator description", "measure description", "definition"))

_SYNONYMS = {
    REF: (
        "ref", "reference", "ref no", "ref number", "ref id", "indicator ref", "indicator reference",
        "indicator number", "indicator no", "indicator id", "indicator code", "measure ref", "measure reference",
        "measure number", "measure no", "measure id", "measure code", "kpi ref", "kpi reference", "kpi number",
        "kpi no", "kpi id", "kpi code", "pi ref", "pi no", "pi number", "pi code", "id", "code", "no", "#",
    ),
    TITLE: (
        "title", "name", "indicator title", "indicator name", "measure title", "measure name", "kpi title", "kpi name",
        "indicator or measure", *EITHER, *DESCRIPTION,
    ),
    PERIOD: (
        "period", "reporting period", "time period", "month", "reporting month", "date", "quarter", "year",
        "financial year", "week", "week ending", "period ending", "month ending",
    ),
    VALUE: (
        "value", "values", "actual", "actuals", "actual value", "actual performance", "result", "results", "figure",
        "performance", "current performance", "outturn", "observation", "score",
    ),
    TARGET: ("target", "targets", "target value", "current target", "annual target", "year end target", "goal"),
    RAG: (
        "rag", "rag status", "rag rating", "current rag", "current rag status", "current rag rating", "status",
        "rating",
    ),
    OWNER: (
        "owner", "target owner", "indicator owner", "measure owner", "lead", "indicator lead", "lead officer",
        "officer", "responsible", "responsible officer", "accountable officer", "owned by",
    ),
    POLARITY: (
        "polarity", "good is", "good performance is", "what is good", "bib sib", "direction of good",
        "high or low is good", "good to be high or low",
    ),
    METHODOLOGY: (
        "methodology", "rag methodology", "rag thresholds", "rag threshold", "thresholds", "threshold", "rag criteria",
        "rag rules", "rag tolerance", "rag tolerances", "tolerance", "tolerances",
    ),
    SECTION: ("section", "theme", "service", "service area", "area", "category", "group", "domain", "priority"),
    UNIT: ("unit", "units", "unit of measure", "unit of measurement", "measurement unit", "measured in"),
    NOTE: ("comment", "comments", "note", "notes", "commentary", "narrative", "remarks", "explanation", "analysis"),
    ACTIVITY: ("improvement activity", "improvement activities"),
    NEXT_STEPS: ("next steps", "next step"),
    UNREAD: (
        "direction of travel", "direction", "dot", "trend", "change", "variance", "difference", "sparkline", "graph",
        "rag last period", "previous rag", "last rag", "last month", "last quarter", "last year", "previous month",
        "previous quarter", "previous year", "year to date", "ytd", "frequency", "basis", "benchmark", "england",
        "national", "region", "statistical neighbours", "sn average", "data source", "source", "last updated",
        "rag worked out here",  # the template's own rating, to help while typing
    ),
}  # fmt: skip
_ROLE_OF = {words: role for role, synonyms in _SYNONYMS.items() for words in synonyms}
_OTHER = re.compile(r"[^\w#%]|_")
_ALIKE = 85
_SHORTEST_WITH_A_SLIP = 5
_LONGEST_HEADING = 120


@lru_cache(maxsize=4096)
def compared(words):
    """Words as compared: letters and digits, single spaces, no capitals. `RAG  Status:` and `rag_status` are one."""
    return " ".join(_OTHER.sub(" ", words.casefold()).split())


def role_of(words):
    """The role that a heading states, or ""."""
    return _ROLE_OF.get(compared(words), "")


def resembling(words):
    """The role whose words a heading most resembles, or "". Never UNREAD: nobody need be asked about that."""
    words = compared(words)
    if not 3 <= len(words) <= _LONGEST_HEADING:
        return ""
    likeness, synonym = max((_likeness(words, synonym), synonym) for synonym in _ROLE_OF if len(synonym) > 2)
    role = _ROLE_OF[synonym]
    return role if likeness >= _ALIKE and role != UNREAD else ""


def _likeness(words, synonym):
    """0 to 100. One slip of the keyboard, such as two letters swapped, weighs heavily in a short word: `Valeu`."""
    is_slip = min(len(words), len(synonym)) >= _SHORTEST_WITH_A_SLIP and OSA.distance(words, synonym) == 1
    return max(token_set_ratio(words, synonym), _ALIKE if is_slip else 0)
