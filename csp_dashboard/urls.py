"""Every address of the site; the pages people read are in reports.urls, the files they came from in importers.urls."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from csp_dashboard.forms import SignInForm

urlpatterns = [
    path("admin/", admin.site.urls),
    path(
        "sign-in/",
        LoginView.as_view(authentication_form=SignInForm, redirect_authenticated_user=True),
        name="sign-in",
    ),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("", include("importers.urls")),
    path("", include("reports.urls")),
]
