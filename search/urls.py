"""The search pages' addresses."""

from django.urls import path

from search.views import completing, exports, machines, pages

urlpatterns = [
    path("search/", pages.search, name="search"),
    path("search.json", exports.as_json, name="search_json"),
    path("search.csv", exports.as_csv, name="search_csv"),
    path("search.jsonl", exports.as_jsonl, name="search_jsonl"),
    path("complete.json", completing.complete, name="complete"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("healthz", machines.healthz, name="healthz"),
]
