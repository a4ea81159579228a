"""Users in Django admin, with what they may do in which authority. For superusers."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django_tasks_db.admin import DBTaskResult

from csp_dashboard.models import User
from indicators.admin.scope import SuperusersOnly
from indicators.models import Membership

# What a person may do follows from their memberships: groups and Django's own permissions would decide nothing.
admin.site.unregister(Group)
# Registered by that import. What a worker is at, or broke off, is told on the page of the upload.
admin.site.unregister(DBTaskResult)


class MembershipInline(SuperusersOnly, admin.TabularInline):
    model = Membership
    autocomplete_fields = ["authority"]
    extra = 1


@admin.register(User)
class UserAdmin(SuperusersOnly, DjangoUserAdmin):
    list_display = ["username", "first_name", "last_name", "email", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser", "memberships__role"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Name", {"fields": ["first_name", "last_name", "email"]}),
        ("What they may do", {"fields": ["is_active", "is_superuser"]}),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]
    inlines = [MembershipInline]
