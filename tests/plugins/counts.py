"""Prints at the end of a run what tests counted, `record_property("counts", "…")`: xdist lets nothing else through."""


def pytest_terminal_summary(terminalreporter):
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    told = [text for report in reports for name, text in getattr(report, "user_properties", ()) if name == "counts"]
    for text in dict.fromkeys(told):
        terminalreporter.write_line(text)
