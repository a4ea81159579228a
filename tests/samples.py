"""What is tried of very many cases: `make test` takes a sample that is always the same, `make test-full` takes all."""

import os

EVERYTHING = os.environ.get("EVERYTHING") == "1"


def sample(cases, step):
    """Every `step`th of the cases, from the first; all of them in `make test-full`."""
    return list(cases)[:: 1 if EVERYTHING else step]
