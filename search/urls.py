"""The search pages' addresses."""

from django.urls import path

from search.views import completing, exports, feeds, help, machines, pages, saved

urlpatterns = [
    path("search/", pages.search, name="search"),
    path("documents/", pages.every_document),  # where an address of a document is cut short
    path("claims/", pages.every_claim),
    path("search/help/", help.search_help, name="search_help"),
    path("search.json", exports.as_json, name="search_json"),
    path("search.csv", exports.as_csv, name="search_csv"),
    path("search.jsonl", exports.as_jsonl, name="search_jsonl"),
    path("search.atom", feeds.as_feed, name="search_atom"),
    path("entities/<slug:uid>/feed.atom", feeds.of_entity, name="entity_feed"),
    path("publishers/<slug:uid>/feed.atom", feeds.of_publisher, name="publisher_feed"),
    path("collections/<slug:uid>/feed.atom", feeds.of_collection, name="collection_feed"),
    path("complete.json", completing.complete, name="complete"),
    path("searches/", saved.saved_searches, name="saved_searches"),
    path("searches/save/", saved.save, name="save_search"),
    path("searches/<slug:uid>/delete/", saved.delete, name="delete_search"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap, name="sitemap_section"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.healthz, name="healthz"),
]
