"""Pages of the files that figures came from."""

from django.urls import path

from importers.views.originals import original, source

urlpatterns = [
    path("<slug:authority>/sources/<int:pk>/", source, name="source"),
    path("<slug:authority>/sources/<int:pk>/original/", original, name="original"),
]
