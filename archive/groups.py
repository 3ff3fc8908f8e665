"""The groups that people are put into, made and topped up after every `migrate`.

Permissions do not exist yet inside a migration, so this listens to post_migrate.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

ANNOTATIONS = (
    "alias",
    "attribution",
    "boilerplate",
    "claim",
    "claimabout",
    "claimlink",
    "dating",
    "documentlink",
    "entity",
    "entityidentifier",
    "evidence",
    "mention",
    "note",
    "passage",
    "placement",
    "question",
    "questionclaim",
    "subject",
)
RECORDS = (
    "author",
    "collection",
    "document",
    "documentcollection",
    "documenttopic",
    "identifier",
    "publisher",
    "topic",
    "version",
)


def _all(models: tuple[str, ...], *actions: str) -> set[str]:
    return {f"{action}_{model}" for model in models for action in actions}


ANNOTATOR = (
    _all(ANNOTATIONS, "add", "change", "delete", "view")
    | _all(RECORDS, "add", "change", "view")
    | _all(("original", "event", "assessment"), "view")
    | {
        "see_restricted",
        "delete_author",
        "delete_documentcollection",
        "delete_documenttopic",
        "delete_identifier",
    }
)
REVIEWER = ANNOTATOR | _all(("assessment",), "add", "change", "delete") | {"review"}
EDITOR = (
    REVIEWER | _all(RECORDS, "delete") | _all(("original",), "add", "delete") | {"see_withdrawn"}
)

GROUPS = {"Annotators": ANNOTATOR, "Reviewers": REVIEWER, "Editors": EDITOR}


def connect(app: AppConfig) -> None:
    """Make the groups whenever the archive's tables were migrated."""
    post_migrate.connect(make_groups, sender=app, dispatch_uid="archive groups")


def make_groups(using: str = "default", **kwargs: Any) -> None:
    """Make the three groups, and add what permissions they lack; what an admin added stays."""
    from django.contrib.auth.management import create_permissions  # noqa: PLC0415
    from django.contrib.auth.models import Group, Permission  # noqa: PLC0415

    create_permissions(kwargs["sender"], using=using, verbosity=0)
    permissions = Permission.objects.using(using).filter(content_type__app_label="archive")
    by_name = {permission.codename: permission for permission in permissions}
    for name, codenames in GROUPS.items():
        group, _made = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(*(by_name[codename] for codename in codenames))
