"""What stands in columns of JSON, in the shape that pages read, whatever a wrong writer left."""

from __future__ import annotations

import json
from typing import Any

from eia_app.domain.questionnaire import Group
from eia_app.domain.routing import Route

OF_GROUP = ("id", "title", "people")
OF_OVERRIDE = ("route", "reason", "by", "at")


def texts(stored: Any) -> list[str]:
    """Return a list of sentences; what is no text is given as it is stored."""
    found = stored if isinstance(stored, list) else [stored]
    return [each if isinstance(each, str) else json.dumps(each) for each in found]


def local_groups(stored: Any) -> list[Group]:
    """Return the groups of a council; without what is none."""
    found = []
    for raw in stored if isinstance(stored, list) else ():
        try:
            group = Group(**{**raw, "local": True})
        except TypeError:
            continue
        if all(isinstance(getattr(group, name), str) for name in OF_GROUP):
            found.append(group)
    return found


def override(stored: Any) -> dict[str, str] | None:
    """Return the route that was set by hand, with its reason; None where it cannot be read."""
    if not isinstance(stored, dict):
        return None
    found = {name: stored.get(name, "") for name in OF_OVERRIDE}
    is_read = all(isinstance(text, str) for text in found.values())
    return found if is_read and found["route"] in set(Route) else None
