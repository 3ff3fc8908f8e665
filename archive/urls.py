"""The reading pages' addresses. `document` is wired in config.urls, since it marks words."""

from django.urls import path

from archive.views.citing import cite
from archive.views.claims import claim
from archive.views.contradictions import compare, contradictions
from archive.views.documents import document_text
from archive.views.entities import entities, entity
from archive.views.holdings import collection, collections, publisher, publishers
from archive.views.home import home
from archive.views.originals import original
from archive.views.questions import question, questions
from archive.views.timeline import timeline
from archive.views.verifying import about, verify
from archive.views.versions import versions, web_annotations

urlpatterns = [
    path("", home, name="home"),
    path("claims/compare/", compare, name="compare"),
    path("contradictions/", contradictions, name="contradictions"),
    path("questions/", questions, name="questions"),
    path("questions/<slug:uid>/", question, name="question"),
    path("claims/<slug:uid>/", claim, name="claim"),
    path("documents/<slug:uid>/original", original, name="original"),
    path("documents/<slug:uid>/<str:slug>/original", original),
    path("documents/<slug:uid>/cite.<slug:form>", cite, name="cite"),
    path("documents/<slug:uid>/versions/", versions, name="versions"),
    path("documents/<slug:uid>/annotations.json", web_annotations, name="annotations"),
    path("documents/<slug:uid>/text", document_text, name="document_text"),
    path("verify/", verify, name="verify"),
    path("about/", about, name="about"),
    path("timeline/", timeline, name="timeline"),
    path("publishers/", publishers, name="publishers"),
    path("publishers/<slug:uid>/", publisher, name="publisher"),
    path("collections/", collections, name="collections"),
    path("collections/<slug:uid>/", collection, name="collection"),
    path("entities/", entities, name="entities"),
    path("entities/<slug:uid>/", entity, name="entity"),
    path("entities/<slug:uid>/<str:slug>/", entity, name="entity"),
]
