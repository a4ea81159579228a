"""The mark that a source prints beside a figure, such as `6m+` or `provisional`."""


def is_provisional(qualifier):
    """Whether the mark says that the figure may still change. It is measured as the others are."""
    word = qualifier.strip(" .").lower()
    return word == "p" or word.startswith("prov")


def measured_as(qualifier):
    """What the mark says of how the figure was measured: figures that differ in it aren't compared."""
    return "" if is_provisional(qualifier) else qualifier
