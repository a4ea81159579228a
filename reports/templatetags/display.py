"""How a rating, a direction, a polarity and a place in a file look: the same on every page and in every table.

Each tag draws one file of templates/components. `component` draws the same file from Python, for table cells.
"""

from functools import lru_cache, wraps

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from indicators import comparison
from indicators import polarity as polarities
from indicators import variation as variations
from indicators.direction import DOWN, IMPROVING, NO_CHANGE, UP, WORSENING
from indicators.rating import AMBER, GREEN, NOT_RATED, RED
from reports.prose import blocks

register = template.Library()

# A shape and a word beside each colour, so that neither a printer nor an eye has to tell the colours apart.
RAG = {RED: ("■", "Red"), AMBER: ("▲", "Amber"), GREEN: ("●", "Green"), NOT_RATED: ("—", "Not rated")}
ARROWS = {UP: "↑", DOWN: "↓"}
DIRECTIONS = {IMPROVING: "improving", WORSENING: "worsening", NO_CHANGE: "no change", UP: "up", DOWN: "down"}
AGAINST = {
    comparison.YEAR_BEFORE: "on a year before",
    comparison.YEAR_START: "on the year's first",
    comparison.LAST_FOUR: "on the last four",
}
POLARITIES = {
    polarities.BIB: ("↑ good", "bigger is better"),
    polarities.SIB: ("↓ good", "smaller is better"),
    polarities.NEARER: ("→ target", "nearer the target is better"),
    polarities.NEUTRAL: ("–", "no polarity stated"),
}
VARIATIONS = {
    variations.IMPROVEMENT: "Improvement",
    variations.CONCERN: "Concern",
    variations.HIGH: "Unusually high",
    variations.LOW: "Unusually low",
    variations.COMMON_CAUSE: "Common cause",
}
ASSURANCES = {
    variations.WILL_PASS: "Will pass",
    variations.WILL_FAIL: "Will fail",
    variations.EITHER_WAY: "May go either way",
}
# What these say comes from the words above alone: a page has the same few again and again, and each is drawn once.
_OF_FIXED_WORDS = set()
_TAB = mark_safe("<i>\t</i>")


def component(name, context):
    return _drawn(name, tuple(context.items())) if name in _OF_FIXED_WORDS else _draw(name, context)


def _draw(name, context):
    return mark_safe(get_template(f"components/{name}.html").render(context).strip())  # noqa: S308 - a template's output


@lru_cache(maxsize=1024)
def _drawn(name, context):
    return _draw(name, dict(context))


def drawn_once(function):
    """Register the tag that draws the component of this name with what the function returns."""
    name = function.__name__
    _OF_FIXED_WORDS.add(name)

    @register.simple_tag(name=name)
    @wraps(function)
    def tag(*args, **kwargs):
        return component(name, function(*args, **kwargs))

    return function


@drawn_once
def rag(colour):
    shape, word = RAG[colour]
    return {"colour": colour, "shape": shape, "word": word}


@register.filter
def rag_word(colour):
    """The rating in words, for those who hear the page: a figure's line is seen alone. Nothing where it isn't rated."""
    return RAG[colour][1].lower() if colour != NOT_RATED else ""


@register.filter
def rag_shape(colour):
    return RAG[colour][0]


@register.filter
def rag_name(colour):
    return RAG[colour][1]


@drawn_once
def published(colour):
    """The printed rating: outlined, so that nobody takes it for the one that was worked out."""
    return rag(colour)


@drawn_once
def direction(found, rule=comparison.PREVIOUS):
    """Of a Direction, or of None where there is no figure. A rule that reaches further back than most is named."""
    word = found.word if found else ""
    arrow = ARROWS.get(found.way, "→") if found else ""
    return {"kind": word, "word": DIRECTIONS.get(word, ""), "arrow": arrow, "against": AGAINST.get(rule, "")}


@drawn_once
def variation(kind, way, is_provisional):
    """Of a figure: improvement, concern, common cause. Provisional limits give the word without the icon."""
    frame = "neutral" if kind in (variations.HIGH, variations.LOW) else kind
    return {"frame": frame, "way": way, "word": VARIATIONS.get(kind, ""), "is_provisional": is_provisional}


@drawn_once
def assurance(kind, is_provisional):
    """Whether the target will be met with figures as they have been. Nothing without a target, or without a polarity.

    It stands beside the variation, which says that limits are provisional.
    """
    return {"kind": kind, "word": ASSURANCES.get(kind, ""), "is_provisional": is_provisional}


@drawn_once
def polarity(value):
    short, words = POLARITIES[value]
    return {"short": short, "words": words}


@register.inclusion_tag("components/sparkline.html")
def sparkline(spark):
    return {"spark": spark}


@register.inclusion_tag("components/source_link.html")
def source_link(authority, batch_id, file_name, locator):
    """The place in the file that was loaded. Without a batch a person wrote it, and `file_name` says so."""
    address = reverse("source", args=[authority.slug, batch_id]) + anchor(locator) if batch_id else ""
    return {"address": address, "file_name": file_name, "place": place(locator)}


@register.inclusion_tag("components/prose.html")
def prose(text):
    """What somebody wrote, with its paragraphs, line breaks and lists."""
    return {"blocks": blocks(text)}


@register.filter
def anchor(locator):
    """`#line-135` for `line:135` and for `line:135-140`, `#cell-figures-c12` for `Figures!C12`: its id on the page."""
    kind, _, lines = locator.partition(":")
    if kind == "line":
        return f"#line-{lines.partition('-')[0]}"
    return f"#{cell_id(locator)}" if locator else ""


@register.filter
def cell_id(locator):
    return f"cell-{slugify(locator.replace('!', '-'))}"


@register.filter
def place(locator):
    """`line 135` for `line:135`; a cell such as `Sheet!C12` as it is."""
    return locator.replace("line:", "line ")


@register.filter
def with_tabs(line):
    """The line with each tab marked, so that the columns of a table can be told apart. What is copied stays a tab."""
    return mark_safe(conditional_escape(line).replace("\t", _TAB))  # noqa: S308 - escaped just before
