"""Texts of other assessments, with which the coach compares those of one."""

from __future__ import annotations

from sqlalchemy import select

from eia_app.domain.coach.text_analysis import fingerprints
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.assessment.register import earlier_assessments
from eia_app.storage.models.assessment import Answer, Assessment

MOST_COMPARED = 300  # the newest


def sentences_elsewhere(context: AssessmentContext) -> frozenset[int]:
    """Return the fingerprints of sentences with which other assessments explain effects.

    Practice is left out, where many write about one scenario.
    """
    others = (
        select(Answer.value)
        .join(Assessment, Assessment.id == Answer.assessment_id)
        .where(
            Answer.question == context.edition.means("explanation"),
            Answer.assessment_id != context.assessment.id,
            Answer.assessment_id.not_in(earlier_assessments(context)),
        )
        .order_by(Answer.at.desc())
        .limit(MOST_COMPARED)
    )
    texts = (value for value in context.session.scalars(others) if isinstance(value, str))
    return frozenset().union(*map(fingerprints, texts))
