"""A workbook of figures, made in a process of its own, whose memory is nobody else's: `… long 834 120 1 FILE`."""

import sys
from random import Random

import xlsxwriter

from indicators.periods import Period

FIRST = Period.month(2012, 1)


def write(layout, indicators, months, number, path):
    """Write a workbook of figures, long or wide. Of two numbers no figure is alike."""
    random = Random(number)  # noqa: S311 - figures, not secrets
    periods = [FIRST.shifted(n).short_label.replace(" ", "-") for n in range(months)]
    named = [(f"K {n}", f"Number of kind {n}, {random.random()}") for n in range(indicators)]

    def figure():
        return random.randint(20_000, 90_000) / 100

    if layout == "long":
        rows = [["Ref", "Title", "Period", "Value"]]
        rows += ([ref, title, period, figure()] for ref, title in named for period in periods)
    else:
        rows = [["Ref", "Title", *periods]]
        rows += ([ref, title, *(figure() for _ in periods)] for ref, title in named)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)


if __name__ == "__main__":
    layout, *numbers, path = sys.argv[1:]
    write(layout, *map(int, numbers), path)
