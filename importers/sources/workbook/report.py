"""What all the rows state, put together: one indicator from the rows of any number of tables."""

from collections import Counter
from dataclasses import dataclass

from importers.printed import shortened
from importers.records import Figure, ParsedIndicator, Passage, Proposal, StatedMethodology, StatedTarget
from importers.sheets import locator
from importers.sources.workbook import asking, percent
from importers.sources.workbook.cells import held
from importers.sources.workbook.meanings import basis_of_title
from importers.sources.workbook.notes import FILE, HEADER, ROW
from importers.sources.workbook.words import ACTIVITY, compared
from indicators.figures import PERCENT
from indicators.periods import FREQUENCIES
from indicators.refs import bare_ref

NEW_SECTION = "New indicators"
_SAMPLES = 4


@dataclass(frozen=True)
class Latest:
    """The latest period with a value: of the whole file, and of each sheet, whose ratings speak of it."""

    period: object
    of_sheet: dict


def latest_periods(facts, notes):
    """Latest, or None for a file without figures, which is refused."""
    with_value, with_symbol = (
        Counter(
            (stated.sheet, period)
            for stated in facts
            for period, reading in stated.figures
            if (reading.exact is None) is is_symbol
        )
        for is_symbol in (False, True)
    )
    stands = with_value.keys() | with_symbol.keys()
    if not stands:
        notes.refuse(FILE, "no-figures", "No figure was read from this file.")
        return None
    sheets = {sheet for sheet, _ in stands}
    of_sheet = {sheet: _latest(_of_sheet(with_value, sheet) or _of_sheet(with_symbol, sheet)) for sheet in sheets}
    period = _latest(with_value or with_symbol)
    _check_unfinished(facts, {each for _, each in stands}, period, notes)
    return Latest(period, of_sheet)


def _of_sheet(counts, sheet):
    return {stands: count for stands, count in counts.items() if stands[0] == sheet}


def _latest(counts):
    """The latest of the kind of period that most figures are of, by {(sheet, period): how many are}."""
    of_kind = Counter()
    for (_, period), count in counts.items():
        of_kind[period.frequency] += count
    frequency = max(of_kind, key=lambda f: (of_kind[f], -FREQUENCIES.index(f)))
    return max(period for _, period in counts if period.frequency == frequency)


def _check_unfinished(facts, periods, latest, notes):
    """A year with a figure before it is over is a year to date, whatever its heading says."""
    unfinished = {period for period in periods if period.start <= latest.start and latest.end < period.end}
    if not unfinished:
        return
    first = {}
    for stated in facts:
        for period, reading in stated.figures:
            if period in unfinished:
                first.setdefault((stated.sheet, period), reading)
    for (_, period), reading in first.items():
        notes.refuse(
            HEADER,
            "period-unfinished",
            f"There is a figure for {period.label}, but the file reaches only {latest.label}. If it is the figure "
            "to date, head its column 'Year to date', and it is left out.",
            reading.place,
        )


