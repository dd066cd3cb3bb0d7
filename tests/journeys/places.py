"""Every kind of page: who may see it, and where it is for the assessments on the shelf."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from eia_app.domain.workflow import Action
from tests.journeys.server import (
    ADMINISTRATOR,
    COLLEAGUE,
    EQUALITY_LEAD,
    HEAD_OF_SERVICE,
    LEAD,
    Actor,
)
from tests.journeys.shelf import TO_DECIDED, TO_SIGN, Shelf

SMALL: Mapping[str, Any] = {
    "title": "New boiler in the depot",
    "description": "The boiler is replaced by one of the same kind at night.",
    "affected": "12 staff, who will notice nothing.",
    "characteristics": {"age": {"impact": "neutral", "explanation": "No link with age."}},
    "conclusion": "Screened out: no full assessment.",
}
BRIEF: Mapping[str, Any] = {
    "title": "A charge for garden waste",
    "description": "A charge is brought in. The contract changes, and some staff may be at risk.",
    "affected": "12,000 households",
    "evidence": [{"source": "Round records, 2026", "finding": "12,000 households have a bin."}],
    "engagement": [{"who": "Users", "how": "Survey", "when": "2026", "what_they_said": "Too dear"}],
    "characteristics": {
        "age": {"impact": "negative", "severity": "medium", "explanation": "Older people pay."},
        "disability": {"impact": "mixed", "severity": "high", "explanation": "Help to lift bins."},
    },
    "actions": [{"issue": "Cost", "action": "Offer a half-price bin", "due": "2027-09-30"}],
    "open_questions": ["Who cannot lift a bin?"],
    "conclusion": "Continue.",
}
SIGNED = (*TO_SIGN, Action.SIGN_OFF)
STOCK: Mapping[str, Callable[[Shelf], UUID]] = {
    "blank": lambda shelf: shelf.put(until="people_and_places", title="A blank beginning"),
    "checked": lambda shelf: shelf.put(BRIEF, until="what_changes"),
    "screening": lambda shelf: shelf.put(SMALL, until="screening"),
    "complete": lambda shelf: shelf.put(),
    "in review": lambda shelf: shelf.put("15", Action.SUBMIT),
    "changes": lambda shelf: shelf.put("15", Action.SUBMIT, Action.REQUEST_CHANGES),
    "to sign": lambda shelf: shelf.put("15", *TO_SIGN),
    "signed": lambda shelf: shelf.put("01", *SIGNED),
    "decided": lambda shelf: shelf.put("01", *TO_DECIDED),
    "closed": lambda shelf: shelf.put("15", *TO_DECIDED, Action.CLOSE),
    "withdrawn": lambda shelf: shelf.put("15", Action.WITHDRAW),
    "reopened": lambda shelf: shelf.put("15", *SIGNED, Action.REOPEN),
}


@dataclass
class Stock:
    """The assessments of the shelf by a word, each made when it is first asked for."""

    shelf: Shelf
    _made: dict[str, UUID] = field(default_factory=dict)
    _rows: dict[str, str] = field(default_factory=dict)

    def at(self, name: str, path: str = "") -> str:
        """The address of a page of that assessment; {row} is its first action’s id."""
        if name not in self._made:
            self._made[name] = STOCK[name](self.shelf)
            self._rows[name] = next(reversed(self.shelf.ids.values()), str(uuid4()))
        return f"/assessments/{self._made[name]}/{path.replace('{row}', self._rows[name])}"


@dataclass(frozen=True)
class Place:
    """A page. `of` names an assessment of the stock; without it, `path` is the whole address."""

    name: str
    who: Actor | None
    path: str
    of: str = ""
    status: int = 200

    def address(self, stock: Stock) -> str:
        return stock.at(self.of, self.path) if self.of else self.path


def _lead(name: str, path: str, of: str, status: int = 200) -> Place:
    return Place(name, LEAD, path, of, status)


PLACES = (
    Place("start", None, "/"),
    Place("accessibility statement", None, "/accessibility"),
    Place("privacy", None, "/privacy"),
    Place("sign in", None, "/sign-in"),
    Place("forgotten password", None, "/forgotten-password"),
    Place("no such page", None, "/nowhere", status=404),
    Place("start, signed in", LEAD, "/"),
    Place("register", LEAD, "/assessments/"),
    Place("empty register", COLLEAGUE, "/assessments/"),
    Place("register without a match", LEAD, "/assessments/?words=zzz&state=draft"),
    Place("name the proposal", LEAD, "/assessments/start"),
    *(_lead(f"overview, {of}", "", of) for of in STOCK),
    _lead("route not known", "route", "blank"),
    _lead("route, screening", "route", "screening"),
    _lead("route, major", "route", "checked"),
    _lead("answers, blank", "answers", "blank"),
    _lead("answers, complete", "answers", "complete"),
    _lead("answers, decided", "answers", "decided"),
    _lead("history", "history", "decided"),
    _lead("people who work on it", "people/", "complete"),
    _lead("add a colleague", "people/add", "complete"),
    _lead("a section", "sections/proposal/what-it-is", "blank"),
    _lead("a group", "sections/effects/groups/age/effects", "complete"),
    _lead("list with rows", "lists/evidence", "complete"),
    _lead("row", "lists/options/{row}", "checked"),
    _lead("remove a row", "lists/linked/{row}/remove", "complete"),
    _lead("actions after sign-off", "actions/", "signed"),
    _lead("update an action", "actions/{row}", "signed"),
    _lead("report is ready", "report/making", "signed"),
    _lead("report as a page", "report", "signed"),
    _lead("report as a page, draft", "report", "complete"),
    _lead("report in two pages", "report/summary", "signed"),
    _lead("equality implications", "report/equality-implications", "signed"),
    _lead("submit, too early", "steps/submit", "blank"),
    _lead("submit", "steps/submit", "complete"),
    _lead("submit again", "steps/resubmit", "changes"),
    _lead("record the decision", "steps/record-decision", "signed"),
    _lead("reopen", "steps/reopen", "signed"),
    _lead("withdraw", "steps/withdraw", "complete"),
    _lead("restore", "steps/restore", "withdrawn"),
    _lead("step in the wrong state", "steps/submit", "signed", 409),
    _lead("step of somebody else", "steps/sign-off", "to sign", 403),
    Place("ask for changes", EQUALITY_LEAD, "steps/request-changes", "in review"),
    Place("close the review", EQUALITY_LEAD, "steps/complete-review", "in review"),
    Place("close", EQUALITY_LEAD, "steps/close", "decided"),
    Place("set another route", EQUALITY_LEAD, "change-route", "complete"),
    Place("overview, for the equality lead", EQUALITY_LEAD, "", "in review"),
    Place("sign off", HEAD_OF_SERVICE, "steps/sign-off", "to sign"),
    Place("decline to sign", HEAD_OF_SERVICE, "steps/decline", "to sign"),
    Place("overview, for the head of service", HEAD_OF_SERVICE, "", "to sign"),
    Place("assessment of others", COLLEAGUE, "", "complete", 404),
    Place("people, not allowed", HEAD_OF_SERVICE, "/people/", status=403),
    Place("people", ADMINISTRATOR, "/people/"),
    Place("add a person", ADMINISTRATOR, "/people/add"),
)
