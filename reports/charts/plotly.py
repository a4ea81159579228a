"""The same charts as figures for Plotly, in the JSON that its script reads.

Figures are data only: what is said of a point comes ready as words, and colours are names of static/css/tokens.css,
which static/js/chart.js puts in. So both drawings take their numbers and their looks from one place each.
"""

from indicators import variation
from indicators.rating import AMBER, GREEN, NOT_RATED, RED
from reports.charts.drawing import LABEL_GAP, LEFT, RIGHT, WIDTH, level_words, words_beside
from reports.charts.scale import LETTER, spread

SYMBOLS = {GREEN: "circle", AMBER: "triangle-up", RED: "square", NOT_RATED: "line-ew"}
COLOURS = {GREEN: "--green-mark", AMBER: "--amber-mark", RED: "--red-mark", NOT_RATED: "--muted"}
FRAMES = {
    variation.IMPROVEMENT: "circle-open",
    variation.CONCERN: "diamond-open",
    variation.HIGH: "square-open",
    variation.LOW: "square-open",
}
LEVELS = {"aim": "--accent", "mean": "--ink", "limit": "--muted"}
LINE_SYMBOLS = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
LINE_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
HEIGHT, ABOVE, BELOW = 400, 40, 44
PLOT_HEIGHT = HEIGHT - ABOVE - BELOW
RATED = {GREEN: "green", AMBER: "amber", RED: "red", NOT_RATED: "not rated"}


def trend_figure(trend):
    """{"data": …, "layout": …} of a Trend. The first trace, `Figures`, has every point; a gap is null."""
    names = [slot.period.short_label for slot in trend.slots]
    traces = [_points(trend, names), *(_columns(trend, names) if trend.as_columns else _joined(trend, names))]
    if frames := [(n, slot) for n, slot in enumerate(trend.slots) if slot.kind in FRAMES]:
        traces.append(_frames(frames, names))
    layout = _layout(trend) | {
        "xaxis": _categories(names),
        "shapes": [*map(_band, trend.bands), *_lines(trend), *map(_break, trend.breaks)],
        "annotations": [*_level_labels(trend), *map(_break_label, trend.breaks), *_notes(trend, names)],
        "margin": {"l": 52, "r": _room_for_labels(trend), "t": ABOVE, "b": BELOW},
    }
    return {"data": traces, "layout": layout}


def lines_figure(chart):
    """The same of some Lines: one trace each, a null between two runs of it."""
    traces = [_named(n, line, chart) for n, line in enumerate(chart.lines)]
    layout = _layout(chart) | {
        "xaxis": _axis(type="date") if chart.is_dated else _categories(chart.places),
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "margin": {"l": 52, "r": 16, "t": ABOVE, "b": BELOW},
    }
    return {"data": traces, "layout": layout}


def _number(value):
    # A figure is a Decimal everywhere else; JSON's number is what Plotly places it by. What is read is `text`.
    return None if value is None else float(value)


def _points(trend, names):
    shown = trend.slots
    slot = (WIDTH - LEFT - RIGHT) / len(shown)
    beside = list(words_beside(trend, slot))
    return {
        "type": "scatter",
        "name": "Figures",
        "mode": "markers+text",
        "text": [words.text for words in beside],
        "textposition": [_position(words) for words in beside],
        "textfont": {"color": "--ink"},
        "cliponaxis": False,
        "x": names,
        "y": [_number(slot.value) for slot in shown],
        "customdata": [slot.period.key for slot in shown],
        "hovertext": [_said(slot) for slot in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": min(12, slot),
            "symbol": [_symbol(slot) for slot in shown],
            "color": [COLOURS.get(slot.rag, "--muted") for slot in shown],
            "line": {"width": [3 if slot.rag == NOT_RATED else 1 for slot in shown], "color": _edges(shown)},
        },
        "zorder": 3,
    }


def _position(words):
    return f"{'bottom' if words.is_below else 'top'} {'left' if words.ends_here else 'center'}"


def _symbol(slot):
    symbol = SYMBOLS.get(slot.rag, "circle")
    return f"{symbol}-open" if slot.is_provisional else symbol


def _edges(slots):
    # A bar has no inside: its edge is all there is of it.
    return ["--muted" if slot.rag == NOT_RATED else "--paper" for slot in slots]


def _said(slot):
    if slot.value is None:
        return f"{slot.period.short_label}: {slot.status_meaning}" if slot.status else ""
    words = [f"<b>{slot.text}</b> {slot.period.short_label}", RATED[slot.rag]]
    if slot.is_provisional:
        words.append("provisional")
    if slot.revised_from:
        words.append(f"revised, was {slot.revised_from}")
    return "<br>".join(words)


def _columns(trend, names):
    return [
        {
            "type": "bar",
            "name": "Columns",
            "x": names,
            "y": [_number(slot.value) for slot in trend.slots],
            "marker": {
                "color": "--column",
                "pattern": {"shape": ["/" if slot.is_provisional else "" for slot in trend.slots]},
            },
            "width": 0.56,
            "hoverinfo": "skip",
        }
    ]


def _joined(trend, names):
    """One trace for each run, so that nothing is joined across a gap or a break."""
    runs = sorted({slot.run for slot in trend.slots if slot.run is not None})
    return [
        {
            "type": "scatter",
            "name": "Line",
            "mode": "lines",
            "x": names,
            "y": [_number(slot.value) if slot.run == run else None for slot in trend.slots],
            "line": {"color": "--ink", "width": 2},
            "hoverinfo": "skip",
        }
        for run in runs
    ]


