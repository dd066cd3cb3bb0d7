"""Brings the typed columns into line with the answers, in the transaction that saved them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from eia_app.domain.errors import NotAllowed, Stale
from eia_app.domain.journey.journey import Journey
from eia_app.domain.questionnaire.model import Edition
from eia_app.domain.text.conversions import day
from eia_app.domain.workflow.states import EDITABLE
from eia_app.services.assessment.content import StoredRow
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.models.assessment import Assessment, MitigatingAction, StoredEffect
from eia_app.storage.search_columns import words_of_assessment

EFFECT_COLUMNS = ("positive", "negative", "neutral", "unknown", "severity", "likelihood")
BY_MEANING = ("title", "service", "decision_body", "decision_date")
DERIVED_COLUMNS = (
    "changed_at",
    "route",
    "route_reasons",
    "negative_groups",
    "searched",
    *BY_MEANING,
)
_TOUCH = (  # built once: it is part of every save
    update(Assessment)
    .where(Assessment.id == bindparam("this"), Assessment.state.in_(list(EDITABLE)))
    .values(
        revision=Assessment.revision + 1,
        **{name: bindparam(f"new_{name}") for name in DERIVED_COLUMNS},
    )
    .returning(Assessment.revision)
    .execution_options(synchronize_session=False)
)


def update_derived_columns(context: AssessmentContext, *, now: datetime) -> None:
    """Write route, effects, title and dates as they follow from the content of the context.

    Raise NotAllowed when the assessment was submitted or withdrawn in the meantime.
    """
    flush(context.session)
    _bump_revision(context, context.journey, now)
    _write_effects(context)


def flush(session: Session) -> None:
    """Flush now, inside the view. Raise Stale for what somebody else changed in between."""
    try:
        session.flush()
    except (StaleDataError, IntegrityError) as error:
        raise Stale from error


def _bump_revision(context: AssessmentContext, journey: Journey, now: datetime) -> None:
    """Raise the assessment's revision: it stops a submit that read it before, not another save."""
    assessment = context.assessment
    columns = {
        "changed_at": now,
        "route": journey.route,
        "route_reasons": list(journey.decision.reasons) if journey.decision else [],
        "negative_groups": sum(effect.negative for effect in journey.effects),
        **(named := _named_columns(context)),
        "searched": words_of_assessment({**named, "reference": assessment.reference}),
    }
    new = {f"new_{name}": columns[name] for name in DERIVED_COLUMNS}
    revision = context.session.scalar(_TOUCH, {"this": assessment.id, **new})
    if revision is None:
        raise NotAllowed("This assessment has been submitted, so it cannot be changed now.")
    for name, value in {"revision": revision, **columns}.items():
        set_committed_value(assessment, name, value)


def _named_columns(context: AssessmentContext) -> dict[str, Any]:
    """The columns that the edition fills by meaning."""
    live, means, edition = context.journey.live, context.edition.means, context.edition
    words = {}
    for name in ("title", "service", "decision_body"):
        question = edition.questions.get(means(name))
        words[name] = context.choices.full_text(question, live) if question else ""
    words["title"] = words["title"] or context.assessment.title
    return {**words, "decision_date": day(live.get(means("decision_date")))}


def columns_of_action(edition: Edition, row: StoredRow) -> None:
    """Fill the typed columns of a mitigating action from its values."""
    if isinstance(row, MitigatingAction):
        row.status = str(row.values.get(edition.means("action_status"), ""))
        row.owner = str(row.values.get(edition.means("action_owner"), ""))
        row.due = day(row.values.get(edition.means("action_due")))


def _write_effects(context: AssessmentContext) -> None:
    """Bring the stored effects into line with those that count now."""
    session, id_ = context.session, context.assessment.id
    effects = select(StoredEffect).where(StoredEffect.assessment_id == id_)
    stored = {effect.group_id: effect for effect in session.scalars(effects)}
    for effect in context.journey.effects:
        row = stored.pop(effect.group, None)
        if row is None:
            row = StoredEffect(assessment_id=id_, group_id=effect.group)
            session.add(row)
        for name in EFFECT_COLUMNS:
            setattr(row, name, getattr(effect, name))
    for gone in stored.values():
        session.delete(gone)
    session.flush()
