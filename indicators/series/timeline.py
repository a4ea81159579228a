"""What holds of an indicator, and from when."""

from bisect import bisect_right


class Timeline:
    """Dated rows of one indicator, in order of start: which one holds on a day?"""

    def __init__(self, rows=()):
        self.rows = tuple(rows)
        self._starts = [row.starts_on for row in self.rows]

    def on(self, day):
        """The row in force on `day`, or None before the first."""
        place = bisect_right(self._starts, day)
        return self.rows[place - 1] if place else None

    def stated(self, rows):
        """The Timeline once a newer file states these rows: a person's row for one of their starts outranks it."""
        by_hand = {row.starts_on for row in self.rows if row.batch_id is None}
        return self.set(row for row in rows if row.starts_on not in by_hand)

    def set(self, rows):
        """The Timeline once a person sets these rows, which outrank whatever there is for their starts."""
        by_start = {row.starts_on: row for row in self.rows} | {row.starts_on: row for row in rows}
        return Timeline(sorted(by_start.values(), key=lambda row: row.starts_on))

    def without(self, starts_on):
        """The Timeline with no row for that start."""
        return Timeline(row for row in self.rows if row.starts_on != starts_on)
