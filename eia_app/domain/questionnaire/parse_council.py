"""Turns the table of a council's file into a Council, or says everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from eia_app.domain.checked_tables import FaultList, Table
from eia_app.domain.questionnaire.check_edition import COUNCIL_LISTS
from eia_app.domain.questionnaire.model import Council
from eia_app.domain.questionnaire.parse_edition import read_group

COLOUR = re.compile(r"#[0-9a-f]{6}\Z", re.IGNORECASE)


def read_council(name: str, raw: Mapping[str, Any], faults: FaultList) -> Council:
    """Build the council's profile. Faults are added, not raised."""
    top = Table(raw, name, faults)
    colours, contact = top.table("colours"), top.table("contact")
    council = Council(
        id=top.text("id", ...),
        name=top.text("name", ...),
        short_name=top.text("short_name", ...),
        service_name=top.text("service_name", ...),
        review_group=top.text("review_group", ...),
        reviewer=top.text("reviewer", ...),
        area_code=top.text("area_code", ...),
        colours={key: colours.text(key, ...) for key in ("brand", "brand_text", "link")},
        contact={key: contact.text(key) for key in ("team", "email", "phone", "page")},
        lists={key: top.texts(key) for key in sorted(COUNCIL_LISTS - {"objectives"})},
        groups=tuple(read_group(table, local=True) for table in top.tables("group")),
        objectives=_objectives(top),
        themes=top.texts("themes"),
        names_in_reports=top.flag("names_in_reports"),
        small_number_threshold=top.number("small_number_threshold", 5),
        review_days=top.number("review_days", 10),
        sign_off_days=top.number("sign_off_days", 5),
        clear_days=top.number("clear_days", 5),
        quorum=top.number("quorum", 3),
    )
    top.text("organisation_type")
    for table in (colours, contact, top):
        table.done()
    _check(council, name, faults)
    return council


def _objectives(top: Table) -> tuple[tuple[str, str], ...]:
    found = []
    for table in top.tables("objective", "title"):
        found.append((table.text("title", ...), table.text("text")))
        table.done()
    return tuple(found)


def _check(council: Council, name: str, faults: FaultList) -> None:
    ids = [group.id for group in council.groups]
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        faults.add(name, f"group “{id_}” is there {ids.count(id_)} times")
    for key, colour in council.colours.items():
        if not COLOUR.match(colour):
            faults.add(name, f"colour {key} must look like #1d3557")
    for key in ("review_days", "sign_off_days", "clear_days"):
        if getattr(council, key) < 0:
            faults.add(name, f"“{key}” must not be less than 0")
    if not council.contact["team"]:
        faults.add(name, "contact: “team” is missing")
