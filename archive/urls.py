"""The reading pages' addresses. `document` is wired in config.urls, since it marks words."""

from django.urls import path

from archive.views.entities import entities, entity
from archive.views.home import home

urlpatterns = [
    path("", home, name="home"),
    path("entities/", entities, name="entities"),
    path("entities/<slug:uid>/", entity, name="entity"),
    path("entities/<slug:uid>/<str:slug>/", entity, name="entity"),
]
