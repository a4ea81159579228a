"""The charts of a pack as SVG, and what they show in words."""

from django.template.loader import render_to_string

from reports.charts.drawing import draw_trend

# Three beside each other on a page that lies on its side, with their words as large as those of the tables.
WIDTH, HEIGHT = 440, 220


def chart_svg(trend):
    """The chart of a Trend as an SVG that stands by itself."""
    drawing = draw_trend(trend, WIDTH, HEIGHT)
    return render_to_string("reports/pack/chart.svg", {"chart": drawing, "cut": trend.cut_at})


def chart_in_words(line):
    """What the chart of a Line shows, for those who don't see it. Each of its figures is in the table above it, too."""
    trend = line.trend
    drawn = [slot for slot in trend.slots if slot.value is not None]
    figures = ", ".join(f"{slot.period.short_label} {slot.text}" for slot in drawn)
    aim = f" Target {trend.write(trend.aims[-1].value)}." if trend.aims else ""
    return f"{'Columns' if trend.as_columns else 'Line'} of {line.name}: {figures}.{aim}"
