"""An indicator's figures with all that is known of them: the one way that pages, exports and findings read.

`load_figures` takes the same few queries for one indicator or for all of a council's; the rest is worked out in memory.
`kept_figures` says the same to pages, and reads only what changed since the page before.
"""

from indicators.series.keeping import kept_figures
from indicators.series.loading import Figures, load_figures
from indicators.series.one import Series, related, rule_of
from indicators.series.point import Point, alike_last
from indicators.series.timeline import Timeline

__all__ = ["Figures", "Point", "Series", "Timeline", "alike_last", "kept_figures", "load_figures", "related", "rule_of"]
