"""What is true: authorities, what they measure, and what each source has stated of it.

Facts are append-only. A batch stores all that its file states; nothing in it is edited afterwards, and undoing
marks the batch alone. What people write by hand are rows of their own (`batch` is null), superseded but never edited.
"""

from indicators.models.acceptances import FindingAcceptance
from indicators.models.authorities import Authority, Membership, Section
from indicators.models.batches import ImportBatch
from indicators.models.benchmarks import Area, Benchmark, BenchmarkBatch, Neighbour, NeighbourSet
from indicators.models.choices import Unit
from indicators.models.commentary import Commentary
from indicators.models.dated import Dated, Definition, RagThreshold, Rebase, Target
from indicators.models.indicators import Indicator, Measure, Relation
from indicators.models.life_events import LifeEvent
from indicators.models.observations import Observation
from indicators.models.versions import DataVersion, SeriesVersion

__all__ = [
    "Area",
    "Authority",
    "Benchmark",
    "BenchmarkBatch",
    "Commentary",
    "DataVersion",
    "Dated",
    "Definition",
    "FindingAcceptance",
    "ImportBatch",
    "Indicator",
    "LifeEvent",
    "Measure",
    "Membership",
    "Neighbour",
    "NeighbourSet",
    "Observation",
    "RagThreshold",
    "Rebase",
    "Relation",
    "Section",
    "SeriesVersion",
    "Target",
    "Unit",
]
