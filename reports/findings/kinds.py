"""Each kind of finding: what it is called, what there is to do about it, and where that is done."""

RULE = "Correct the rule"
AIM = "Set a target"
CHECK = "Check the figure"
CONFIRM = "Confirm with the source"
NAMES = "Agree names and refs"
TEXTS = "Finish the text"
ACTIONS = "Correct the action log"
LOADED = "What the files changed"
UNUSED = "Parts of the files that were not used"

# What is only told, and asks nothing of a person.
TOLD = (LOADED, UNUSED)
# What a report is there for: told where it is loaded, month by month, and no finding.
SAID_NEW, SAID_OTHERWISE, SAID_NO_MORE = "said-new", "said-otherwise", "said-no-more"
TARGET_NEW, RULE_NEW = "target-new", "rule-new"
# A file of some indicators needn't have the others. That a month has no figure of one is found in the figures.
NOT_IN_FILE = "not-in-file"
AS_MEANT = (TARGET_NEW, RULE_NEW, SAID_NEW, SAID_OTHERWISE, SAID_NO_MORE, NOT_IN_FILE)
# What is about targets and rules themselves.
ON_RULES = (RULE, AIM)

# Where a finding is settled: by a form of the indicator, or with a corrected report.
THRESHOLD, TARGET, DEFINITION, LIFE, UPLOAD = "threshold", "target", "definition", "life", "upload"


class Kind:
    """`words` name it, `group` is what to do, `ways` are where, the likeliest first."""

    def __init__(self, words, group, *ways):
        self.words = words
        self.group = group
        self.ways = ways


