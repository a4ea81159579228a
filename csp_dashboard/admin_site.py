"""/admin/: for administrators of authorities as for superusers, with the sign-in of every other page."""

from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator

from indicators.policies import can_administer
from indicators.versions import renew_all
from reports.views.decorators import with_authorities

ORDER = [
    "Indicator", "Target", "RagThreshold", "Definition", "LifeEvent", "Section", "ImportBatch", "Authority", "Measure",
]  # fmt: skip


class DashboardAdminSite(AdminSite):
    site_header = "Children's services performance"
    site_title = "Children's services performance"
    index_title = "Admin"
    enable_nav_sidebar = False

    def has_permission(self, request):
        return can_administer(request.user)

    def admin_view(self, view, cacheable=False):
        """For anybody who is signed in and administers nothing, none of these pages exists."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def for_those_who_may(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404("There is no such page.")
            if request.method in ("GET", "HEAD"):
                return inner(request, *args, **kwargs)
            # Whatever is changed here, some page shows it.
            with transaction.atomic():
                response = inner(request, *args, **kwargs)
                if getattr(getattr(view, "__self__", None), "renews_all", True):
                    renew_all()
            return response

        return for_those_who_may

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """There is one sign-in, and it is not here."""
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"), reverse("sign-in"))

    def each_context(self, request):
        """With what the head of every page shows."""
        with_authorities(request)
        return super().each_context(request)

    def get_app_list(self, request, app_label=None):
        """What is kept most often comes first."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"]))
        return apps

    def get_log_entries(self, request):
        """What was done to objects that the user may still see: an entry names its object."""
        entries = super().get_log_entries(request)
        if request.user.is_superuser:
            return entries
        mine = Q(pk__in=[])
        for model, model_admin in self._registry.items():
            if hasattr(model_admin, "authority_path"):
                keys = model_admin.get_queryset(request).order_by().values(key=Cast("pk", CharField()))
                of_model = {
                    "content_type__app_label": model._meta.app_label,
                    "content_type__model": model._meta.model_name,
                }
                mine |= Q(**of_model, object_id__in=keys)
        return entries.filter(mine)


def _place(name):
    return ORDER.index(name) if name in ORDER else len(ORDER)
