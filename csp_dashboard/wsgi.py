"""The WSGI application a server such as gunicorn runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csp_dashboard.settings")

application = get_wsgi_application()
