"""The page of an upload that isn't committed: how many figures would change, and which of them to show."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from importers.changes import CHANGED, NEW, RERATED, SAME
from importers.printed import listed

PER_PAGE = 100


@dataclass(frozen=True)
class Shown:
    """A choice of figures: its name, which ones it holds (by their state, and whether flagged), what to say of none."""

    label: str
    holds: object
    empty: str


# By what the address asks for with `?show=`.
SHOWN = {
    "": Shown("What changes", lambda state, flagged: state != SAME, "No figure changes."),
    NEW: Shown("New", lambda state, flagged: state == NEW, "No figure is new."),
    CHANGED: Shown("Changed", lambda state, flagged: state == CHANGED, "No older figure is restated."),
    "flagged": Shown("To look at again", lambda state, flagged: flagged, "No figure is out of all proportion."),
    "all": Shown("All", lambda state, flagged: True, "The file has no figures."),
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
    states = preview.figures.states
    chosen = {key: [place for place, state in enumerate(states) if shown.holds(*state)] for key, shown in SHOWN.items()}
    rows = Paginator(chosen[show], PER_PAGE).get_page(page)
    rows.object_list = preview.figures.these(rows.object_list)
    return Upload(
        show=show,
        rows=rows,
        tabs=tuple(Tab(key, shown.label, len(chosen[key]), key == show) for key, shown in SHOWN.items()),
        flagged=len(chosen["flagged"]),
        rerated=sum(state == RERATED for state, _ in states),
        besides=_besides(preview.counts),
    )


def _besides(counts):
    told = [(counts[name], one, many) for name, (one, many) in _BESIDES.items() if counts[name]]
    return listed([f"{count:,} {one if count == 1 else many}" for count, one, many in told]) if told else ""
