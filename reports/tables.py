"""The tables of the pages, through one accessible template."""


class ScorecardTable:
    def __init__(self, card, rows):
        self.card, self.rows = card, rows


class ActionTable:
    def __init__(self, rows, request=None):
        self.rows = rows
