"""Which rows bear on the index is said of every model."""

from django.apps import apps

from search.affected import AFFECTED, ONLY_WHEN


def test_every_model_of_the_archive_is_watched_or_known_not_to_matter() -> None:
    no_matter = {
        "Alias", "Author", "Comment", "EntityIdentifier", "Event", "Evidence", "Identifier",
        "Note", "Operation", "Original", "Placement", "Proposal", "Question", "QuestionClaim",
        "WorkbenchAction",
    }  # fmt: skip
    models = {
        model.__name__
        for model in apps.get_app_config("archive").get_models()
        if not model.__name__.startswith("Historical")
    }
    watched = {model.__name__ for model in (*AFFECTED, *ONLY_WHEN)}
    assert models == watched | no_matter
