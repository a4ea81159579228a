"""The words of a title, which say its unit and its basis, and the look of a value."""

# The first words found in a title say its unit; a title with none of them leaves it to its values' % signs.
# `within 15 days` is a limit and no unit, so days are told by the whole phrase.
_UNITS = (
    ("%", "percent"),
    ("percentage", "percent"),
    ("per 10,000", "rate_per_10000"),
    ("days lost", "days"),
    ("average days", "days"),
    ("number of weeks", "weeks"),
    ("number", "number"),
)
# `snapshot` comes first: a snapshot `in the last month` is one still.
_BASES = (
    ("snapshot", "snapshot"),
    ("year to date", "year_to_date"),
    ("ytd", "year_to_date"),
    ("in quarter", "quarterly"),
    ("in the month", "in_period"),
    ("during the month", "in_period"),
    ("each month", "in_period"),
    ("this month", "in_period"),
)


def looks_like_value(text):
    return text[:1].isdigit() and len(text.split()) == 1


def title_unit(title):
    """The unit that a title's words give, or "" where they give none."""
    return _first(_UNITS, title)


def title_basis(title):
    """The basis that a title's words give, or ""."""
    return _first(_BASES, title)


def _first(words, title):
    title = title.casefold()
    return next((meaning for word, meaning in words if word in title), "")


def bare(title):
    """A title as compared: letters, digits and % only."""
    return "".join(c for c in title.casefold() if c.isalnum() or c == "%")
