"""The headings of the sheet of an improvement plan, which its reader looks for, and what its instructions say."""

from reports.template_words import Chapter

PLAN_SHEET = "Plan"
MONTH = "Month"
PILLAR, OUTCOME, REF, ACTION, OWNER, DUE, RATING, WHY, EVIDENCE = HEADINGS = (
    "Pillar", "Outcome", "Ref", "Action", "Owner", "Due", "Rating", "Why", "Evidence",
)  # fmt: skip
# The words for each rating, as they are typed.
RATING_WORDS = {
    "red": "Red", "amber": "Amber", "green": "Green", "complete": "Complete", "not_rated": "Not rated",
}  # fmt: skip
TBC = "TBC"


def sheet_title(authority):
    return f"{authority}: improvement plan"


def instructions(*, authority, month):
    """The Chapters of the instructions. Both are given as people read them."""
    return (
        Chapter(
            "What to do",
            (
                ("1", f"Go to the sheet {PLAN_SHEET}. Say how each action stands at the end of {month}."),
                ("2", "The sheet states the whole plan: an action of the sheet before it whose row you take out is no "
                 "longer on the plan. One that was written on the site stays until it is taken back there."),
                ("3", f"Save the workbook as it is (.xlsx) and drop it on the Uploads page for {authority}. You see "
                 "what it would change before anything is written, and can undo it afterwards."),
            ),
        ),
        Chapter(
            f"The columns of the sheet {PLAN_SHEET}",
            (
                (f"{PILLAR}, {OUTCOME}", "The headings that the action stands under, the same in each of its rows."),
                (REF, "What the action is called, once in the plan, such as 1.2.3."),
                (DUE, f"A month, such as Dec-17, or {TBC}."),
                (RATING, f"{', '.join(RATING_WORDS.values())}. A completed action stays under watch and then leaves by "
                 "itself: leave its row as it is."),
                (WHY, "Why it is rated so. The board asks it of each action in red."),
                (EVIDENCE, "What shows that it was done, or how far it is."),
            ),
        ),
        Chapter(
            "So that it loads without a question",
            (
                ("", f"The month that the sheet is for stands beside {MONTH}, above the headings. Change it there."),
                ("", "Leave the headings and the order of the columns as they are. Add rows wherever they belong."),
            ),
        ),
    )  # fmt: skip