# In the order in which the findings stand on their page.
KINDS = {
    "not-computable": Kind("Rating can't be worked out", RULE, THRESHOLD),
    "target-contradicts-bands": Kind("Target contradicts bands", RULE, THRESHOLD, TARGET),
    "polarity-contradicts-bands": Kind("Polarity contradicts bands", RULE, DEFINITION, THRESHOLD),
    "polarity-missing": Kind("No polarity", RULE, DEFINITION),
    "band-gap": Kind("Gap between bands", RULE, THRESHOLD),
    "band-overlap": Kind("Bands overlap", RULE, THRESHOLD),
    "tolerance-unclear": Kind("Tolerance can be read in two ways", RULE, THRESHOLD),
    "methodology-unreadable": Kind("Methodology can't be read", RULE, THRESHOLD),
    "target-in-words": Kind("Target in words", AIM, TARGET),
    "target-unread": Kind("Target not read", AIM, TARGET),
    "target-year": Kind("Target for another year", AIM, TARGET),
    "zero-suspect": Kind("Suspect zero", CHECK, UPLOAD),
    "out-of-range": Kind("Outside 0% to 100%", CHECK, UPLOAD),
    "unit-doubtful": Kind("Percentage without % signs", CHECK, UPLOAD),
    "no-data": Kind("No figures", CHECK, UPLOAD, LIFE),
    "not-reported": Kind("Not reported in the latest period", CHECK, UPLOAD, LIFE),
    "complement-differs": Kind("Shares don't add to 100%", CHECK, UPLOAD),
    "running-total-differs": Kind("Running total differs", CHECK, UPLOAD),
    "rate-differs": Kind("Rate doesn't follow from its count", CHECK, UPLOAD),
    "percentage-differs": Kind("Percentage doesn't follow from its figures", CHECK, UPLOAD),
    "narrative-differs": Kind("Text and figures differ", CHECK, UPLOAD),
    "figure-repeated": Kind("Figure stated twice", CHECK, UPLOAD),
    "totals-differ": Kind("Totals differ", CHECK, UPLOAD),
    "priorities-differ": Kind("Priorities differ", CHECK, UPLOAD),
    "month-without-values": Kind("Month without figures", CHECK, UPLOAD),
    "span-differs": Kind("Dates and text differ", CHECK, UPLOAD),
    "year-unfinished": Kind("Year not over", CHECK, UPLOAD),
    "date-unreadable": Kind("Date can't be read", CHECK, UPLOAD),
    "date-after-report": Kind("Date after the report", CHECK, UPLOAD),
    "year-backwards": Kind("Years run backwards", CHECK, UPLOAD),
    "months-differ": Kind("Tables of different months", CHECK, UPLOAD),
    "period-differs": Kind("Month of the report differs", CHECK, UPLOAD),
    "rag-differs": Kind("Published rating differs", CONFIRM, UPLOAD),
    "rag-not-published": Kind("Rating was not published", CONFIRM, UPLOAD),
    "direction-differs": Kind("Published direction differs", CONFIRM, UPLOAD),
    "direction-unreadable": Kind("Published direction can't be read", CONFIRM, UPLOAD),
    "direction-without-value": Kind("Direction without a figure", CONFIRM, UPLOAD),
    "rag-without-value": Kind("Rating without a figure", CONFIRM, UPLOAD),
    "index-rag-differs": Kind("Index and table rate differently", CONFIRM, UPLOAD),
    "definition-change": Kind("Definition changed", CONFIRM, DEFINITION),
    "reported-after-end": Kind("Reported after its end", CONFIRM, LIFE, UPLOAD),
    "not-comparable": Kind("Not comparable", CONFIRM, UPLOAD),
    "totals-missing": Kind("Totals not stated", CONFIRM, UPLOAD),
    "not-listed": Kind("Not all are listed", CONFIRM, UPLOAD),
    "title-without-row": Kind("Title without figures", CONFIRM, UPLOAD),
    "row-in-doubt": Kind("Row in doubt", CONFIRM, UPLOAD),
    "pairing-needed": Kind("Pairing to confirm", CONFIRM, UPLOAD),
    "confirmation-needed": Kind("Report to confirm", CONFIRM, UPLOAD),
    "proposal": Kind("Figures to accept", CONFIRM, UPLOAD),
    "acceptance-unused": Kind("Acceptance that no longer fits", CONFIRM, UPLOAD),
    "figure-unclear": Kind("Figure not stated clearly", CONFIRM, UPLOAD),
    "dates-unclear": Kind("Dates not stated clearly", CONFIRM, UPLOAD),
    "date-missing": Kind("Date was inferred", CONFIRM, UPLOAD),
    "alias": Kind("Index and table disagree", NAMES, UPLOAD),
    "index-only": Kind("In the index only", NAMES, UPLOAD),
    "not-in-index": Kind("Not in the index", NAMES, UPLOAD),
    "index-section": Kind("Index and table disagree on the section", NAMES, UPLOAD),
    "index-repeated": Kind("Twice in the index", NAMES, UPLOAD),
    "index-unreadable": Kind("Index line can't be read", NAMES, UPLOAD),
    "sequence-order": Kind("Numbers out of order", NAMES, UPLOAD),
    "sequence-gap": Kind("Number missing in the sequence", NAMES, UPLOAD),
    "placeholder": Kind("Placeholder left in", TEXTS, UPLOAD),
    "commentary-empty": Kind("Heading without text", TEXTS, UPLOAD),
    "commentary-misplaced": Kind("Comment under another table", TEXTS, UPLOAD),
    "theme-unclear": Kind("Heading or text?", TEXTS, UPLOAD),
    "summary-missing": Kind("No summary", TEXTS, UPLOAD),
    "title-missing": Kind("No title", TEXTS, UPLOAD),
    "raised-unknown": Kind("No month in the ref", ACTIONS, UPLOAD),
    "due-before-raised": Kind("Due before it was raised", ACTIONS, UPLOAD),
    "red-without-why": Kind("Red, and nothing says why", TEXTS, UPLOAD),
    "revised": Kind("Figure revised", LOADED),
    "renamed": Kind("Renamed", LOADED),
    "moved": Kind("Moved to another section", LOADED),
    "definition-changed": Kind("Described differently", LOADED),
    "new-indicator": Kind("New indicator", LOADED),
    "missing": Kind("No longer in the report", LOADED),
    "target-changed": Kind("Target changed", LOADED),
    "rule-changed": Kind("Methodology changed", LOADED),
    "comment-left-out": Kind("Comment left out", UNUSED),
    "macros-ignored": Kind("Macros not run", UNUSED),
    "sheet-ignored": Kind("Sheet not read", UNUSED),
    "hidden-skipped": Kind("Hidden part not read", UNUSED),
    "hidden-read": Kind("Hidden part was read", UNUSED),
    "as-confirmed": Kind("Read as confirmed", UNUSED),
    "alias-overruled": Kind("Confirmed otherwise before", UNUSED),
    "merged-over": Kind("Hidden under merged cells", UNUSED),
    "values-only": Kind("Formats not available", UNUSED),
    "encoding-assumed": Kind("Old encoding", UNUSED),
    "value-rounded": Kind("Rounded", UNUSED),
    "title-known": Kind("Title differs from the catalogue", UNUSED),
    "unused": Kind("Not used", UNUSED),
}
# In the order of the table.
GROUPS = tuple(dict.fromkeys(kind.group for kind in KINDS.values()))


def kind_of(code):
    """A source may report what no table foresaw: it is shown under its own name, never dropped."""
    return KINDS.get(code) or Kind(code.replace("-", " ").capitalize(), CHECK, UPLOAD)
