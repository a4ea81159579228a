"""What an address may hold besides words and numbers."""

from datetime import date


class DayConverter:
    """A day, such as 2017-12-14."""

    regex = r"(?:19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value):
        return date.fromisoformat(value)

    def to_url(self, value):
        return value.isoformat()
