"""Figures to drawings. Rows come first, and are then drawn twice from the same numbers: as SVG and for Plotly.

    points → trend.py, lines.py (what a chart says, in plain values) → drawing.py, line_drawing.py (SVG geometry)
                                                                     → plotly.py (figures as JSON)

`spark.py` and `bars.py` are small drawings of their own. No HTML, no queries.
"""
