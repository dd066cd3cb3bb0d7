"""Brings the typed columns into line with the answers, in the transaction that saved them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, delete, update

from eia_app.domain.errors import NotAllowed
from eia_app.domain.journey import Journey
from eia_app.domain.questionnaire import Edition
from eia_app.domain.workflow import EDITABLE
from eia_app.services.opened import Opened, StoredRow
from eia_app.storage.models import Assessment, MitigatingAction, StoredEffect


def settle(opened: Opened, section: str, group: str | None, *, now: datetime) -> None:
    """Write route, effects, title and dates as they follow from the answers.

    Raises NotAllowed when the assessment was submitted or withdrawn in the meantime.
    """
    before = opened.assessment.route
    opened.forget()
    journey = opened.journey
    opened.session.flush()
    _touch(opened, journey, now)
    effect_section = opened.edition.section_of[opened.edition.means("effect")].id
    if section == effect_section and group:
        _write_effects(opened, journey, [group])
    elif before != journey.route:
        _write_effects(opened, journey, [each.id for each in opened.groups])


def settle_route(opened: Opened, *, now: datetime) -> None:
    """The same after the route was set by hand."""
    settle(opened, opened.edition.routing.decided_by, None, now=now)


def _touch(opened: Opened, journey: Journey, now: datetime) -> None:
    """Raise the assessment's revision: it stops a submit that read it before, not another save."""
    assessment = opened.assessment
    columns = {
        "changed_at": now,
        "route": journey.route,
        "route_reasons": list(journey.decision.reasons) if journey.decision else [],
        "negative_groups": sum(effect.negative for effect in journey.effects),
        **_named_columns(opened),
    }
    changed = opened.session.execute(
        update(Assessment)
        .where(Assessment.id == assessment.id, Assessment.state.in_(list(EDITABLE)))
        .values(revision=Assessment.revision + 1, **columns)
        .execution_options(synchronize_session=False)
    )
    if isinstance(changed, CursorResult) and changed.rowcount == 0:
        raise NotAllowed("This assessment has been submitted, so it cannot be changed now.")
    opened.session.refresh(assessment, ["revision", *columns])


def _named_columns(opened: Opened) -> dict[str, Any]:
    """The columns that the edition fills by meaning."""
    live, means, edition = opened.journey.live, opened.edition.means, opened.edition
    words = {}
    for name in ("title", "service", "decision_body"):
        question = edition.questions.get(means(name))
        words[name] = opened.choices.full_text(question, live) if question else ""
    words["title"] = words["title"] or opened.assessment.title
    return {**words, "decision_date": as_date(live.get(means("decision_date")))}


def as_date(value: object) -> date | None:
    """An answered date, or None where there is none."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def columns_of_action(edition: Edition, row: StoredRow) -> None:
    """Fill the typed columns of a mitigating action from its values."""
    if isinstance(row, MitigatingAction):
        row.status = str(row.values.get(edition.means("action_status"), ""))
        row.owner = str(row.values.get(edition.means("action_owner"), ""))
        row.due = as_date(row.values.get(edition.means("action_due")))


def _write_effects(opened: Opened, journey: Journey, groups: list[str]) -> None:
    session, id_ = opened.session, opened.assessment.id
    session.execute(
        delete(StoredEffect)
        .where(StoredEffect.assessment_id == id_, StoredEffect.group_id.in_(groups))
        .execution_options(synchronize_session=False)
    )
    for effect in journey.effects:
        if effect.group in groups:
            session.add(
                StoredEffect(
                    assessment_id=id_,
                    group_id=effect.group,
                    positive=effect.positive,
                    negative=effect.negative,
                    neutral=effect.neutral,
                    unknown=effect.unknown,
                    severity=effect.severity,
                    likelihood=effect.likelihood,
                )
            )
    session.flush()
