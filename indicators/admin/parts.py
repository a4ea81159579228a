"""The numerator and the denominator of an indicator, on its page."""

from django.contrib import admin

from indicators.models import Indicator, Relation


class PartsInline(admin.StackedInline):
    """Two of them, without script, each field with its label.

    Whoever may change the indicator may change them: its page asks for that.
    """

    model = Relation
    fk_name = "indicator"
    verbose_name = "part"
    verbose_name_plural = "what it is worked out from"
    extra = max_num = len(Relation.Role)

    def get_formset(self, request, obj=None, **kwargs):
        """What a part may be is another indicator of the same authority."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["part"].queryset = Indicator.objects.filter(authority=obj.authority_id).exclude(
            pk=obj.pk
        )
        return formset

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return True

    def has_change_permission(self, request, obj=None):
        return True

    def has_delete_permission(self, request, obj=None):
        return True
