"""`make bench`: how fast the dashboard is, as ratios against floors measured in the same run. See `__main__`.

Nothing here is a test: a slow machine fails nobody. `measures` has what each benchmark returns, `machine` starts and
ends the servers, `made` fills databases, `load` asks for pages; the other modules are the benchmarks.
"""
