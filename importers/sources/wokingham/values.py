"""The words of one line: quarters."""

from indicators.periods import NotAPeriod, Period


def read_quarter(year, quarter):
    """The quarter that `18/19` and `Q2` name (of this century, as the report prints no other), or None."""
    try:
        financial_year = Period.from_year_heading(f"20{year}").start.year
        return Period.parse(f"{financial_year}-{quarter.upper()}")
    except NotAPeriod:
        return None
