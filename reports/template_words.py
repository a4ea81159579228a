"""What the template's sheet of instructions says, in plain words, and the headings that readers of files look for."""

from dataclasses import dataclass

from indicators.suppression import MEANINGS

FIGURES_SHEET, INSTRUCTIONS_SHEET = "Figures", "Instructions"
# Not "RAG": that is a rating which a council published. Whoever reads the workbook leaves this column alone.
RAG_HEADING = "RAG (worked out here)"


@dataclass(frozen=True)
class Chapter:
    """A heading with lines below it. A line is (term, meaning), and the term is "" for a plain sentence."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def instructions(*, authority, period, column, before, last_day):
    """The Chapters of the instructions. All are given as people read them."""
    return (
        Chapter(
            "What to do",
            (
                ("1", f"Go to the sheet Figures. Type each figure of {period} into its white cell below {column}."),
                ("2", "A percentage is typed with its sign: 82%. A count is a whole number: 1074."),
                ("3", "No figure? Leave the cell empty. An empty cell changes nothing that is already held."),
                ("4", "A figure that can't be given has a symbol instead: see below."),
                ("5", "What a reader should know about a figure goes into Notes, in the same row."),
                ("6", f"Save the workbook as it is (.xlsx) and drop it on the Uploads page for {authority}. You see "
                 "what it would change before anything is written, and can undo it afterwards."),
            ),
        ),
        Chapter(
            "Symbols in place of a figure",
            (
                *((symbol, f"{meaning[0].upper()}{meaning[1:]}.") for symbol, meaning in MEANINGS.items()),
                ("low", "The same as k."),
                (":", "The same as x."),
                ("", "Never type 0 for a figure that is missing or too small to show: 0 says that there were none."),
            ),
        ),
        Chapter(
            "The columns of the sheet Figures",
            (
                ("Polarity", "BIB: bigger is better. SIB: smaller is better. Empty: neither is."),
                (before, "The figures held for the period before, for comparison. To correct one, take its own "
                 "period's template."),
                (column, "The figures to fill in. One that looks wrong brings up a question, and you can keep it."),
                ("Target", f"The target in force on {last_day}."),
                (RAG_HEADING, f"Red, amber or green as this sheet works it out from the bands in force on {last_day}, "
                 "to help while you type. It is not a published rating and is not loaded. “Not rated”: there is no "
                 "rule that the sheet can work out."),
                ("Notes", "Yours to write in."),
            ),
        ),
        Chapter(
            "So that it loads without a question",
            (
                ("", "The other cells are locked, so that nothing moves by accident. There is no password."),
                ("", "Leave the headings, the refs and the order of the columns as they are."),
                ("", "When you copy figures from elsewhere, paste the values only: that keeps the cells' checks."),
            ),
        ),
    )  # fmt: skip
