"""How an action of a plan went from month to month, and how long a completed one stays under watch."""

from indicators.periods import MONTHLY, Period

# A completed action stays on the plan for so long, so that a board sees whether the gain lasts; then it leaves by
# itself. As Reading's plan has it, and the default where no report says otherwise.
WATCH_MONTHS = 6


def watched_until(since, months=WATCH_MONTHS):
    """The last day that an action completed in the month of the day `since` stays on the plan."""
    return Period(since.replace(day=1), MONTHLY).shifted(months).end


def same_since(slug, course):
    """The first day of the unbroken run that has had an action's rating of the last day.

    `course` is (day, {slug: rating}) for each day that something was stated for, the oldest first. A day without the
    action breaks the run: one that comes back begins anew.
    """
    *earlier, (since, last) = course
    for day, ratings in reversed(earlier):
        if ratings.get(slug) != last[slug]:
            break
        since = day
    return since


def month_before(day):
    """The last day of the month before that of a day."""
    return Period(day.replace(day=1), MONTHLY).previous.end
