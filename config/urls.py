"""Every address, and the wiring of what needs both apps."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("archive.urls")),
    path("", include("search.urls")),
]
