"""Words to statements: which phrase goes with which colour. And numbers, as every kind of rule writes them."""

import re
from decimal import Decimal

from indicators.rating import AMBER, GREEN, RED

COLOUR = re.compile(r"\b(green|amber|yellow|red)\b", re.IGNORECASE)
# Ten digits and five decimals are what an indicator's value can hold.
NUMBER = r"((?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,10})(?:\.[0-9]{1,5})?)"

_COLOUR_WORDS = {"green": GREEN, "amber": AMBER, "yellow": AMBER, "red": RED}
_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"})
# A full stop before a digit is no separator: "Green .5% or below Red" must not be read as 5%.
_SEPARATOR = re.compile(r"[,;:.]? ")
_AFTER_COLOUR = re.compile(r"\s*[:=]?\s+(?:(?:if|when|is) )?")


class Unreadable(Exception):
    """Its message is a clause with the words that couldn't be read."""


def tidied(words):
    """The words on one line, with plain dashes."""
    return " ".join(words.translate(_DASHES).split())


def number(text):
    return Decimal(text.replace(",", ""))


def decimals(text):
    """Decimal places of the most precise number: `16.1-18` is written to one."""
    return max((len(places) for places in re.findall(r"\.([0-9]+)", text)), default=0)


def statements(text):
    """[(colour, phrase)] in the order of the words: all phrases stand before their colours, or all after them.

    Raises Unreadable where a phrase has no colour, a colour no phrase, or green or red is missing.
    """
    first, *parts = COLOUR.split(text)
    names, phrases = parts[::2], parts[1::2]
    if not first.strip() and phrases and phrases[-1].strip(" ,;:."):
        found = [(_COLOUR_WORDS[n.lower()], _following(n, phrase)) for n, phrase in zip(names, phrases, strict=True)]
    else:
        found = _preceding([first, *phrases], names)
    missing = [colour for colour in (GREEN, RED) if colour not in [colour for colour, _ in found]]
    if missing:
        raise Unreadable(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")
    return found


def _following(name, words):
    separator = _AFTER_COLOUR.match(words)
    phrase = words[separator.end() if separator else 0 :].rstrip(" ,;:.").removesuffix(" and").rstrip(" ,;:.")
    if not phrase:
        raise Unreadable(f"no range stands after '{name}'")
    return phrase


def _preceding(phrases, names):
    *phrases, rest = phrases
    found = []
    for words, name in zip(phrases, names, strict=True):
        separator = _SEPARATOR.match(words)
        phrase = words[separator.end() if separator else 0 :].rstrip(" ,;:")
        if not phrase:
            raise Unreadable(f"no range stands before '{name}'")
        found.append((_COLOUR_WORDS[name.lower()], phrase))
    if rest := rest.strip(" ,;:."):
        raise Unreadable(f"no colour follows '{rest}'")
    return found