class Merger:
    """Puts the Facts of a file together. `answers` are a person's on percentages, by bare ref or title."""

    def __init__(self, facts, latest, answers, notes):
        self.latest, self.notes, self.answers = latest, notes, answers
        self.groups = {}
        for stated in facts:
            self.groups.setdefault(stated.whose.identity, []).append(stated)
        self.rounded = []

    def indicators(self):
        """{identity: ParsedIndicator}, in the order of the file."""
        merged = {identity: self._indicator(group) for identity, group in self.groups.items()}
        if self.rounded:
            first = min(self.rounded, key=lambda reading: reading.place.order)
            message = (
                f"Figures with more than five decimals were rounded to five: {len(self.rounded)} in all, the first "
                f"of them {shortened(first.text)}."
            )
            self.notes.find("value-rounded", message, first.place)
        return merged

    def _indicator(self, group):
        last = group[-1]
        whose = last.whose
        known, name = whose.known, whose.name
        answer = self.answers.get(bare_ref(name)) or (known and self.answers.get(bare_ref(known.key))) or ""
        readings = [reading for stated in group for _, reading in stated.figures]
        decision = percent.decide(name, group, readings, answer)
        if decision.question:
            samples = tuple(shortened(reading.text) for reading in readings[:_SAMPLES])
            question = asking.is_percentage(name, decision.question, decision.plain, samples)
            self._refuse("percent-unclear", decision.question, decision.reading.place, name, question)
        figures = self._figures(name, group, decision)
        figures = self._rated(name, group, figures)
        indicator = ParsedIndicator(
            ref=whose.ref,
            title=next((s.whose.title for s in reversed(group) if s.whose.title), ""),
            section=self._last(group, "section") or (known.section if known else "") or NEW_SECTION,
            unit=decision.unit,
            frequency=known.frequency if known else _frequency(figures, self.latest.period),
            locator=group[0].place.locator,
            polarity=self._last(group, "polarity") or (known.polarity if known else ""),
            owner=self._last(group, "owner") or (known.owner if known else ""),
            basis=known.basis if known else basis_of_title(whose.title),
            figures=tuple(figures),
            targets=self._targets(name, group, decision, answer),
            methodology=self._methodology(name, group),
        )
        self._check_range(indicator, group)
        return indicator

    @staticmethod
    def _last(group, attribute):
        return next((value for stated in reversed(group) if (value := getattr(stated, attribute))), "")

    def _refuse(self, code, message, place, name, question=None):
        self.notes.refuse(ROW, code, message, place, name, question)

    # Figures

    def _figures(self, name, group, decision):
        by_period = {}
        for stated in group:
            convert = _conversion(decision, stated.whose.known)
            for period, reading in stated.figures:
                reading = convert(reading) if convert else reading
                first = by_period.setdefault(period, reading)
                if first is not reading and not _same(first, reading):
                    self._refuse(
                        "stated-twice",
                        f"{name} is {first.text} for {period.label} at {first.locator}, but {reading.text} at "
                        f"{reading.locator}; only one can be right.",
                        reading.place,
                        name,
                    )
        return [self._figure(period, by_period[period]) for period in sorted(by_period)]

    def _figure(self, period, reading):
        exact, text, grid, row, column, status, _, decimals, qualifier = reading
        value = held(exact)
        if value is not exact:
            self.rounded.append(reading)
        return Figure(period, value, text, locator(grid.sheet.name, row, column), status, decimals, qualifier, "", "")

    def _rated(self, name, group, figures):
        colours = {}
        for stated in group:
            for rating in stated.ratings:
                period = rating.period or self.latest.of_sheet.get(stated.sheet)
                first = colours.setdefault(period, rating)
                if first.text != rating.text:
                    self._refuse(
                        "stated-twice",
                        f"{name} is {first.text} at {first.place.locator}, but {rating.text} at "
                        f"{rating.place.locator}; only one can be right.",
                        rating.place,
                        name,
                    )
        for period in colours.keys() - {figure.period for figure in figures}:
            rating = colours[period]
            when = f" for {period.label}" if period else ""
            message = f"{name} is published as {rating.text} but has no figure{when}."
            self.notes.find("rag-without-value", message, rating.place, name)
        return [
            figure._replace(published_rag=colours[figure.period].text) if figure.period in colours else figure
            for figure in figures
        ]

    def _check_range(self, indicator, group):
        if indicator.unit != PERCENT:
            return
        places = {reading.locator: reading.place for s in group for _, reading in s.figures}
        for figure in indicator.figures:
            if figure.value is not None and not 0 <= figure.value <= 100:
                message = (
                    f"{indicator.key} has {shortened(figure.text)} in {figure.period.label}, and a percentage lies "
                    "between 0 and 100."
                )
                self.notes.find("out-of-range", message, places[figure.locator], indicator.key)

    # What describes them

    def _targets(self, name, group, decision, answer):
        """The targets in order of their years; of one year there can be only one."""
        by_year = {}
        aims = [(aim, aim.year or self._year(stated)) for stated in group for aim in stated.targets]
        for aim, year in aims:
            target = self._stated_target(name, aim, year, decision, answer)
            first = target and by_year.setdefault(target.starts, target)
            if target and (first.value, first.value is None and first.text) != (
                target.value,
                target.value is None and target.text,
            ):
                self._refuse(
                    "stated-twice",
                    f"The target of {name} for {target.starts.label} is {first.text} at {first.locator}, but "
                    f"{target.text} at {target.locator}; only one can be right.",
                    aim.place,
                    name,
                )
        return tuple(by_year[year] for year in sorted(by_year))

    def _stated_target(self, name, aim, year, decision, answer):
        if aim.reading is None:
            return StatedTarget(year, None, aim.text, aim.place.locator)
        reading, question = percent.decide_target(name, aim.reading, decision, answer)
        if question and not decision.question:
            asked = asking.is_percentage(name, question, aim.reading, (aim.text,))
            self._refuse("percent-unclear", question, aim.place, name, asked)
        if reading is None:
            return None
        return StatedTarget(year, reading.value, aim.text, aim.place.locator, reading.decimals)

    def _methodology(self, name, group):
        stated = [s for s in group if s.methodology]
        if not stated:
            return None
        starts = {s.methodology.place.locator: self._methodology_year(s) for s in stated}
        last = max(stated, key=lambda s: starts[s.methodology.place.locator])
        year = starts[last.methodology.place.locator]
        for other in stated:
            same_year = starts[other.methodology.place.locator] == year
            if same_year and compared(other.methodology.text) != compared(last.methodology.text):
                self._refuse(
                    "stated-twice",
                    f"The methodology of {name} is '{shortened(last.methodology.text)}' at "
                    f"{last.methodology.place.locator}, but '{shortened(other.methodology.text)}' at "
                    f"{other.methodology.place.locator}; only one can be right.",
                    other.methodology.place,
                    name,
                )
        return StatedMethodology(year, last.methodology.text, last.methodology.place.locator)

    def _methodology_year(self, stated):
        period = stated.methodology.period
        if period:
            return period.financial_year
        years = [aim.year for aim in stated.targets if aim.year]
        return max(years) if years and self._year(stated) not in years else self._year(stated)

    def _year(self, stated):
        return self.latest.of_sheet.get(stated.sheet, self.latest.period).financial_year


