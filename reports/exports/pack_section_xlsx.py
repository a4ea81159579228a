"""The sheet of one section in the workbook of a pack: its figures with their sources, targets, and native charts."""

from xlsxwriter.utility import xl_col_to_name

from indicators.figures import PERCENT
from indicators.rating import NOT_RATED
from reports.exports.pack_charts import chart_in_words
from reports.exports.pack_words import place, scorecard_rows
from reports.exports.xlsx import (
    CELL,
    COLOURS,
    HEADER,
    HEADER_ROW,
    SHAPES,
    TEXT,
    WORDS,
    as_stored,
    colour_words,
    fit_row,
    number_format_of,
    print_on_a4,
    write_text,
    write_title,
)

REF, INDICATOR, FIRST_PERIOD = 0, 1, 2
_WIDTHS = {REF: 12, INDICATOR: 48}
_PERIOD_WIDTH, _LAST_WIDTHS = 11, (14, 14, 16, 16)
_NUMBER = {**CELL, "align": "right"}
# A chart is as wide as some columns and as high as some rows, in pixels, so that none lies over another.
_CHART_WIDTH, _CHART_HEIGHT, _CHART_ROWS, _CHARTS_BESIDE = 480, 240, 13, 2
_COMMENT = {"x_scale": 2, "font_size": 9}
_INK_LINE = {
    "line": {"color": "#17222D", "width": 1.75},
    "marker": {"type": "circle", "size": 5, "fill": {"color": "#17222D"}, "border": {"color": "#17222D"}},
}
_DAGGER = '" †"'


