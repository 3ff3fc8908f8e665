"""Every address, and the wiring of what needs both apps."""

from django.contrib import admin
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from archive.views.documents import document
from config.marks import marks

MARKS = {"spans": marks}

urlpatterns = [
    path("admin/", admin.site.urls),
    path("language/", require_POST(set_language), name="set_language"),
    path("", include("archive.urls")),
    path("documents/<slug:uid>/", document, MARKS, name="document"),
    path("documents/<slug:uid>/<str:slug>/", document, MARKS, name="document"),
    path("", include("search.urls")),
]
