"""Files of older formats: from before anything could be attached, and before rounds of review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from eia_app.domain.calendar import local_date
from eia_app.domain.questionnaire.model import Council
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.calendar import working_days
from eia_app.services.transfer.schema import ASSESSMENT, Json

FIRST, SECOND = "eia-assessment/1", "eia-assessment/2"
LATEST = ("attachments", "file_contents", "orphaned_answers")
CARRIED = ("answers", "rows", "actions")  # of which each row says whether it was carried over
SINCE = {  # what each of them has not
    FIRST: (
        *("rounds", "reviewers", "opinions", "comments", "replies", "invitations", "conditions"),
        *("kept_findings", "edited_paragraphs", *LATEST),
    ),
    SECOND: LATEST,
}
SUBMITTING = {Transition.SUBMIT, Transition.RESUBMIT}


def brought_up(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """A file of an older format with the parts that came since, all of them empty.

    Any other file is left alone; so is one that has what its format had not, to be refused.
    """
    it, since = raw.get(ASSESSMENT.name), SINCE.get(raw.get("format", ""), ())
    if not since or not isinstance(it, dict) or raw.keys() & {*since}:
        return raw
    more: Json = {name: [] for name in since}
    more |= {name: _not_carried(raw[name]) for name in CARRIED if name in raw}
    asked: Json = {"review_asked": False} if raw["format"] == FIRST else {}
    return {**raw, **more, ASSESSMENT.name: {"follows": "", **asked, **it}}


def _not_carried(rows: Any) -> Any:
    """Rows that say that nothing was carried over; what are no rows is left to be refused."""
    if not isinstance(rows, list):
        return rows
    return [{"carried": False, **row} if isinstance(row, dict) else row for row in rows]


def give_round(whole: Json, parts: Mapping[str, list[Json]]) -> None:
    """Begin the round of what came to review without one, so that it can be closed.

    As many opinions are wanted in it as is usual: the file does not know whose council reads it.
    """
    came = [each for each in parts["events"] if each["action"] in SUBMITTING]
    taken = [each for each in parts["snapshots"] if each["version"] == whole["version"]]
    if parts["rounds"] or not came or not taken or not _is_in_review(whole, parts["events"]):
        return
    context = came[-1]
    begun: Json = {
        "id": uuid4(),
        "number": 1,
        "version": whole["version"],
        "snapshot_id": max(taken, key=lambda each: each["taken_at"])["id"],
        "reasons": whole["route_reasons"],
        "quorum": Council.quorum,
        "due": working_days().add(local_date(context["at"]), Council.review_days),
        "opened_at": context["at"],
        "opened_by_id": context["by_id"],
        "referred_to": "",
        "note": "",
        "sections": [],
        "record_sha256": "",
        "revision": 1,
    }
    parts["rounds"].append(begun)


def _is_in_review(whole: Json, events: list[Json]) -> bool:
    """In review now, or when it was withdrawn."""
    if whole["state"] is not State.WITHDRAWN:
        return bool(whole["state"] is State.IN_REVIEW)
    withdrawn = [each for each in events if each["action"] is Transition.WITHDRAW]
    return bool(withdrawn) and withdrawn[-1]["detail"].get("from") == State.IN_REVIEW
