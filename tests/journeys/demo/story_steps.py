"""Steps of the demonstration’s stories, and who takes them, as entries of forms/demo."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Json = dict[str, Any]

PAT, CHARLIE, CHRIS = "pat@example.org", "charlie@example.org", "chris@example.org"
CASEY, CAMERON, CODY = "casey@example.org", "cameron@example.org", "cody@example.org"
ERIN, HARPER, ROBIN = "erin@example.org", "harper@example.org", "robin@example.org"
RELATIVE_DATES = {"decision_date", "action_due", "review_date"}
BODY = "decision_body_other"
DATE_AND_REST = re.compile(r",? (?:(?:\d{1,2} )?[A-Z][a-z]+ \d{4}|\d{4}/\d\d|\().*")


def id_of(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(("eia-demo", *names))))


def step(days_ago: int, by: str, action: str, note: str = "", **detail: Any) -> Json:
    return {"days_ago": days_ago, "by": by, "action": action, "note": note, "detail": detail}


def review_step(days_ago: int, by: str, kind: str, /, **values: Any) -> Json:
    return {"days_ago": days_ago, "by": by, kind: values}


def claim_steps(days_ago: int, *people: str) -> list[Json]:
    return [review_step(days_ago, person, "claim") for person in people]


def comment(days_ago: int, by: str, name: str, about: str, kind: str, text: str) -> Json:
    """Return a comment. `about` is “section”, “section/group” or “section/group/question”.

    `name` is a key of its own, with the name of the case.
    """
    where = [*about.split("/"), "", ""][:3]
    return review_step(
        days_ago, by, "remark", id=id_of("said", name), about=where, kind=kind, text=text
    )


def reply(days_ago: int, name: str, kind: str, text: str) -> Json:
    return review_step(days_ago, PAT, "reply", to=id_of("said", name), kind=kind, text=text)


def opinion(days_ago: int, by: str, recommendation: str, reason: str = "") -> Json:
    return review_step(days_ago, by, "opinion", recommendation=recommendation, reason=reason)


def change(section: str, values: Json, *, group: str = "", row: int | None = None) -> Json:
    """Return a change by the lead. make_demo puts the earlier answer in place of “{before}”."""
    return {"days_ago": 196, "section": section, "group": group, "row": row, "change": values}


def condition(days_ago: int, name: str, text: str, measure: str) -> Json:
    return review_step(
        days_ago,
        ERIN,
        "condition",
        id=id_of("condition", name),
        text=text,
        owner="Housing Options Manager",
        due_in=270,
        measure=measure,
    )


def with_full_change(step: Json, entries: list[Json]) -> Json:
    """Return a change with all its answers; any other step as it is."""
    if "change" not in step:
        return step
    where = {name: step[name] for name in ("days_ago", "section", "group") if step[name]}
    key = step["section"], step["group"]
    (changed_entry,) = (
        entry for entry in entries if (entry.get("section"), entry.get("group", "")) == key
    )
    if step["row"] is None:
        return {**where, "answers": _changed(changed_entry["answers"], step["change"])}
    row = changed_entry["rows"][step["row"]]
    return {**where, "rows": [{**row, "values": _changed(row["values"], step["change"])}]}


def _changed(before: Json, change: Json) -> Json:
    changed = {name: text.replace("{before}", before[name]) for name, text in change.items()}
    return {**before, **changed}


def with_relative_dates(entries: list[Json], meets_in: int | None) -> list[Json]:
    """Return the entries with dates in days from loading, and without dates of the committee."""
    if meets_in is None:
        return entries
    all_values = [values for entry in entries for values in _values(entry)]
    decided = next(values["decision_date"] for values in all_values if "decision_date" in values)
    for values in all_values:
        for name in RELATIVE_DATES & values.keys():
            days = (date.fromisoformat(values[name]) - date.fromisoformat(decided)).days
            values[name] = {"in_days": meets_in + days}
        if BODY in values:
            values[BODY] = DATE_AND_REST.sub("", values[BODY])
    return entries


def _values(entry: Json) -> list[Json]:
    return [entry.get("answers", {}), *(row["values"] for row in entry.get("rows", ()))]
