"""Publishers, collections and topics."""

from django.contrib import admin

from archive.admin.base import KeptAdmin, PlainAdmin
from archive.models import Collection, Publisher, Topic


@admin.register(Publisher)
class PublisherAdmin(KeptAdmin):
    """Who published documents."""

    fields = ["name", "home", "language", "entity", "note", "uid"]
    autocomplete_fields = ["entity"]
    list_display = ["name", "language", "home"]
    list_filter = ["language"]
    search_fields = ["name", "uid"]


@admin.register(Collection)
class CollectionAdmin(KeptAdmin):
    """What documents are kept in together."""

    fields = ["name", "scope", "custodian", "default_access", "default_rights", "uid"]
    list_display = ["name", "custodian", "default_access"]
    list_filter = ["default_access"]
    search_fields = ["name", "uid"]


@admin.register(Topic)
class TopicAdmin(PlainAdmin):
    """Subject headings."""

    fields = ["name", "uid"]
    list_display = ["name"]
    search_fields = ["name", "uid"]
