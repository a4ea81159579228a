"""Where style sheets and scripts are, by names that change with what is in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """As WhiteNoise has it, but that what each is called is worked out once: it stays while a server runs."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._addresses = {}

    def url(self, name, force=False):
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
