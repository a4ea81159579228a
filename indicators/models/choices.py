"""What several models offer to choose from."""

from django.db import models

from indicators import polarity
from indicators.periods import FREQUENCIES

FREQUENCY_CHOICES = [(frequency, frequency) for frequency in FREQUENCIES]
POLARITY_CHOICES = list(polarity.WORDS.items())


class Unit(models.TextChoices):
    PERCENT = "percent", "per cent"
    NUMBER = "number", "number"
    DAYS = "days", "days"
    WEEKS = "weeks", "weeks"
    RATE_PER_10000 = "rate_per_10000", "rate per 10,000 children"