def _frames(frames, names):
    return {
        "type": "scatter",
        "name": "Special cause",
        "mode": "markers",
        "x": [names[n] for n, _ in frames],
        "y": [_number(slot.value) for _, slot in frames],
        "marker": {
            "size": min(20, 1.8 * (WIDTH - LEFT - RIGHT) / len(names)),
            "symbol": [FRAMES[slot.kind] for _, slot in frames],
            "color": ["--accent" if slot.kind == variation.IMPROVEMENT else "--ink" for _, slot in frames],
            "line": {"width": 2},
        },
        "hoverinfo": "skip",
        "zorder": 4,
    }


def _named(number, line, chart):
    """A null between two runs, so that they aren't joined."""
    steps = []
    for before, point in zip([None, *line.points], line.points, strict=False):
        if before and before.run != point.run:
            steps.append(None)
        steps.append(point)
    return {
        "type": "scatter",
        "name": line.name,
        "mode": "lines+markers",
        "x": [step and _place(step, chart) for step in steps],
        "y": [step and _number(step.value) for step in steps],
        "customdata": [step and step.period.key for step in steps],
        "hovertext": [step and f"<b>{step.text}</b> {line.name}<br>{step.period.short_label}" for step in steps],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "line": {
            "color": "--accent" if line.is_main else "--muted",
            "width": 3 if line.is_main else 2,
            "dash": LINE_DASHES[number % len(LINE_DASHES)],
        },
        "marker": {"size": 9, "symbol": LINE_SYMBOLS[number % len(LINE_SYMBOLS)]},
    }


def _place(point, chart):
    return point.period.end.isoformat() if chart.is_dated else chart.places[int(point.place)]


def _room_for_labels(trend):
    return max([16, *((len(words) + 2) * LETTER for _, _, words in level_words(trend))])


def _categories(names):
    span = [-0.5, len(names) - 0.5]
    return _axis(type="category", categoryorder="array", categoryarray=list(names), range=span, tickangle=0, nticks=9)


def _axis(**more):
    return {"fixedrange": False, "showgrid": False, "linecolor": "--ink", "ticks": "", **more}


def _layout(chart):
    return {
        "height": HEIGHT,
        "showlegend": False,
        "hovermode": "closest",
        "paper_bgcolor": "--paper",
        "plot_bgcolor": "--paper",
        "font": {"family": "--font", "size": 13, "color": "--muted"},
        "hoverlabel": {"bgcolor": "--paper", "bordercolor": "--ink", "font": {"color": "--ink"}, "align": "left"},
        "yaxis": {
            "range": [_number(chart.axis[0]), _number(chart.axis[-1])],
            "tickmode": "array",
            "tickvals": [_number(value) for value in chart.axis],
            "ticktext": [chart.write(value) for value in chart.axis],
            "gridcolor": "--line",
            "zeroline": False,
            "fixedrange": True,
        },
    }


def _span(start, stop):
    """From the edge of one period to that of another: whole numbers are the middles of the categories."""
    return {"x0": start - 0.5, "x1": stop - 0.5}


def _band(band):
    return {
        "type": "rect",
        "layer": "below",
        "line": {"width": 0},
        "fillcolor": f"--{band.colour}-band",
        "y0": _number(band.low),
        "y1": _number(band.high),
        **_span(band.start, band.stop),
    }


def _lines(trend):
    for n, aim in enumerate(trend.aims):
        yield _level("aim", aim.value, aim, "dash")
        if n and trend.aims[n - 1].stop == aim.start:
            yield _upright(aim.start, trend.aims[n - 1].value, aim.value)
    for each in trend.limits:
        yield _level("mean", each.centre, each, "solid")
        for limit in (each.lower, each.upper):
            if limit is not None:
                yield _level("limit", limit, each, "dot")


def _level(kind, value, span, dash):
    return {
        "type": "line",
        "line": {"color": LEVELS[kind], "width": 1.5, "dash": dash},
        "y0": _number(value),
        "y1": _number(value),
        **_span(span.start, span.stop),
    }


def _upright(place, low, high):
    return {
        "type": "line",
        "line": {"color": LEVELS["aim"], "width": 1.5, "dash": "dash"},
        "y0": _number(low),
        "y1": _number(high),
        **_span(place, place),
    }


def _break(each):
    return {
        "type": "line",
        "line": {"color": "--ink", "width": 1, "dash": "dot"},
        "yref": "paper",
        "y0": 0,
        "y1": 1.04,
        **_span(each.place, each.place),
    }


def _break_label(each):
    return {
        "text": each.label,
        "x": each.place - 0.5,
        "yref": "paper",
        "y": 1.04,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": "--ink"},
    }


def _pixels(value, axis):
    return (value - axis[0]) / (axis[-1] - axis[0]) * PLOT_HEIGHT


def _level_labels(trend):
    """Moved apart by as many pixels as it takes for none to cover another."""
    labels = list(level_words(trend))
    heights = [_pixels(value, trend.axis) for value, _, _ in labels]
    apart = spread(heights, LABEL_GAP, 0, PLOT_HEIGHT)
    for (value, css, words), height, moved in zip(labels, heights, apart, strict=True):
        yield {
            "yshift": float(moved - height),
            "text": words,
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "y": _number(value),
            "showarrow": False,
            "font": {"color": LEVELS[css]},
        }


def _notes(trend, names):
    for name, slot in zip(names, trend.slots, strict=True):
        if slot.note:
            yield {
                "text": str(slot.note),
                "x": name,
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "showarrow": False,
                "bordercolor": "--ink",
                "borderpad": 2,
                "font": {"color": "--ink", "size": 11},
            }
        if slot.status:
            yield {
                "text": slot.status,
                "x": name,
                "y": _number(trend.axis[0]),
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"color": "--ink"},
            }
