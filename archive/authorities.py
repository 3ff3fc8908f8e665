"""Where an outside id of an entity leads."""

from __future__ import annotations

import re
from urllib.parse import quote

# scheme: (what its ids look like, the address of one)
AUTHORITIES = {
    "wikidata": (r"Q[1-9][0-9]*", "https://www.wikidata.org/wiki/{}"),
    "viaf": (r"[0-9]+", "https://viaf.org/viaf/{}"),
    "isni": (r"[0-9]{15}[0-9X]", "https://isni.org/isni/{}"),
    "geonames": (r"[0-9]+", "https://www.geonames.org/{}"),
    "lccn": (r"[a-z]{1,3}[0-9]+", "https://id.loc.gov/authorities/{}"),
    "ror": (r"0[a-z0-9]{8}", "https://ror.org/{}"),
    "orcid": (r"(?:[0-9]{4}-){3}[0-9]{3}[0-9X]", "https://orcid.org/{}"),
}


def authority_address(scheme: str, value: str) -> str:
    """The page of this id at its authority; "" where that is not known for certain."""
    pattern, address = AUTHORITIES.get(scheme.strip().lower(), ("", ""))
    if address and re.fullmatch(pattern, value.strip()):
        return address.format(quote(value.strip()))
    return ""