class SectionSheet:
    """Writes one section's sheet. Its figures are numbers; a comment on each says its rating, marks and source."""

    def __init__(self, workbook, sheet, styles, table, section, title):
        self.workbook = workbook
        self.sheet = sheet
        self.styles = styles
        self.table = table
        self.section = section
        self.title = title
        self.after = FIRST_PERIOD + len(table.periods)

    def write(self):
        """Write all of it. Returns the row of each indicator, by its slug."""
        write_title(self.sheet, self.styles, self.title, "Point at a figure for where it comes from.")
        for column, width in (*_WIDTHS.items(), *enumerate(_LAST_WIDTHS, self.after)):
            self.sheet.set_column(column, column, width)
        self.sheet.set_column(FIRST_PERIOD, self.after - 1, _PERIOD_WIDTH)
        rows = self._figures()
        targets = self._targets(max(rows.values()) + 2)
        last = self._charts(rows, targets, max([*rows.values(), *targets.values()]) + 2)
        colour_words(self.sheet, self.styles, self.after + 1, HEADER_ROW + 1, max(rows.values()))
        self.sheet.freeze_panes(HEADER_ROW + 1, FIRST_PERIOD)
        self.sheet.repeat_rows(HEADER_ROW)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(self.after + 3)}{last + 1}"})
        print_on_a4(self.sheet, self.title, last, self.after + len(_LAST_WIDTHS) - 1)
        return rows

    def _headings(self, at, *last):
        periods = (period.short_label for period in self.table.periods)
        for column, text in enumerate(("Ref", "Indicator", *periods, *last)):
            self.sheet.write_string(at, column, text, self.styles(HEADER))

    def _names(self, at, line):
        write_text(self.sheet, at, REF, line.ref, self.styles, CELL)
        write_text(self.sheet, at, INDICATOR, line.title, self.styles, CELL)
        fit_row(self.sheet, at, [(line.title, _WIDTHS[INDICATOR]), (line.target, _LAST_WIDTHS[0])])

    def _figures(self):
        self._headings(HEADER_ROW, "Target", "Rating", "Published", "Direction")
        places = {}
        for at, row in enumerate(scorecard_rows(self.table, self.section), HEADER_ROW + 1):
            places[row.line.slug] = at
            self._names(at, row.line)
            for column, period in enumerate(self.table.periods, FIRST_PERIOD):
                self._figure(at, column, row.line, row.line.at(period))
            words = WORDS[row.line.rag] if row.rating else ""
            published = WORDS[row.line.published_differs] if row.line.published_differs else ""
            for column, text in enumerate((row.target, words, published, row.direction), self.after):
                write_text(self.sheet, at, column, text, self.styles, CELL)
            if row.line.reason:
                self.sheet.write_comment(at, self.after + 1, _why(row.line), _COMMENT)
        return places

    def _figure(self, at, column, line, figure):
        if figure is None:
            self.sheet.write_blank(at, column, None, self.styles(_NUMBER))
            return
        if figure.value is None:
            write_text(self.sheet, at, column, figure.text, self.styles, _NUMBER)
        else:
            is_percent = line.unit == PERCENT
            number_format = number_format_of(figure.decimals, is_percent) + (_DAGGER if figure.qualifier else "")
            style = {**_NUMBER, "num_format": number_format}
            if figure.rag in COLOURS:
                # A shape beside the colour, so that it is told apart in grey.
                style |= {"font_color": COLOURS[figure.rag][0], "num_format": f'"{SHAPES[figure.rag]} "{number_format}'}
            self.sheet.write_number(at, column, as_stored(figure.value, is_percent), self.styles(style))
        self.sheet.write_comment(at, column, _comment(figure), _COMMENT)

    def _targets(self, at):
        """The target of each period, for the charts to draw. {slug: row} of the indicators that have one."""
        aimed = [line for line in self.section.lines if any(figure.target is not None for figure in line.figures)]
        if not aimed:
            return {}
        bold = self.styles({**TEXT, "bold": True, "text_wrap": False})
        self.sheet.write_string(at, 0, "Targets of each period", bold)
        self._headings(at + 1)
        places = {}
        for row, line in enumerate(aimed, at + 2):
            places[line.slug] = row
            self._names(row, line)
            for column, period in enumerate(self.table.periods, FIRST_PERIOD):
                figure = line.at(period)
                if figure is None or figure.target is None:
                    self.sheet.write_blank(row, column, None, self.styles(_NUMBER))
                    continue
                is_percent = line.unit == PERCENT
                decimals = max(0, -figure.target.normalize().as_tuple().exponent)
                style = {**_NUMBER, "num_format": number_format_of(decimals, is_percent)}
                self.sheet.write_number(row, column, as_stored(figure.target, is_percent), self.styles(style))
        return places

    def _charts(self, rows, targets, at):
        """A chart of each indicator that has one, two beside each other. Returns the last row that they take."""
        charted = [line for line in self.section.lines if line.trend]
        for place_in, line in enumerate(charted):
            down, beside = divmod(place_in, _CHARTS_BESIDE)
            self.sheet.insert_chart(
                at + down * _CHART_ROWS,
                (REF, FIRST_PERIOD + 1)[beside],
                self._chart(line, rows[line.slug], targets.get(line.slug)),
                {"description": chart_in_words(line), "object_position": 2},
            )
        return at - 2 if not charted else at + -(-len(charted) // _CHARTS_BESIDE) * _CHART_ROWS

    def _chart(self, line, row, target_row):
        chart = self.workbook.add_chart({"type": "column" if line.trend.as_columns else "line"})
        drawn = {"fill": {"color": "#778A9C"}, "gap": 60} if line.trend.as_columns else _INK_LINE
        chart.add_series({**self._series(row, line.name), **drawn})
        if target_row is not None:
            aim = self.workbook.add_chart({"type": "line"}) if line.trend.as_columns else chart
            dashed = {"line": {"color": "#1D4F91", "width": 1.5, "dash_type": "dash"}}
            aim.add_series({**self._series(target_row, "Target"), **dashed})
            if aim is not chart:
                chart.combine(aim)
        chart.set_title({"name": f"{line.ref} {line.title}".strip(), "name_font": {"size": 10}, "overlay": False})
        chart.set_legend({"position": "bottom"} if target_row is not None else {"none": True})
        chart.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
        axis = {"major_gridlines": {"visible": True, "line": {"color": "#DDE2E7"}}, "min": self._floor(line)}
        chart.set_y_axis(axis | ({"num_format": "0%"} if line.unit == PERCENT else {}))
        chart.show_blanks_as("gap")
        return chart

    def _series(self, row, name):
        columns = (FIRST_PERIOD, self.after - 1)
        return {
            "name": name,
            "categories": [self.sheet.name, HEADER_ROW, columns[0], HEADER_ROW, columns[1]],
            "values": [self.sheet.name, row, columns[0], row, columns[1]],
        }

    @staticmethod
    def _floor(line):
        """Where the axis starts: as in the other forms of the pack."""
        return float(as_stored(line.trend.axis[0], line.unit == PERCENT))


def _why(line):
    """Why it is rated so, and since when it has been."""
    return f"{line.reason} {WORDS[line.rag]} since {line.since.label}." if line.since else line.reason


def _comment(figure):
    said = [f"{WORDS[figure.rag]}."] if figure.rag != NOT_RATED else []
    if figure.meaning:
        said.append(f"{figure.text}: {figure.meaning}.")
    if figure.qualifier:
        said.append(f"Marked {figure.qualifier}: measured in another way.")
    if figure.revised_from:
        said.append(f"Revised: an earlier file stated {figure.revised_from}.")
    said.append(f"Source: {place(figure.source, figure.locator)}")
    return " ".join(said)
