"""Brings the typed columns into line with the answers, in the transaction that saved them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from eia_app.domain.conversions import day
from eia_app.domain.errors import NotAllowed, Stale
from eia_app.domain.journey import Journey
from eia_app.domain.questionnaire import Edition
from eia_app.domain.workflow import EDITABLE
from eia_app.services.opened import Opened, StoredRow
from eia_app.storage.models import Assessment, MitigatingAction, StoredEffect
from eia_app.storage.searching import words_of_assessment

EFFECT_COLUMNS = ("positive", "negative", "neutral", "unknown", "severity", "likelihood")
BY_MEANING = ("title", "service", "decision_body", "decision_date")
SETTLED = ("changed_at", "route", "route_reasons", "negative_groups", "searched", *BY_MEANING)
_TOUCH = (  # built once: it is part of every save
    update(Assessment)
    .where(Assessment.id == bindparam("this"), Assessment.state.in_(list(EDITABLE)))
    .values(
        revision=Assessment.revision + 1, **{name: bindparam(f"new_{name}") for name in SETTLED}
    )
    .returning(Assessment.revision)
    .execution_options(synchronize_session=False)
)


def settle(opened: Opened, *, now: datetime) -> None:
    """Write route, effects, title and dates as they follow from the answers.

    Raises NotAllowed when the assessment was submitted or withdrawn in the meantime.
    """
    opened.forget()
    flush(opened.session)
    _touch(opened, opened.journey, now)
    _write_effects(opened)


def flush(session: Session) -> None:
    """Flush now, inside the view. Raises Stale for what somebody else changed in between."""
    try:
        session.flush()
    except (StaleDataError, IntegrityError) as error:
        raise Stale from error


def _touch(opened: Opened, journey: Journey, now: datetime) -> None:
    """Raise the assessment's revision: it stops a submit that read it before, not another save."""
    assessment = opened.assessment
    columns = {
        "changed_at": now,
        "route": journey.route,
        "route_reasons": list(journey.decision.reasons) if journey.decision else [],
        "negative_groups": sum(effect.negative for effect in journey.effects),
        **(named := _named_columns(opened)),
        "searched": words_of_assessment({**named, "reference": assessment.reference}),
    }
    new = {f"new_{name}": columns[name] for name in SETTLED}
    revision = opened.session.scalar(_TOUCH, {"this": assessment.id, **new})
    if revision is None:
        raise NotAllowed("This assessment has been submitted, so it cannot be changed now.")
    for name, value in {"revision": revision, **columns}.items():
        set_committed_value(assessment, name, value)


def _named_columns(opened: Opened) -> dict[str, Any]:
    """The columns that the edition fills by meaning."""
    live, means, edition = opened.journey.live, opened.edition.means, opened.edition
    words = {}
    for name in ("title", "service", "decision_body"):
        question = edition.questions.get(means(name))
        words[name] = opened.choices.full_text(question, live) if question else ""
    words["title"] = words["title"] or opened.assessment.title
    return {**words, "decision_date": day(live.get(means("decision_date")))}


def columns_of_action(edition: Edition, row: StoredRow) -> None:
    """Fill the typed columns of a mitigating action from its values."""
    if isinstance(row, MitigatingAction):
        row.status = str(row.values.get(edition.means("action_status"), ""))
        row.owner = str(row.values.get(edition.means("action_owner"), ""))
        row.due = day(row.values.get(edition.means("action_due")))


def _write_effects(opened: Opened) -> None:
    """Bring the stored effects into line with those that count now."""
    session, id_ = opened.session, opened.assessment.id
    mine = select(StoredEffect).where(StoredEffect.assessment_id == id_)
    stored = {each.group_id: each for each in session.scalars(mine)}
    for effect in opened.journey.effects:
        row = stored.pop(effect.group, None)
        if row is None:
            row = StoredEffect(assessment_id=id_, group_id=effect.group)
            session.add(row)
        for name in EFFECT_COLUMNS:
            setattr(row, name, getattr(effect, name))
    for gone in stored.values():
        session.delete(gone)
    session.flush()
