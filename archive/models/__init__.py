"""What is stored; one file a noun."""

from archive.models.base import Review
from archive.models.claims import (
    Assessment,
    Attribution,
    Claim,
    ClaimAbout,
    ClaimLink,
    LinkKind,
    Mode,
    Status,
)
from archive.models.dates import Dating, DatingStatus, DatingType
from archive.models.document_links import DocumentLink, DocumentLinkKind
from archive.models.documents import (
    Author,
    DatedBasis,
    DatedKind,
    Document,
    DocumentCollection,
    DocumentTopic,
    Genre,
    Identifier,
)
from archive.models.entities import (
    Alias,
    AliasKind,
    Entity,
    EntityIdentifier,
    EntityKind,
    Mention,
    Subject,
)
from archive.models.holdings import Access, Collection, Publisher, Topic
from archive.models.journal import WorkbenchAction
from archive.models.notes import Event, EventKind, Note, NoteAudience, NoteKind
from archive.models.questions import Evidence, Question, QuestionClaim, QuestionState
from archive.models.reviewing import Comment, Operation, Proposal, ProposalState
from archive.models.texts import (
    READING_ORDER,
    Boilerplate,
    Layer,
    Original,
    Passage,
    Placement,
    PlacementState,
    TranslatedBy,
    Version,
)

__all__ = [
    "READING_ORDER",
    "Access",
    "Alias",
    "AliasKind",
    "Assessment",
    "Attribution",
    "Author",
    "Boilerplate",
    "Claim",
    "ClaimAbout",
    "ClaimLink",
    "Collection",
    "Comment",
    "DatedBasis",
    "DatedKind",
    "Dating",
    "DatingStatus",
    "DatingType",
    "Document",
    "DocumentCollection",
    "DocumentLink",
    "DocumentLinkKind",
    "DocumentTopic",
    "Entity",
    "EntityIdentifier",
    "EntityKind",
    "Event",
    "EventKind",
    "Evidence",
    "Genre",
    "Identifier",
    "Layer",
    "LinkKind",
    "Mention",
    "Mode",
    "Note",
    "NoteAudience",
    "NoteKind",
    "Operation",
    "Original",
    "Passage",
    "Placement",
    "PlacementState",
    "Proposal",
    "ProposalState",
    "Publisher",
    "Question",
    "QuestionClaim",
    "QuestionState",
    "Review",
    "Status",
    "Subject",
    "Topic",
    "TranslatedBy",
    "Version",
    "WorkbenchAction",
]
