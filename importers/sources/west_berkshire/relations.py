"""The relations that are known between titles of this report, by name.

Only these can prove a row. A title that is not here, or is worded otherwise in a later edition, loads all the
same, but by a confirmed pairing alone.
"""

from dataclasses import dataclass

from importers.sources.west_berkshire.values import bare

RUNNING, COMPLEMENT, RATE, ANNUALISED = "running total", "complement", "rate", "annualised rate"


@dataclass(frozen=True)
class Relation:
    """What the row of `second` must be, given the row of `first`; the report lists them in this order.

    RUNNING     the sum, since April, of the months of `first`
    COMPLEMENT  the rest to 100%; `first` is the share in time
    RATE        `first` for each 10,000 children
    ANNUALISED  `first`, a year to date, made up to a full year, for each 10,000 children
    """

    kind: str
    first: str
    second: str


RELATIONS = (
    Relation(RUNNING, "Starters - during the month", "Starters - year to date"),
    Relation(RUNNING, "Leavers - during the month", "Leavers - year to date"),
    Relation(RUNNING, "Sickness Absence - days lost in Quarter", "Sickness Absence - days lost year to date"),
    Relation(
        COMPLEMENT,
        "Single Assessments % Completed and Inside 45 Days",
        "Single Assessments % Completed and Outside 45 days",
    ),
    Relation(
        COMPLEMENT,
        "Single Assessments % still open between 0 and 45 days",
        "Single Assessments % still open over 45 days",
    ),
    Relation(
        RUNNING,
        "Referral Numbers - Tiers 3&4 - total referrals in the month",
        "Referral Numbers - Tiers 3&4 - total referrals year to date",
    ),
    Relation(
        ANNUALISED,
        "Referral Numbers - Tiers 3&4 - total referrals year to date",
        "Referral Numbers - Tiers 3&4 - per 10,000 population",
    ),
    Relation(RUNNING, "Enquiry Numbers - total in the month", "Enquiry Numbers - total year to date"),
    Relation(RUNNING, "Section 47 Numbers initiated in the month", "Section 47 Enquiries initiated YTD"),
    Relation(ANNUALISED, "Section 47 Enquiries initiated YTD", "Section 47 Enquiries per 10,000 population"),
    Relation(
        RATE,
        "Children in Need - total number including LAC and CP",
        "Children in Need (including LAC & CP) per 10,000 population",
    ),
    Relation(RATE, "CP Plan Numbers", "CP Plan Numbers per 10,000 population"),
    Relation(RATE, "LAC Numbers", "Total LAC per 10,000 population"),
    Relation(
        RUNNING,
        "Number of new foster carers recruited - this month",
        "Number of new foster carers recruited - year to date",
    ),
    Relation(
        RUNNING,
        "Number of new adopters recruited - this month",
        "Number of new adopters recruited - year to date",
    ),
    Relation(
        RUNNING,
        "Number of new Short break carers recruited - this month",
        "Number of new Short break carers recruited - year to date",
    ),
    Relation(RUNNING, "Number of LADO referrals in the month", "Number of LADO referrals - year to date"),
)


def relations_between(titles):
    """(Relation, position of its first title, of its second) for each whose titles are both among these."""
    at = {bare(title): position for position, title in enumerate(titles)}
    pairs = ((relation, at.get(bare(relation.first)), at.get(bare(relation.second))) for relation in RELATIONS)
    return tuple(found for found in pairs if None not in found)
