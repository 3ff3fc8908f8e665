"""A query answered from one snapshot: match, mask, count, order, and cut out a page."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import reduce

import numpy as np

from search.backends.base import (
    UNDATED,
    All,
    Clause,
    Days,
    Facet,
    Histogram,
    Hit,
    No,
    Query,
    Readable,
    Results,
    Sought,
    Tagged,
)
from search.backends.whoosh import counting
from search.backends.whoosh.matching import ANYWHERE, Matching
from search.backends.whoosh.matchsets import MatchSet, Narrowed
from search.backends.whoosh.occurrences import Occurrences, first_position
from search.backends.whoosh.scoring import scores
from search.backends.whoosh.snapshot import Chosen, Snapshot

Array = np.ndarray
BODY_FIRST = sorted(ANYWHERE, key=("body", "title", "body_other").index)
FIRST_PAGES = 100  # rows that are kept in order, once a page of them was asked for
MANY_TIED = 500  # rows; of more, the orders of the segments are quicker than sorting


def matched(snapshot: Snapshot, query: Query) -> MatchSet:
    """The match set of a query's tree, kept until the next commit.

    A tree that asks for standings depends on who asks, and is kept for each.
    """
    key = query.tree, query.kind, query.readable if _asks_standing(query.tree) else None
    return snapshot.matches.get(key, lambda: _match(snapshot, query))


def _match(snapshot: Snapshot, query: Query) -> MatchSet:
    matching = Matching(snapshot, query.readable)
    rows = matching.rows(query.tree) & snapshot.of_kind(query.kind)
    return MatchSet(
        rows,
        scores(snapshot, matching.scoring, query.kind, rows),
        _elsewhere(snapshot, matching.stands),
        tuple(dict.fromkeys(matching.words)),
        tuple(dict.fromkeys(matching.notes)),
    )


def _elsewhere(snapshot: Snapshot, stands: Iterable[Occurrences]) -> Array | None:
    """The rows in which what was sought stands in other layers only; None where it is none."""
    by_field: dict[bool, list[Array]] = {True: [], False: []}
    for found in stands:
        for field, (rows, _counts) in found.items():
            by_field[field == "body_other"].append(rows)
    if not any(len(rows) for rows in by_field[True]):
        return None
    mask = np.zeros(snapshot.table.size, bool)
    for rows in by_field[True]:
        mask[rows] = True
    for rows in by_field[False]:
        mask[rows] = False
    return mask


def _asks_standing(clause: Clause) -> bool:
    if isinstance(clause, Tagged):
        return clause.facet == "standing"
    parts = getattr(clause, "parts", None) or [getattr(clause, "part", None)]
    return any(_asks_standing(part) for part in parts if part is not None)


def answer(snapshot: Snapshot, query: Query) -> Results:
    """Everything that a query asks for."""
    match_set = matched(snapshot, query)
    narrowed = match_set.narrowed.get(
        _narrowing(query), lambda: _narrow(snapshot, query, match_set)
    )
    page = _page(snapshot, query, narrowed, match_set.scores)
    return Results(
        total=narrowed.total,
        possibly=narrowed.possibly,
        hits=_hits(snapshot, query, page, match_set, match_set.scores),
        also=_also(snapshot, query, narrowed.total, match_set),
        facets=narrowed.facets,
        histogram=narrowed.histogram,
        words=match_set.words,
        notes=match_set.notes,
    )


def _narrowing(query: Query) -> Hashable:
    """All of a query that says which of the matches are left and what is counted."""
    filters = tuple(sorted((name, tuple(values)) for name, values in query.filters.items()))
    return (
        query.readable, filters, query.published, query.mentioned,
        query.counted, query.over if query.histogram else "",
    )  # fmt: skip


def _narrow(snapshot: Snapshot, query: Query, match_set: MatchSet) -> Narrowed:
    seen = match_set.rows & snapshot.readable(query.readable)
    clauses = _clauses(snapshot, query)
    exact = reduce(np.logical_and, clauses.values(), seen)
    return Narrowed(
        rows=exact,
        total=int(np.count_nonzero(exact)),
        possibly=_possibly(snapshot, query, exact),
        facets=_facets(snapshot, query, seen, exact, clauses),
        histogram=_histogram(snapshot, query, seen, clauses) if query.histogram else None,
    )


def _clauses(snapshot: Snapshot, query: Query) -> dict[str, Array]:
    """The mask of each filter by itself, named after its facet or range."""
    clauses = {
        facet: snapshot.tagged(facet, set(values), query.readable)
        for facet, values in query.filters.items()
        if values
    }
    for over, days in (("published", query.published), ("mentioned", query.mentioned)):
        if days != UNDATED:
            clauses[over] = counting.overlapping(snapshot, over, days)
    return clauses


def _possibly(snapshot: Snapshot, query: Query, exact: Array) -> int:
    """How many of the matches may lie outside the mentioned days asked for as well as inside."""
    if query.mentioned == UNDATED:
        return 0
    return int((exact & ~counting.surely_mentioned(snapshot, query.mentioned)).sum())


def _facets(
    snapshot: Snapshot, query: Query, seen: Array, exact: Array, clauses: dict[str, Array]
) -> dict[str, Facet]:
    """Each facet counted under every clause but its own."""
    facets = {}
    under_all = Chosen(exact)
    for name in query.counted:
        chosen = under_all
        if name in clauses:
            others = (mask for clause, mask in clauses.items() if clause != name)
            chosen = Chosen(reduce(np.logical_and, others, seen))
        counts, meaning = snapshot.count(name, chosen, query.kind, query.readable)
        facets[name] = counting.facet(counts, meaning, query.filters.get(name, ()))
    return facets


def _histogram(
    snapshot: Snapshot, query: Query, seen: Array, clauses: dict[str, Array]
) -> Histogram:
    mask = reduce(np.logical_and, clauses.values(), seen)
    others = (each for clause, each in clauses.items() if clause != query.over)
    undated = reduce(np.logical_and, others, seen)
    days: Days = query.published if query.over == "published" else query.mentioned
    return counting.histogram(snapshot, query.over, mask, undated, days)


def _page(snapshot: Snapshot, query: Query, narrowed: Narrowed, scored: Array) -> Array:
    """The rows of the page in the order asked for; ties by uid. The first pages are kept."""
    offset, until = query.offset, query.offset + query.limit
    if not query.limit:  # whoever only counts waits for no order
        return np.zeros(0, np.intp)
    if until > FIRST_PAGES:
        return _ordered(snapshot, query.sort, narrowed.rows, scored, until)[offset:]
    first = narrowed.first.get(
        query.sort, lambda: _ordered(snapshot, query.sort, narrowed.rows, scored, FIRST_PAGES)
    )
    return first[offset:until]


def _ordered(snapshot: Snapshot, sort: str, mask: Array, scored: Array, until: int) -> Array:
    """The first rows of a mask in an order, so many of them; ties by uid."""
    if sort == "title":
        return snapshot.first(mask, "title", until)
    rows = np.flatnonzero(mask)
    if sort == "newest":
        keys = -snapshot.plain("newest").take(rows)
    elif sort == "oldest":
        keys = snapshot.plain("oldest").take(rows)
    else:
        keys = -scored.take(rows)
    if not until or not len(rows):
        return rows[:0]
    least = np.partition(keys, until - 1)[until - 1] if until < len(rows) else keys.max()
    better = keys < least
    ahead, ahead_keys, tied = rows[better], keys[better], rows[keys == least]
    by_uid = snapshot.sort(ahead)
    order = np.argsort(ahead_keys[np.searchsorted(ahead, by_uid)], kind="stable")
    return np.concatenate([by_uid[order], _first_tied(snapshot, tied, until - len(ahead))])


def _first_tied(snapshot: Snapshot, tied: Array, count: int) -> Array:
    """The first of rows that tie, by uid."""
    if len(tied) <= MANY_TIED:
        return snapshot.sort(tied)[:count]
    mask = np.zeros(snapshot.table.size, bool)
    mask[tied] = True
    return snapshot.first(mask, "uid", count)


def _hits(
    snapshot: Snapshot, query: Query, rows: Array, match_set: MatchSet, scored: Array
) -> tuple[Hit, ...]:
    layers = _layers(snapshot, rows, match_set)
    uids, documents = snapshot.some("uid", rows), snapshot.some("document", rows)
    return tuple(
        Hit(uid.decode(), query.kind.removesuffix("s"), document.decode(), float(score), layer)
        for uid, document, score, layer in zip(uids, documents, scored[rows], layers, strict=True)
    )


def _layers(snapshot: Snapshot, rows: Array, match_set: MatchSet) -> list[str]:
    """For each row the layer in which something was found: the first read, else the first other."""
    names = snapshot.table.meaning["layer"]
    layers = [names[code] for code in snapshot.some("layer", rows).tolist()]
    if match_set.elsewhere is not None:
        for at in np.flatnonzero(match_set.elsewhere[rows]).tolist():
            layers[at] = _other_layer(snapshot, int(rows[at]), match_set.words) or layers[at]
    return layers


def _other_layer(snapshot: Snapshot, row: int, words: tuple[Sought, ...]) -> str | None:
    """The layer of the first place in body_other where a sought word stands in a row."""
    places = [
        place
        for sought in words
        for word in sought.slots[0]
        if (place := first_position(snapshot, "body_other", word, row)) is not None
    ]
    others = snapshot.table.ragged["others"]
    start, after = others.offsets[row : row + 2].tolist()
    if not places or start == after:
        return None
    starts = others.columns["start"][start:after]
    which = int(np.searchsorted(starts, min(places), side="right")) - 1
    return snapshot.table.meaning["layer"][int(others.columns["layer"][start + which])]


def _also(snapshot: Snapshot, query: Query, total: int, match_set: MatchSet) -> tuple[Hit, ...]:
    """Where all words find less than a page: what has most of them, the most first."""
    tree = query.tree
    if not (query.also and query.offset == 0 and total < query.limit and isinstance(tree, All)):
        return ()
    asked = [part for part in tree.parts if not isinstance(part, No | Tagged)]
    must = [part for part in tree.parts if isinstance(part, No | Tagged)]
    if len(asked) < 2:
        return ()
    matching = Matching(snapshot, query.readable)
    have = np.zeros(snapshot.table.size, np.int32)
    for part in asked:
        have += matching.rows(part)
    mask = snapshot.of_kind(query.kind) & snapshot.readable(query.readable)
    mask &= (have * 2 > len(asked)) & ~match_set.rows
    for excluded in must:
        mask &= matching.rows(excluded, ANYWHERE, wanted=False)
    mask = reduce(np.logical_and, _clauses(snapshot, query).values(), mask)
    rows = np.flatnonzero(mask)
    scored = scores(snapshot, matching.scoring, query.kind, mask)
    order = np.lexsort((-scored[rows], -have[rows]))[: query.limit * 50]
    near = snapshot.sort(rows[order])
    order = np.lexsort((-scored[near], -have[near]))
    return _hits(snapshot, query, near[order[: query.limit]], match_set, scored)


def complete(snapshot: Snapshot, prefix: str, limit: int, readable: Readable) -> list[str]:
    """Words that start so and stand in something that may be read, most used first."""
    return _that_stand(snapshot, snapshot.lexicon.starting(prefix), limit, readable)


def similar(snapshot: Snapshot, word: str, limit: int, readable: Readable) -> list[str]:
    """Words spelled almost like one that stand in something that may be read, nearest first."""
    return _that_stand(snapshot, snapshot.lexicon.near(word), limit, readable)


def _that_stand(
    snapshot: Snapshot, words: Iterable[str], limit: int, readable: Readable
) -> list[str]:
    """The first words, up to a limit, that stand in something that may be read."""
    seen = snapshot.alive & snapshot.readable(readable)
    found: list[str] = []
    for word in words:
        # most words stand in a body: the other fields are then not read at all
        if any(seen[snapshot.postings(field, word).docs].any() for field in BODY_FIRST):
            found.append(word)
            if len(found) == limit:
                break
    return found
