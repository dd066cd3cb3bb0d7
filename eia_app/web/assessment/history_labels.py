"""The words for the events of an assessment in its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from eia_app.domain.journey.routing import Route
from eia_app.domain.review.review import Outcome
from eia_app.domain.text import conversions
from eia_app.domain.workflow.event_detail import read
from eia_app.domain.workflow.states import Transition
from eia_app.web.templating.labels import HAPPENED, ROUTES, day, moment

if TYPE_CHECKING:
    from eia_app.domain.questionnaire.model import Edition
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.storage.models.events import Event

Fields = Mapping[str, Any]
AGREED_WITH_CONDITIONS = "Review closed: agreed with conditions"
WITHDRAWN = "Colleague no longer asked for an opinion"
CHANGED = {
    Transition.GIVE_OPINION: "Opinion changed",
    Transition.ANSWER_INVITATION: "Colleague’s opinion changed",
}


def heading(event: Event) -> str:
    detail = read(event.action, event.detail).fields
    if event.action is Transition.COMPLETE_REVIEW:
        if detail.get("outcome") == Outcome.AGREED_WITH_CONDITIONS:
            return AGREED_WITH_CONDITIONS
    elif detail.get("changed"):
        return CHANGED.get(event.action, HAPPENED[event.action])
    elif event.action is Transition.INVITE and detail.get("withdrawn"):
        return WITHDRAWN
    return HAPPENED[event.action]


def facts(event: Event, context: AssessmentContext) -> str:
    """Return what was recorded with an event besides its reason, in sentences; "" for nothing.

    A field that cannot be read is given as it was recorded.
    """
    detail = read(event.action, event.detail)
    unread = (f"Recorded as “{name}”: {text}" for name, text in detail.unread.items())
    return " ".join(filter(None, [_sentence(event.action, detail.fields, context), *unread]))


def round_of(event: Event) -> int:
    """Return the number of the round of review that an event belongs to, or 0."""
    return conversions.whole(str(read(event.action, event.detail).fields.get("round", 0))) or 0


def _sentence(action: Transition, detail: Fields, context: AssessmentContext) -> str:
    if action is Transition.RECORD_DECISION:
        return _decision(detail)
    if action is Transition.SIGN_OFF and detail.get("password_set"):
        return f"Their password had been set through a link on {_moment(detail['password_set'])}."
    if action is Transition.OVERRIDE_ROUTE:
        return f"From “{_route(detail, 'from')}” to “{_route(detail, 'to')}”."
    if action is Transition.CARRY_OVER:
        before, now = (str(detail.get(key, ""))[4:] for key in ("from", "to"))  # without “eia/”
        return f"From edition {before} to {now}."
    if action is Transition.ASSESS_AGAIN:
        return f"As {detail.get('to')}."
    if action is Transition.START and "follows" in detail:
        version = detail.get("follows_version", "not known")
        return f"It looks again at {detail['follows']}, version {version}."
    if action is Transition.EXTEND:
        return f"Opinions are wanted by {day(detail.get('to'))}, not by {day(detail.get('from'))}."
    if action is Transition.REFER_UP:
        return f"Referred to {detail.get('to')}."
    sections = [*detail.get("sections", []), *([detail["section"]] if "section" in detail else [])]
    names = [_section(section, group, context) for section, group in sections]
    return f"About: {', '.join(names)}." if names else ""


def _decision(detail: Fields) -> str:
    """Return who decided what, and when: as much of it as was recorded."""
    date = day(detail["date"]) if detail.get("date") else ""
    meeting = ", ".join(filter(None, [detail.get("body", ""), date]))
    decision = ", ".join(filter(None, [detail.get("outcome", ""), detail.get("minute", "")]))
    return ": ".join(filter(None, [meeting, decision]))


def _moment(written: Any) -> str:
    """Return a recorded moment in words; one that cannot be read, as it is."""
    at = conversions.moment(written)
    return moment(at) if at else str(written)


def _route(detail: Fields, name: str) -> str:
    route = detail.get(name, "")
    return ROUTES[Route(route)] if route in set(Route) else "not known"


def _section(section: str, group: str, context: AssessmentContext) -> str:
    edition: Edition = context.edition
    title = edition.by_id[section].title if section in edition.by_id else section
    titles: dict[str, str] = {known.id: known.title for known in context.groups}
    return f"{title}: {titles[group]}" if group in titles else title
