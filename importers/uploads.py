"""The page of an upload that isn't committed: how many figures would change, and which of them to show."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from importers.compared import CHANGED, NEW, RERATED
from importers.listed import STATES
from importers.printed import listed

PER_PAGE = 100


@dataclass(frozen=True)
class Shown:
    """A choice of figures: its name, what to say of none, and which it holds: of what states, or flagged ones only."""

    label: str
    empty: str
    states: tuple[str, ...] = STATES
    only_flagged: bool = False


# By what the address asks for with `?show=`.
SHOWN = {
    "": Shown("What changes", "No figure changes.", (NEW, CHANGED, RERATED)),
    NEW: Shown("New", "No figure is new.", (NEW,)),
    CHANGED: Shown("Changed", "No older figure is restated.", (CHANGED,)),
    "flagged": Shown("To look at again", "No figure is out of all proportion.", only_flagged=True),
    "all": Shown("All", "The file has no figures."),
}


# What a file states besides its figures, by how it is counted.
_BESIDES = {
    "targets": ("target", "targets"),
    "thresholds": ("RAG methodology", "RAG methodologies"),
    "commentary": ("piece of commentary", "pieces of commentary"),
    "actions": ("action", "actions"),
    "plan": ("action of the plan", "actions of the plan"),
    "statements": ("progress statement", "progress statements"),
}


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Upload:
    """`rows` are a page of the Changes that are shown; `flagged` and `rerated` are counts of all of them.

    `besides` is what the file states besides its figures: `31 targets and 2 pieces of commentary`, or "".
    """

    show: str
    rows: Page
    tabs: tuple[Tab, ...]
    flagged: int
    rerated: int
    besides: str

    @property
    def caption(self):
        return f"Figures: {SHOWN[self.show].label.lower()}"


def build_upload(preview, show, page):
    """The Upload of a KeptPreview. What isn't a choice shows what changes."""
    show = show if show in SHOWN else ""
    figures = preview.figures
    counts = {key: figures.count(shown.states, only_flagged=shown.only_flagged) for key, shown in SHOWN.items()}
    places = figures.places(SHOWN[show].states, only_flagged=SHOWN[show].only_flagged)
    rows = Paginator(places, PER_PAGE).get_page(page)
    rows.object_list = figures.these(rows.object_list)
    return Upload(
        show=show,
        rows=rows,
        tabs=tuple(Tab(key, shown.label, counts[key], key == show) for key, shown in SHOWN.items()),
        flagged=counts["flagged"],
        rerated=figures.count((RERATED,)),
        besides=_besides(preview.counts),
    )


def _besides(counts):
    told = [(counts[name], one, many) for name, (one, many) in _BESIDES.items() if counts[name]]
    return listed([f"{count:,} {one if count == 1 else many}" for count, one, many in told]) if told else ""
