"""The pack of a board's month: built once from the figures, then drawn as PDF, workbook, CSV and page.

build_pack → Pack (parts.py: plain values) → publishing.py (a public one, small numbers withheld)
                                           → freezing.py (JSON, and back)
                                           → reports/exports/pack_*.py, templates/reports/pack/
"""

from reports.pack.building import NothingToReport, build_pack
from reports.pack.freezing import CannotThaw, freeze, thaw
from reports.pack.parts import Pack

__all__ = ["CannotThaw", "NothingToReport", "Pack", "build_pack", "freeze", "thaw"]
