"""The headings of the yearly sheet of targets, which its reader looks for, and what its sheet of instructions says."""

from reports.template_words import Chapter

TARGETS_SHEET = "Targets"
REF, INDICATOR, SECTION, UNIT = "Ref", "Indicator", "Section", "Unit"
TARGET_BEFORE, RULE_BEFORE = "Target before", "RAG methodology before"
STARTS, TARGET, BUILDS_UP, RULE, REASON = "From", "Target", "Builds up", "RAG methodology", "Reason"
YES, NONE = "yes", "none"

# Around the twelve months of the year, which stand between BUILDS_UP and RULE.
BEFORE_MONTHS = (REF, INDICATOR, SECTION, UNIT, TARGET_BEFORE, RULE_BEFORE, STARTS, TARGET, BUILDS_UP)
AFTER_MONTHS = (RULE, REASON)


def sheet_title(authority, year):
    """`Croydon: targets and rules for 2018/19`, from the authority's name and the label of the year."""
    return f"{authority}: targets and rules for {year}"


def instructions(*, authority, year, first_day, last_day_before):
    """The Chapters of the instructions. All are given as people read them."""
    return (
        Chapter(
            "What to do",
            (
                ("1", f"Go to the sheet Targets. Fill in what changes in {year}; leave everything else empty."),
                ("2", "A row with nothing filled in changes nothing: its target and its RAG methodology go on."),
                ("3", f"Save the workbook as it is (.xlsx) and drop it on the Uploads page for {authority}. You see "
                 "which ratings would change before anything is written, and can undo it afterwards."),
            ),
        ),
        Chapter(
            "The columns of the sheet Targets",
            (
                (f"{TARGET_BEFORE}, {RULE_BEFORE}", f"What is in force on {last_day_before}."),
                (STARTS, f"The first of the month from which the row holds, {first_day} unless you change it. Ratings "
                 "of earlier months stay as they are."),
                (TARGET, f"One value for the whole year, such as 92% or 1074; or words, such as <10% of Cohort. Type "
                 f"{NONE} to have no target from then on."),
                (BUILDS_UP, f"Type {YES} for year-to-date figures: the target is the year's total, and grows to it "
                 "month by month."),
                ("The months", "A path over the year in place of one target: 60% in June, 70% in September. Each value "
                 f"holds until the next one. With {YES} under {BUILDS_UP} they are the total by then."),
                (RULE, "When a figure is green, amber or red, as you write it: 90% or above Green 85%-89% Amber 84% "
                 f"and below Red. Type {NONE} to have no rule from then on."),
                (REASON, "Why, for whoever asks later. Needed where months with figures change."),
            ),
        ),
        Chapter(
            "So that it loads without a question",
            (
                ("", "Percentages are typed with their sign: 92%."),
                ("", "The other cells are locked, so that nothing moves by accident. There is no password."),
                ("", "Leave the headings, the refs, the titles and the order of the columns as they are."),
            ),
        ),
    )  # fmt: skip
