"""Django admin: where an authority's administrator keeps its indicators, what they aim for, and how they are rated.

`scope` says who sees what. The pages are in `catalogue`, `indicator` and `dated`; `editing` is the step before a change
counts. A target, threshold or definition is never edited in place: saving one supersedes the hand-made row of that
date, or outranks the one a file stated, and both stay to be read. Indicators are registered by `reports.admin`, which
adds what the reports find.
"""

from indicators.admin import catalogue, dated, life

__all__ = ["catalogue", "dated", "life"]
