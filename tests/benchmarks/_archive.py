"""A generated archive for the pages' benchmark: the same for the same size."""

from __future__ import annotations

import random
from hashlib import sha256
from typing import Any

SEED = 20141217
WORDS = 6000


class Archive:
    """A generated archive; the same for the same size."""

    def __init__(self, documents: int) -> None:
        self.size = documents
        self.random = random.Random(SEED)
        letters = "abcdefghijklmnoprstuvw"
        self.words = sorted(
            {
                "".join(self.random.choices(letters, k=self.random.randint(2, 9)))
                for _ in range(WORDS)
            }
        )
        self.random.shuffle(self.words)
        self.weights = [1 / (rank + 1) for rank in range(len(self.words))]

    def text(self, words: int) -> str:
        """Sentences of about twelve words, in paragraphs of four."""
        drawn = self.random.choices(self.words, self.weights, k=words)
        sentences = [
            " ".join(drawn[i : i + 12]).capitalize() + "." for i in range(0, len(drawn), 12)
        ]
        paragraphs = [" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)]
        return "\n\n".join(paragraphs)

    def fill(self) -> None:
        """Make every row."""
        from archive.models import Document, Entity, Publisher, Version

        publishers = Publisher.objects.bulk_create(
            Publisher(uid=f"publisher-{n}", name=f"The {self.words[n].capitalize()} Post")
            for n in range(20)
        )
        kinds = ("person", "organisation", "place", "event", "other")
        entities = Entity.objects.bulk_create(
            (
                Entity(
                    uid=f"entity-{n}",
                    kind=kinds[n % 5],
                    name=" ".join(w.capitalize() for w in self.random.choices(self.words, k=2)),
                )
                for n in range(self.size)
            ),
            batch_size=1000,
        )
        documents = Document.objects.bulk_create(
            (self.document(n, publishers[n % 20]) for n in range(self.size)), batch_size=1000
        )
        versions = Version.objects.bulk_create(
            (self.version(document, 360) for document in documents), batch_size=500
        )
        for at in range(0, len(versions), 1000):
            self.annotate(versions[at : at + 1000], entities, claims=3, mentions=10, datings=3)
        long = self.document(self.size, publishers[0])
        long.save()
        text = self.version(long, 17_500)
        text.save()
        self.annotate([text], entities, claims=170, mentions=170, datings=160)
        self.link()
        entities[0].save()  # an archive in use has had a name saved

    def document(self, n: int, publisher: Any) -> Any:
        """An unsaved document of a day between 2000 and 2024."""
        from archive.models import Document

        day = f"{2000 + n % 25}-{1 + n % 12:02}-{1 + n % 28:02}"
        title = " ".join(self.random.choices(self.words, self.weights, k=7)).capitalize()
        made = Document(
            uid=f"document-{n}", title=title, publisher=publisher, dated=day, dated_basis="stated"
        )
        made.derive()
        return made

    def version(self, document: Any, words: int) -> Any:
        """An unsaved version with a text of so many words."""
        from archive.models import Version

        text = self.text(words)
        return Version(
            document=document, number=1, text=text, sha256=sha256(text.encode()).hexdigest()
        )

    def spans(self, text: str, count: int) -> list[tuple[int, int]]:
        """So many different runs of whole words."""
        found: set[tuple[int, int]] = set()
        while len(found) < count:
            start = text.rfind(" ", 0, self.random.randrange(len(text) - 200)) + 1
            end = text.find(" ", start + self.random.randrange(4, 90))
            if end > start:
                found.add((start, end))
        return sorted(found)

    def annotate(
        self, versions: list[Any], entities: list[Any], claims: int, mentions: int, datings: int
    ) -> None:
        """Accepted annotations on passages of their own."""
        from archive.models import Attribution, Claim, Dating, Mention, Passage

        kinds = ["claim"] * claims + ["mention"] * mentions + ["dating"] * datings
        wanted = []
        for version in versions:
            for kind, (start, end) in zip(kinds, self.spans(version.text, len(kinds)), strict=True):
                quote = version.text[start:end]
                wanted.append((kind, Passage(version=version, start=start, end=end, quote=quote)))
        Passage.objects.bulk_create((passage for _kind, passage in wanted), batch_size=1000)
        of_kind: dict[str, list[Any]] = {"claim": [], "mention": [], "dating": []}
        for kind, passage in wanted:
            of_kind[kind].append(passage)
        made = Claim.objects.bulk_create(
            (
                Claim(
                    uid=f"claim-{passage.pk}",
                    passage=passage,
                    mode="indirect",
                    statement=passage.quote.capitalize()[:200] + ".",
                    review="accepted",
                )
                for passage in of_kind["claim"]
            ),
            batch_size=1000,
        )
        Attribution.objects.bulk_create(
            (Attribution(claim=claim, entity=self.someone(entities)) for claim in made),
            batch_size=1000,
        )
        Mention.objects.bulk_create(
            (
                Mention(passage=passage, entity=self.someone(entities), review="accepted")
                for passage in of_kind["mention"]
            ),
            batch_size=1000,
        )
        days = [Dating(passage=passage, edtf="2016-03", review="accepted")
                for passage in of_kind["dating"]]  # fmt: skip
        for dating in days:
            dating.derive()
        Dating.objects.bulk_create(days, batch_size=1000)

    def someone(self, entities: list[Any]) -> Any:
        """An entity, a few far more often than the others."""
        return entities[int(len(entities) * self.random.random() ** 3)]

    def link(self) -> None:
        """A contradiction for every twentieth claim, and a question of thirty claims."""
        from archive.models import Claim, ClaimLink, Question, QuestionClaim

        keys = list(Claim.objects.order_by("pk").values_list("pk", flat=True))
        self.random.shuffle(keys)
        count = len(keys) // 20
        pairs = zip(keys[:count], keys[count : 2 * count], strict=True)
        ClaimLink.objects.bulk_create(
            (
                ClaimLink(source_id=one, kind="contradicts", target_id=other, review="accepted")
                for one, other in pairs
            ),
            batch_size=1000,
        )
        question = Question.objects.create(uid="question", title="Which?", review="accepted")
        QuestionClaim.objects.bulk_create(
            QuestionClaim(question=question, claim_id=key) for key in keys[:30]
        )
