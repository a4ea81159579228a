"""The app that holds the project together: settings, addresses and the user model."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from csp_dashboard.queries import watch_connection


class CspDashboardConfig(AppConfig):
    """Registers the user model, and has every query watched."""

    name = "csp_dashboard"
    verbose_name = "People"

    def ready(self):
        connection_created.connect(watch_connection)
