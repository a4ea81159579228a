"""What an authority's administrator sees of Django admin: what belongs to that authority, and nothing else.

Every admin of a model that belongs to authorities is a ScopedAdmin. Its queryset is what lists, searches, autocomplete,
history, actions and forms read from, so that an object of another authority is not found by any of them. Django's own
permissions decide nothing here: `indicators.policies` does. A model registered without a ScopedAdmin is for superusers.
"""

from operator import attrgetter

from django.contrib import admin
from django.contrib.admin.utils import unquote

from indicators.admin.versions import of_history
from indicators.policies import administered


class OfOwn(admin.RelatedFieldListFilter):
    """A filter that offers what the user may see; no filter where that is one thing. For models with a ScopedAdmin."""

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site.get_model_admin(field.remote_field.model)
        return [(row.pk, str(row)) for row in related.get_queryset(request)]


class ScopedAdmin(admin.ModelAdmin):
    """Set `authority_path` to the lookup from the model to its authority's key."""

    authority_path = "authority_id"
    # False where all that is written is written by operations, which say themselves which pages it changes.
    renews_all = True
    object_history_template = "admin/indicators/history.html"
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(**{f"{self.authority_path}__in": administered(request.user)})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """What a form offers, and accepts, is what the user may see of the model it points to."""
        if self.admin_site.is_registered(db_field.remote_field.model):
            kwargs["queryset"] = self.admin_site.get_model_admin(db_field.remote_field.model).get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def is_own(self, request, obj):
        """Whether the user administers what the object belongs to. Without an object: whether they may see the list."""
        if obj is None or request.user.is_superuser:
            return True
        return attrgetter(self.authority_path.replace("__", "."))(obj) in administered(request.user)

    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        return self.is_own(request, obj)

    def has_add_permission(self, request):
        return True

    def has_change_permission(self, request, obj=None):
        return self.is_own(request, obj)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        context = {"versions": self.versions(row) if row else ()}
        return super().history_view(request, object_id, context | (extra_context or {}))

    def versions(self, row):
        """What the row has been, newest first."""
        return of_history(row)


class ReadOnly:
    """Shown, never changed here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SuperusersOnly:
    """For what decides who may do what."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser
