"""Users in Django admin, with what they may do in which authority."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin

from csp_dashboard.models import User
from indicators.models import Membership

admin.site.site_header = "Children's services performance"
admin.site.site_title = "Children's services performance"
admin.site.index_title = "Authorities, indicators, targets and thresholds"


class MembershipInline(admin.TabularInline):
    model = Membership
    autocomplete_fields = ["authority"]
    extra = 1


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    inlines = [MembershipInline]
