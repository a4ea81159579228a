"""Files on their way in: nothing larger than can be read is kept, not even while it arrives."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from importers.documents import MAX_BYTES


class CappedUpload(FileUploadHandler):
    """Comes before the handlers that keep a file, and drops one that grows too large.

    `request.too_large` is then true: the form has no file, and the page can say why.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self._received = 0

    def receive_data_chunk(self, raw_data, start):
        self._received += len(raw_data)
        if self._received > MAX_BYTES:
            self.request.too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None
