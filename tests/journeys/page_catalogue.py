"""Every kind of page: who may see it, and where it is for the assessments on the shelf."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from eia_app.domain.workflow.states import Transition
from tests.journeys.builders.assessment_builder import TO_DECIDED, TO_SIGN, Shelf
from tests.journeys.builders.in_review import put_reviewed
from tests.journeys.builders.migrated import put_again, put_older
from tests.journeys.builders.practice import put_practice
from tests.journeys.builders.review_rounds import (
    put_agreed,
    put_in_second_round,
    put_sent_back,
    put_with_condition,
)
from tests.journeys.builders.with_files import put_with_files
from tests.journeys.server import (
    ADMINISTRATOR,
    CHAMPION,
    COLLEAGUE,
    EQUALITY_LEAD,
    HEAD_OF_SERVICE,
    LEAD,
    Actor,
)

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
SIGNED = (*TO_SIGN, Transition.SIGN_OFF)
STOCK: Mapping[str, Callable[[Shelf], UUID]] = {
    "blank": lambda shelf: shelf.put(until="people_and_places", title="A blank beginning"),
    "checked": lambda shelf: shelf.put(BRIEF, until="what_changes"),
    "screening": lambda shelf: shelf.put(SMALL, until="screening"),
    "complete": lambda shelf: shelf.put(),
    "in review": lambda shelf: shelf.put("15", Transition.SUBMIT),
    "changes": lambda shelf: shelf.put("15", Transition.SUBMIT, Transition.REQUEST_CHANGES),
    "to sign": lambda shelf: shelf.put("15", *TO_SIGN),
    "signed": lambda shelf: shelf.put("01", *SIGNED),
    "decided": lambda shelf: shelf.put("01", *TO_DECIDED),
    "closed": lambda shelf: shelf.put("15", *TO_DECIDED, Transition.CLOSE),
    "withdrawn": lambda shelf: shelf.put("15", Transition.WITHDRAW),
    "reopened": lambda shelf: shelf.put("15", *SIGNED, Transition.REOPEN),
    "reviewed": put_reviewed,
    "opinion given": lambda shelf: put_reviewed(shelf, given=True),
    "with a condition": put_with_condition,
    "sent back": put_sent_back,
    "second round": put_in_second_round,
    "agreed": put_agreed,
    "again": put_again,
    "older": put_older,
    "carried over": lambda shelf: put_older(shelf, carried=True),
    "with files": put_with_files,
    "reviewed with files": lambda shelf: put_with_files(shelf, Transition.SUBMIT),
    "practice": put_practice,
}


@dataclass
class Stock:
    """The assessments of the shelf by a word, each made when it is first asked for."""

    shelf: Shelf
    _made: dict[str, UUID] = field(default_factory=dict)
    _said: dict[str, dict[str, str]] = field(default_factory=dict)

    def at(self, name: str, path: str = "") -> str:
        """The address of a page of that assessment; {row} is its first action’s id, {comment} and
        {invitation} those of `put_reviewed`."""
        if name not in self._made:
            self._made[name] = STOCK[name](self.shelf)
            row = next(reversed(self.shelf.ids.values()), str(uuid4()))
            champion = str(self.shelf.person_id(CHAMPION))
            self._said[name] = {"{row}": row, "{champion}": champion, **self.shelf.said}
        for mark, id_ in self._said[name].items():
            path = path.replace(mark, id_)
        return f"/assessments/{self._made[name]}/{path}"


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
    Place("set a password, without the code", None, "/set-password"),
    Place("check a report", None, "/verify"),
    Place("check a report, nothing typed", None, "/verify?hash=", status=422),
    Place("a report that is not known", None, "/verify/0123456789", status=404),
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
    _lead("edition of the questions", "edition", "signed"),
    _lead("a newer edition", "edition", "older"),
    _lead("answers that have no place", "edition", "carried over"),
    _lead("a page of one carried over", "sections/proposal/in-short", "carried over"),
    _lead("assess it again", "again", "signed"),
    _lead("task list of one assessed again", "", "again"),
    _lead("a page of one assessed again", "sections/what-changes/what-changes", "again"),
    _lead("a list of one assessed again", "lists/evidence", "again"),
    _lead("answers of one assessed again", "answers", "again"),
    _lead("answers, decided", "answers", "decided"),
    _lead("history", "history", "decided"),
    _lead("history, sent back", "history", "changes"),
    _lead("people who work on it", "people/", "complete"),
    _lead("add a colleague", "people/add", "complete"),
    _lead("a section", "sections/proposal/what-it-is", "blank"),
    _lead("a group", "sections/effects/groups/age/effects", "complete"),
    _lead("list with rows", "lists/evidence", "complete"),
    _lead("row", "lists/options/{row}", "checked"),
    Place("guide", LEAD, "/guide"),
    Place("guide, everything", LEAD, "/guide/everything"),
    Place("guide, answers", LEAD, "/guide/answers"),
    Place("guide, a topic", LEAD, "/guide/topics/the-duty"),
    Place("guide, a group", LEAD, "/guide/groups/disability"),
    _lead("guide, a group of this proposal", "groups/disability/guide", "complete"),
    Place("worked example", LEAD, "/guide/example"),
    Place("report of the worked example", LEAD, "/guide/example/making"),
    _lead("worked example beside an assessment", "example?back=effects:age:effects", "complete"),
    _lead("empty list, with the example", "lists/evidence", "checked"),
    Place("evidence library", LEAD, "/evidence"),
    Place("evidence library without a match", LEAD, "/evidence?words=zzz"),
    _lead("files of a row", "lists/evidence/{evidence}/files", "with files"),
    _lead("files of a row, none yet", "lists/evidence/{bare}/files", "with files"),
    _lead("files of a row, no more", "lists/evidence/{full}/files", "with files"),
    _lead("remove a file", "files/{file}/remove", "with files"),
    _lead("remove a row with files", "lists/evidence/{evidence}/remove", "with files"),
    _lead("list whose rows have files", "lists/evidence", "with files"),
    _lead("row with files", "lists/evidence/{evidence}", "with files"),
    _lead("answers with files", "answers", "with files"),
    _lead("report with files, as a page", "report", "with files"),
    Place("read what has files", CHAMPION, "review", "reviewed with files"),
    _lead("a version with files", "versions/{version}", "reviewed with files"),
    _lead("coach", "coach/", "changes"),
    _lead("coach, nothing noticed", "coach/", "blank"),
    _lead("remove a row", "lists/linked/{row}/remove", "complete"),
    _lead("actions after sign-off", "actions/", "signed"),
    _lead("update an action", "actions/{row}", "signed"),
    _lead("report is ready", "report/making", "signed"),
    _lead("report as a page", "report", "signed"),
    _lead("report as a page, draft", "report", "complete"),
    _lead("report in two pages", "report/summary", "signed"),
    _lead("equality implications", "report/equality-implications", "signed"),
    _lead("edit the paragraph", "report/equality-implications/edit", "signed"),
    Place("packs", LEAD, "/packs/"),
    Place("put a pack together", EQUALITY_LEAD, "/packs/new"),
    Place("no pack to put together", COLLEAGUE, "/packs/new"),
    _lead("submit, too early", "steps/submit", "blank"),
    _lead("submit", "steps/submit", "complete"),
    _lead("submit again", "steps/resubmit", "changes"),
    _lead("record the decision", "steps/record-decision", "signed"),
    _lead("reopen", "steps/reopen", "signed"),
    _lead("withdraw", "steps/withdraw", "complete"),
    _lead("restore", "steps/restore", "withdrawn"),
    _lead("step in the wrong state", "steps/submit", "signed", 409),
    _lead("step of somebody else", "steps/sign-off", "to sign", 403),
    Place("close a round, nothing said", EQUALITY_LEAD, "close-review", "in review"),
    Place("close a round", EQUALITY_LEAD, "close-review", "with a condition"),
    Place("close a round, too late", EQUALITY_LEAD, "close-review", "agreed", 409),
    Place("a condition", EQUALITY_LEAD, "close-review/conditions/{condition}", "with a condition"),
    Place(
        "remove a condition",
        EQUALITY_LEAD,
        "close-review/conditions/{condition}/remove",
        "with a condition",
    ),
    _lead("remarks to answer", "remarks", "sent back"),
    _lead("answer a remark", "remarks/{comment}/reply", "sent back"),
    _lead("a section with remarks", "sections/effects/groups/age/effects", "sent back"),
    _lead("a locked section", "sections/quick-check/people-at-all", "sent back"),
    _lead("a locked list", "lists/evidence", "sent back"),
    _lead("answers, sent back", "answers", "sent back"),
    _lead("submit again, remarks wait", "steps/resubmit", "sent back"),
    Place("what changed since", CHAMPION, "changes?since=1", "second round"),
    Place("what changed in all sections", CHAMPION, "changes?since=1&all=1", "second round"),
    _lead("remarks and replies", "remarks", "second round"),
    _lead("versions", "versions", "second round"),
    _lead("no versions", "versions", "complete"),
    _lead("a version", "versions/{old}", "second round"),
    _lead("two versions", "versions/compare?from={old}&to={new}", "second round"),
    Place("ask for a review", EQUALITY_LEAD, "steps/ask-review", "agreed"),
    Place("sign off with conditions", HEAD_OF_SERVICE, "steps/sign-off", "agreed"),
    Place("close", EQUALITY_LEAD, "steps/close", "decided"),
    Place("coach, for the equality lead", EQUALITY_LEAD, "coach/", "in review"),
    Place("set another route", EQUALITY_LEAD, "change-route", "complete"),
    Place("overview, for the equality lead", EQUALITY_LEAD, "", "in review"),
    Place("sign off", HEAD_OF_SERVICE, "steps/sign-off", "to sign"),
    Place("decline to sign", HEAD_OF_SERVICE, "steps/decline", "to sign"),
    Place("overview, for the head of service", HEAD_OF_SERVICE, "", "to sign"),
    Place("assessment of others", COLLEAGUE, "", "complete", 404),
    Place("read and remark", CHAMPION, "review", "reviewed"),
    Place("read a review, as its author", LEAD, "review", "reviewed"),
    Place("opinion when it is not in review", CHAMPION, "review/opinion", "to sign", 403),
    Place("remarks", CHAMPION, "review/comments", "reviewed"),
    Place(
        "remark on a group", CHAMPION, "review/comments/new?section=effects&group=age", "reviewed"
    ),
    Place("change a remark", CHAMPION, "review/comments/{comment}", "reviewed"),
    Place("remove a remark", CHAMPION, "review/comments/{comment}/remove", "reviewed"),
    Place("give an opinion", CHAMPION, "review/opinion", "reviewed"),
    Place("change an opinion", CHAMPION, "review/opinion", "opinion given"),
    Place("opinions", CHAMPION, "review/opinions", "opinion given"),
    Place("opinions, none to read", LEAD, "review/opinions", "opinion given"),
    Place("checklist", CHAMPION, "review/checklist", "reviewed"),
    Place("notes of one’s own", CHAMPION, "review/note", "reviewed"),
    Place("colleagues who were asked", CHAMPION, "invitations", "reviewed"),
    Place("ask a colleague", EQUALITY_LEAD, "invitations/new", "reviewed"),
    Place("asked for an opinion", COLLEAGUE, "invitations/{invitation}", "reviewed"),
    Place("past reviews", CHAMPION, "/reviews"),
    Place("nothing reviewed", LEAD, "/reviews"),
    Place("drafts", CHAMPION, "/drafts"),
    Place("practise", COLLEAGUE, "/practice/"),
    Place("practise, for the equality lead", EQUALITY_LEAD, "/practice/"),
    Place("a scenario", LEAD, "/practice/scenarios/booking-online"),
    Place("a scenario that is not there", LEAD, "/practice/scenarios/none", status=404),
    Place("run a workshop", EQUALITY_LEAD, "/practice/workshops/new"),
    Place("run a workshop, not allowed", LEAD, "/practice/workshops/new", status=403),
    Place("overview of practice, for the equality lead", EQUALITY_LEAD, "", "practice"),
    _lead("finish practising", "finish-practising", "practice"),
    _lead("route of practice", "route", "practice"),
    _lead("answers of practice", "answers", "practice"),
    _lead("a group, with the scenario", "sections/effects/groups/age/effects", "practice"),
    _lead("a list, with the scenario", "lists/evidence", "practice"),
    _lead("put practice away", "steps/withdraw", "practice"),
    _lead("report of practice", "report", "practice"),
    _lead("equality implications of practice", "report/equality-implications", "practice"),
    Place("stand aside", CHAMPION, "recuse", "in review"),
    Place("reviewers and dates", EQUALITY_LEAD, "reviewers", "in review"),
    Place("reviewers and opinions", EQUALITY_LEAD, "reviewers", "opinion given"),
    Place("give more time", EQUALITY_LEAD, "reviewers/extend", "in review"),
    Place("accept a reviewer", EQUALITY_LEAD, "reviewers/{champion}/accept", "in review"),
    Place("review queue", CHAMPION, "/queue"),
    Place("review queue, without a match", CHAMPION, "/queue?show=mine&group=nobody"),
    Place("review queue, for the equality lead", EQUALITY_LEAD, "/queue?show=unclaimed"),
    Place("back with their authors", EQUALITY_LEAD, "/queue/changes-requested"),
    Place("awaiting sign-off", EQUALITY_LEAD, "/queue/awaiting-sign-off"),
    Place("review queue, not allowed", LEAD, "/queue", status=403),
    Place("for you", LEAD, "/for-you/"),
    Place("for you, nothing yet", ADMINISTRATOR, "/for-you/"),
    Place("what is told by email", EQUALITY_LEAD, "/for-you/settings"),
    Place("your account", ADMINISTRATOR, "/account"),
    Place("your account, without a password", LEAD, "/account"),
    Place("change your password", ADMINISTRATOR, "/account/password"),
    Place("no password to change", LEAD, "/account/password", status=409),
    Place("people, not allowed", HEAD_OF_SERVICE, "/people/", status=403),
    Place("people", ADMINISTRATOR, "/people/"),
    Place("add a person", ADMINISTRATOR, "/people/add"),
    Place("changes to people", EQUALITY_LEAD, "/people/changes/"),
    Place("changes to people, not allowed", LEAD, "/people/changes/", status=403),
)
