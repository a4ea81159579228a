"""The app that holds the project together: settings, addresses and the user model."""

from django.apps import AppConfig


class CspDashboardConfig(AppConfig):
    """Registers the user model."""

    name = "csp_dashboard"
    verbose_name = "People"
