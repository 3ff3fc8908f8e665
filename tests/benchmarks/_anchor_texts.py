"""Articles to edit: written here from templates, and the real ones where the shared data are.

Each template is used several times in one article, with other names and numbers: such sentences
are what an anchor must not confuse.
"""

# ruff: noqa: SIM905 - words read better in a row
import json
import random
from collections.abc import Callable

from tests.data import ROOT

FIRST = (
    "Ada Bela Carl Dora Emil Faye Goran Hana Igor Jana Karim Lena Milo Nadia Oskar Petra".split()
)
LAST = (
    "Moreno Okafor Lindqvist Haddad Petrov Nakamura O’Brien Szabó Duarte Mensah Kowalski Nguyễn "
    "García Öztürk Vandenberg Sørensen"
).split()
PLACES = "Port Alder,Northmoor,Lake Ilse,Santa Vera,Kestrel Bay,Ostrava Road,Val d’Orne".split(",")
BODIES = (
    "the harbour board,the county court,the Ministry of Transport,the ferry company,"
    "the teachers’ union,the audit office,the Coastal Bank,the port authority,the city council"
).split(",")
ROLES = "harbour master,auditor,deputy minister,union leader,spokeswoman,engineer,judge".split(",")
MONTHS = "January February March April May June July August September October November".split()
TEMPLATES = (
    "{Body} paid {n} million crowns to {body} in {month} {year}, according to {person}.",
    "{person}, the {role}, said on {day} {month} that {n} ferries would be sold to {body}.",
    "“We did not sell {n} ferries to anybody,” said {person}, the {role} of {place}.",
    "In {month} {year}, {body} rejected an offer of {n} million crowns from {body}.",
    "{person} denied that {body} had known of the {n} letters before {month} {year}.",
    "The report – {n} pages long – names {person} and {person} as its authors.",
    "“It’s a mistake,” {person} told reporters in {place}, “and {body} will correct it.”",
    "{Body} said it would not comment.",
    "{person} did not answer questions.",
    "The bridge at {place}, closed since {day} {month} {year}, carries {n} lorries a day.",
    "{Body} will vote on the plan on {day} {month}; {person} is expected to speak against it.",
    "A year earlier, {body} had lent {body} {n} million crowns at {m} per cent.",
    "About {n} people marched through {place} on {day} {month}, {body} estimated.",
    "{person} was {role} of {place} from {year} to {year}.",
    "According to {body}, the number of passengers fell by {m} per cent to {n},{hundred} in "
    "{year}.",
    "The court heard that {person} met {person} in {place} on {day} {month} {year}.",
    "Nobody at {body} could say when the {n} missing files were last seen…",
    "“The contract of {month} {year} was never signed,” {person} wrote in a letter to {body}.",
    "In a note dated {day} {month}, {person} called the figures of {body} “a guess -- no more”.",
    "{person} has since left {place} and now works as {role} for {body}.",
)
BOILERPLATE = (
    "You May Also Like",
    "Share this article",
    "Sign up for our newsletter and never miss a story.",
    "Advertisement",
    "Read more: {title}",
    "© {year} The {place} Courier. All rights reserved.",
    "By {person} | {day} {month} {year} | Updated {m} hours ago",
    "Recommended for you: {title}",
    "{n} comments",
    "Follow us on social media for the latest from {place}.",
)


def sentence(rng: random.Random, template: str) -> str:
    """One sentence from a template; each gap is filled anew."""
    fills: dict[str, Callable[[], str]] = {
        "person": lambda: f"{rng.choice(FIRST)} {rng.choice(LAST)}",
        "place": lambda: rng.choice(PLACES),
        "body": lambda: rng.choice(BODIES),
        "Body": lambda: rng.choice(BODIES).replace("the", "The", 1),
        "role": lambda: rng.choice(ROLES),
        "month": lambda: rng.choice(MONTHS),
        "year": lambda: str(rng.randint(1958, 2024)),
        "day": lambda: str(rng.randint(1, 28)),
        "n": lambda: str(rng.randint(11, 990)),
        "m": lambda: str(rng.randint(2, 19)),
        "hundred": lambda: f"{rng.randint(0, 999):03}",
        "title": lambda: rng.choice(BODIES).title() + " and the " + rng.choice(ROLES),
    }
    for name, fill in fills.items():
        while "{" + name + "}" in template:
            template = template.replace("{" + name + "}", fill(), 1)
    return template


def paragraph(rng: random.Random, templates: tuple[str, ...] = TEMPLATES) -> str:
    """One to five sentences."""
    return " ".join(sentence(rng, rng.choice(templates)) for _ in range(rng.randint(1, 5)))


def article(rng: random.Random) -> str:
    """An article of 4 to 14 paragraphs from few templates, so that its sentences look alike."""
    few = tuple(rng.sample(TEMPLATES, rng.randint(5, 14)))
    title = sentence(rng, "{Body} and the {n} letters of {person}")
    paragraphs = [title] + [paragraph(rng, few) for _ in range(rng.randint(4, 14))]
    if rng.random() < 0.5:
        paragraphs += [boilerplate(rng) for _ in range(rng.randint(1, 4))]
    return rng.choice(("\n", "\n\n")).join(paragraphs)


def boilerplate(rng: random.Random) -> str:
    """One line of what stands around an article."""
    return sentence(rng, rng.choice(BOILERPLATE))


def real_texts(shortest: int = 600, longest: int = 9000) -> dict[str, list[str]]:
    """The shared texts of a middling length in characters, by source; none where they are not."""
    found = {}
    for source in ("wikinews60", "frus_cuba_1958_60"):
        path = ROOT / f"{source}.jsonl"
        if path.exists():
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            texts = [row["text"] for row in rows]
            found[source] = [text for text in texts if shortest <= len(text) <= longest]
    return found