def passages(groups, indicators, tables, facts, latest):
    """The Passages: each row's notes, and the commentary of whole tables."""
    found = []
    for identity, group in groups.items():
        indicator = indicators[identity]
        for stated in group:
            for said in stated.notes:
                is_earlier = said.period and said.period != latest.period
                theme = said.period.label if is_earlier else ""
                place = said.place
                passage = Passage(said.kind, said.text, place.locator, theme, indicator.section, (indicator.key,), True)
                found.append((place.order, passage))
    for number, table in enumerate(tables):
        for role, section, text, place in table.labels:
            kind = "improvement_activity" if role == ACTIVITY else "next_steps"
            of_table = [f for f in facts if f.table == number and f.section == section]
            keys = tuple(dict.fromkeys(indicators[f.whose.identity].key for f in of_table))
            title = indicators[of_table[0].whose.identity].section if of_table else ""
            found.append((place.order, Passage(kind, text, place.locator, "" if title else section, title, keys)))
    return tuple(passage for _, passage in sorted(found, key=lambda item: item[0]))


def proposals(groups, indicators):
    """A Proposal for each comment on an indicator's row, in the order of the file."""
    found = [
        (said.place.order, Proposal(said.text, said.author, said.place.locator, indicators[identity].key, said.period))
        for identity, group in groups.items()
        for stated in group
        for said in stated.comments
    ]
    return tuple(proposal for _, proposal in sorted(found, key=lambda item: item[0]))


def _conversion(decision, known):
    """What makes a reading one in the indicator's unit, or None where each is one as it stands.

    Zeros that only its cell's format adds are those of no earlier figure.
    """
    most = known and known.decimals
    if most is None and not decision.is_fraction:
        return None

    def convert(reading):
        if decision.is_fraction and reading.exact is not None and not reading.is_percent:
            reading = reading.as_points()
        return reading if most is None else reading.shown_as(most)

    return convert


def _same(one, other):
    return (one.value, one.status, one.qualifier) == (other.value, other.status, other.qualifier)


def _frequency(figures, latest):
    counts = Counter(figure.period.frequency for figure in figures)
    return max(counts, key=lambda f: (counts[f], -FREQUENCIES.index(f)), default=latest.frequency)
