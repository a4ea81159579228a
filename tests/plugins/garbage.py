"""Collects garbage as the servers do (`csp_dashboard.server`): seldom, and nothing that was there before the tests."""

import gc


def pytest_collection_finish():
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
