"""Pages of the files that figures come from: uploading them, and reading them afterwards."""

from django.urls import path

from importers.views.annotated import annotated
from importers.views.answers import answer_upload, confirmed_names
from importers.views.decisions import commit_upload, discard_upload, undo_upload, work_on_upload
from importers.views.national import (
    commit_national,
    discard_national,
    national_original,
    national_upload,
    national_uploads,
    undo_national,
)
from importers.views.originals import original, source
from importers.views.targets import copy_targets
from importers.views.uploads import upload, uploads

urlpatterns = [
    path("uploads/", uploads, name="uploads"),
    path("uploads/confirmed/", confirmed_names, name="aliases"),
    path("uploads/<int:pk>/", upload, name="upload"),
    path("uploads/<int:pk>/answer/", answer_upload, name="upload-answer"),
    path("uploads/<int:pk>/annotated/", annotated, name="upload-annotated"),
    path("uploads/<int:pk>/commit/", commit_upload, name="upload-commit"),
    path("uploads/<int:pk>/discard/", discard_upload, name="upload-discard"),
    path("uploads/<int:pk>/undo/", undo_upload, name="upload-undo"),
    path("uploads/<int:pk>/take-up/", work_on_upload, name="upload-work"),
    path("uploads/national/", national_uploads, name="national"),
    path("uploads/national/<int:pk>/", national_upload, name="national-upload"),
    path("uploads/national/<int:pk>/commit/", commit_national, name="national-commit"),
    path("uploads/national/<int:pk>/discard/", discard_national, name="national-discard"),
    path("uploads/national/<int:pk>/undo/", undo_national, name="national-undo"),
    path("national/<int:pk>/original/", national_original, name="national-original"),
    path("uploads/targets/<slug:authority>/", copy_targets, name="copy-targets"),
    path("<slug:authority>/sources/<int:pk>/", source, name="source"),
    path("<slug:authority>/sources/<int:pk>/original/", original, name="original"),
]
