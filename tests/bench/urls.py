"""The dashboard's addresses, and those of the floors."""

from django.urls import include, path

from tests.bench.floors import ready_made

urlpatterns = [
    path("floor/<slug:name>/", ready_made, name="floor"),
    path("", include("csp_dashboard.urls")),
]
