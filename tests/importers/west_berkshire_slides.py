"""Small reports in the layout of West Berkshire's slides, and what comes of them."""

import pytest

from importers.documents import read_document
from importers.records import Refused
from importers.sources import west_berkshire

MONTHS = "Apr-16|May-16|Jun-16|Jul-16|Aug-16"
STARTERS, STARTERS_YTD = "Starters - during the month", "Starters - year to date"
AGENCY = "Agency Worker Rate (snapshot)"
STAFF = {
    STARTERS: "1|2|0|4|",
    STARTERS_YTD: "1|3|3|7|",
    AGENCY: "29%|26%|17.5%|12%|",
}
IN_TIME = "Single Assessments % Completed and Inside 45 Days"
LATE = "Single Assessments % Completed and Outside 45 days"
ASSESSMENTS = {IN_TIME: "76%|84%|97%|92%|", LATE: "24%|16%|4%|8%|"}
CIN = "Children in Need - total number including LAC and CP"
CIN_RATE = "Children in Need (including LAC & CP) per 10,000 population"
CP, CP_DCT, CP_RATE = "CP Plan Numbers", "CP Plan Numbers - DCT", "CP Plan Numbers per 10,000 population"
LAC, LAC_RATE = "LAC Numbers", "Total LAC per 10,000 population"
# For 20,000 children: each rate is half of its count.
RATES = {
    CIN: "1,000|1,020|1,040|1,000|",
    CIN_RATE: "500|510|520|500|",
    CP: "90|84|100|96|",
    CP_DCT: None,
    CP_RATE: "45|42|50|48|",
    LAC: "150|160|170|180|",
    LAC_RATE: "75|80|85|90|",
}


def slides(*blocks, months=MONTHS, more=()):
    """The lines of a report with a section for each {title: row, or None}; cells are written with bars."""
    lines = ["# Progress", "", "11 April 2017", ""]
    for number, block in enumerate(blocks, 1):
        lines += [f"### OBJECTIVE {number} - TO DO WELL", ""]
        lines += [line for title in block for line in (title, "")]
    lines += ["Figures are as they came out.", ""]
    for block in blocks:
        lines += [months.replace("|", "\t"), *(row.replace("|", "\t") for row in block.values() if row)]
    return [*lines, *more]


def parse(lines, confirmed=None):
    return west_berkshire.parse(document(lines), confirmed)


def document(lines):
    return read_document("slides.txt", "\n".join(lines).encode())


def refusals(lines, confirmed=None):
    with pytest.raises(Refused) as caught:
        parse(lines, confirmed)
    return caught.value.problems


def refusal(lines, confirmed=None):
    """The only reason to refuse these lines."""
    (problem,) = refusals(lines, confirmed)
    return problem


def codes(problems):
    return [problem.code for problem in problems]


def pairing(*blocks):
    """The pairing that a person would confirm of these blocks."""
    return {
        "report": "slides",
        "sha256": [],
        "pairing": [
            {"title": title, "fingerprint": row and west_berkshire.fingerprint(row.split("|"))}
            for block in blocks
            for title, row in block.items()
        ],
    }


def by_title(report):
    return {indicator.title: indicator for indicator in report.indicators}


def texts(report):
    """{title: [(period, text), …]} of all that a report loads."""
    return {
        indicator.title: [(figure.period.key, figure.text) for figure in indicator.figures]
        for indicator in report.indicators
    }


def line_of(lines, words):
    """The number, from 1, of the only line with these words alone; cells are written with bars."""
    (number,) = (at for at, line in enumerate(lines, 1) if line == words.replace("|", "\t"))
    return number


def replaced(lines, old, new):
    """The lines with one line changed for another or, for None, taken out."""
    at = line_of(lines, old) - 1
    return lines[:at] + ([] if new is None else [new.replace("|", "\t")]) + lines[at + 1 :]
