"""Django admin, with the site of `admin_site.py` in place of its own."""

from django.contrib.admin.apps import AdminConfig


class DashboardAdminConfig(AdminConfig):
    default_site = "csp_dashboard.admin_site.DashboardAdminSite"
