"""Plain makers of rows for tests: believable text, no random words.

What takes several rows is one change, as on a site: the index follows once.
"""

from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction

from archive.models import (
    Attribution,
    Claim,
    ClaimLink,
    Dating,
    Document,
    Entity,
    Mention,
    Note,
    Publisher,
    Review,
    Version,
)
from archive.passages import find_one

TEXT = (
    "Officials of the two governments met in Havana on Tuesday to talk about the mail.\n\n"
    "Direct post has been suspended for half a century. “We are ready to begin,” said Elena Marsh, "
    "who led the delegation from the Postal Union.\n\n"
    "The island’s ministry said that no day had been agreed."
)


def make_publisher(uid: str = "harbour-post", name: str = "The Harbour Post") -> Publisher:
    """A publisher, made once."""
    return Publisher.objects.get_or_create(uid=uid, defaults={"name": name})[0]


@transaction.atomic
def make_document(text: str = TEXT, language: str = "en", **fields: Any) -> Document:
    """A document with one published version of `text`."""
    fields.setdefault("title", "Talks on direct mail open in Havana")
    fields.setdefault("publisher", make_publisher())
    if fields.get("dated"):
        fields.setdefault("dated_basis", "stated")
    document = Document.objects.create(**fields)
    Version.objects.create(document=document, number=1, language=language, text=text)
    return document


def passage_of(document: Document, quote: str, occurrence: int | None = None) -> Any:
    """The saved passage of a quote in the document's first version."""
    version = document.versions.get(number=1)
    span = find_one(version.text, quote, occurrence=occurrence)
    return version.passage(span.start, span.end)


def make_entity(name: str = "Elena Marsh", kind: str = "person", **fields: Any) -> Entity:
    """An entity."""
    return Entity.objects.create(name=name, kind=kind, **fields)


@transaction.atomic
def make_mention(document: Document, quote: str, entity: Entity, **fields: Any) -> Mention:
    """An accepted mention of an entity by a quote."""
    fields.setdefault("review", Review.ACCEPTED)
    passage = passage_of(document, quote, fields.pop("occurrence", None))
    return Mention.objects.create(passage=passage, entity=entity, **fields)


@transaction.atomic
def make_claim(
    document: Document,
    quote: str = "We are ready to begin",
    claimant: Entity | None = None,
    **fields: Any,
) -> Claim:
    """An accepted claim on a quote; of an unnamed official where no claimant is given."""
    fields.setdefault("review", Review.ACCEPTED)
    fields.setdefault("mode", "direct")
    fields.setdefault("statement", "The Postal Union says that it is ready to begin.")
    claim = Claim.objects.create(passage=passage_of(document, quote), **fields)
    Attribution.objects.create(
        claim=claim, entity=claimant, as_worded="" if claimant else "an official"
    )
    return claim


def make_link(source: Claim, kind: str, target: Claim, **fields: Any) -> ClaimLink:
    """An accepted link between two claims."""
    fields.setdefault("review", Review.ACCEPTED)
    return ClaimLink.objects.create(source=source, kind=kind, target=target, **fields)


@transaction.atomic
def make_dating(document: Document, quote: str, edtf: str, **fields: Any) -> Dating:
    """An accepted dating on a quote."""
    fields.setdefault("review", Review.ACCEPTED)
    return Dating.objects.create(passage=passage_of(document, quote), edtf=edtf, **fields)


@transaction.atomic
def make_note(document: Document, quote: str, text: str, **fields: Any) -> Note:
    """An accepted note on a quote."""
    fields.setdefault("review", Review.ACCEPTED)
    return Note.objects.create(passage=passage_of(document, quote), text=text, **fields)


def make_user(role: str = "reader") -> User:
    """A user of a role: reader, annotator, reviewer, editor (staff but for the reader)."""
    user = User.objects.create_user(role, f"{role}@archive.example", "a long pass phrase")
    if role != "reader":
        user.is_staff = True
        user.save()
        user.groups.add(Group.objects.get(name=f"{role.capitalize()}s"))
    return user
