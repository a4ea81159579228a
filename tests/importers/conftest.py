"""What tests of importers share."""

import pytest

from tests.importers.files import in_this_process


@pytest.fixture(scope="module")
def read_here():
    """Files are read without a child process for a whole module: one that reads a report some hundred times over.

    What the child adds, and that these reports are read in it, is tested elsewhere (test_documents, test_loading).
    """
    with in_this_process():
        yield
