"""Croydon's report as it may look a month later."""


def a_month_later(text, *, added=False):
    """The report's text with December after November, as November; April is dropped unless a month is `added`."""
    later = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) == 15 and cells[1] and not cells[0].startswith(("Improvement", "Next")):
            new = "Dec-17" if cells[0] == "Indicator Number" else cells[10]
            cells[3:11] = [*cells[3 if added else 4 : 11], new]
        later.append("\t".join(cells))
    place = later.index("November 2017")
    return "\n".join([*later[:place], "December 2017", *later[place + 1 :]])
