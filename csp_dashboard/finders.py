"""Static files that come with an installed package."""

from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


class PlotlyFinder(BaseFinder):
    """`plotly/plotly.min.js`: the script that the installed plotly brings along, and nothing else of that package."""

    NAME = "plotly.min.js"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        package = Path(find_spec("plotly").origin).parent
        self.storage = FileSystemStorage(location=package / "package_data")
        # Collected under this folder.
        self.storage.prefix = "plotly"

    def find(self, path, find_all=False):
        found = self.storage.path(self.NAME) if path == f"{self.storage.prefix}/{self.NAME}" else None
        return ([found] if found else []) if find_all else found or []

    def list(self, ignore_patterns):
        yield self.NAME, self.storage
