"""Every address, and the wiring of what needs both apps."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from archive.views.documents import document
from config.marks import marks

MARKS = {"spans": marks}
SIGN_IN = LoginView.as_view(template_name="sign_in.html", redirect_authenticated_user=True)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("sign-in/", SIGN_IN, name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("language/", require_POST(set_language), name="set_language"),
    path("", include("archive.urls")),
    path("documents/<slug:uid>/", document, MARKS, name="document"),
    path("documents/<slug:uid>/<str:slug>/", document, MARKS, name="document"),
    path("", include("search.urls")),
]
