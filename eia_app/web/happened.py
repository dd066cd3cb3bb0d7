"""How what happened to an assessment reads in its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from eia_app.domain import conversions
from eia_app.domain.event_detail import read
from eia_app.domain.review import Outcome
from eia_app.domain.routing import Route
from eia_app.domain.workflow import Action
from eia_app.web.words import HAPPENED, ROUTES, day, moment

if TYPE_CHECKING:
    from eia_app.domain.questionnaire import Edition, Group
    from eia_app.services.opened import Opened
    from eia_app.storage.events import Event

Fields = Mapping[str, Any]
AGREED_WITH_CONDITIONS = "Review closed: agreed with conditions"
WITHDRAWN = "Colleague no longer asked for an opinion"
CHANGED = {
    Action.GIVE_OPINION: "Opinion changed",
    Action.ANSWER_INVITATION: "Colleague’s opinion changed",
}


def heading(event: Event) -> str:
    detail = read(event.action, event.detail).fields
    if event.action is Action.COMPLETE_REVIEW:
        if detail.get("outcome") == Outcome.AGREED_WITH_CONDITIONS:
            return AGREED_WITH_CONDITIONS
    elif detail.get("changed"):
        return CHANGED.get(event.action, HAPPENED[event.action])
    elif event.action is Action.INVITE and detail.get("withdrawn"):
        return WITHDRAWN
    return HAPPENED[event.action]


def facts(event: Event, opened: Opened) -> str:
    """What was recorded with an event besides its reason, in sentences; or nothing.

    What nobody can read is given as it was recorded.
    """
    found = read(event.action, event.detail)
    left = (f"Recorded as “{name}”: {text}" for name, text in found.unread.items())
    return " ".join(filter(None, [_said(event.action, found.fields, opened), *left]))


def round_of(event: Event) -> int:
    """The round of review that it belongs to, or 0."""
    return conversions.whole(str(read(event.action, event.detail).fields.get("round", 0))) or 0


def _said(action: Action, detail: Fields, opened: Opened) -> str:
    if action is Action.RECORD_DECISION:
        return _decision(detail)
    if action is Action.SIGN_OFF and detail.get("password_set"):
        return f"Their password had been set through a link on {_moment(detail['password_set'])}."
    if action is Action.OVERRIDE_ROUTE:
        return f"From “{_route(detail, 'from')}” to “{_route(detail, 'to')}”."
    if action is Action.CARRY_OVER:
        before, now = (str(detail.get(key, ""))[4:] for key in ("from", "to"))  # without “eia/”
        return f"From edition {before} to {now}."
    if action is Action.ASSESS_AGAIN:
        return f"As {detail.get('to')}."
    if action is Action.START and "follows" in detail:
        version = detail.get("follows_version", "not known")
        return f"It looks again at {detail['follows']}, version {version}."
    if action is Action.EXTEND:
        return f"Opinions are wanted by {day(detail.get('to'))}, not by {day(detail.get('from'))}."
    if action is Action.REFER_UP:
        return f"Referred to {detail.get('to')}."
    sections = [*detail.get("sections", []), *([detail["section"]] if "section" in detail else [])]
    names = [_section(section, group, opened) for section, group in sections]
    return f"About: {', '.join(names)}." if names else ""


def _decision(detail: Fields) -> str:
    """Who decided what, and when: as much of it as was recorded."""
    when = day(detail["date"]) if detail.get("date") else ""
    who = ", ".join(filter(None, [detail.get("body", ""), when]))
    what = ", ".join(filter(None, [detail.get("outcome", ""), detail.get("minute", "")]))
    return ": ".join(filter(None, [who, what]))


def _moment(written: Any) -> str:
    """A moment as it is recorded in a detail; what cannot be read is shown as it is."""
    at = conversions.moment(written)
    return moment(at) if at else str(written)


def _route(detail: Fields, name: str) -> str:
    route = detail.get(name, "")
    return ROUTES[Route(route)] if route in set(Route) else "not known"


def _section(section: str, group: str, opened: Opened) -> str:
    edition: Edition = opened.edition
    title = edition.by_id[section].title if section in edition.by_id else section
    named: dict[str, Group] = {each.id: each for each in opened.groups}
    return f"{title}: {named[group].title}" if group in named else title
