"""An author's words for the “Equality implications” stand beside the generated ones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import Denied, Invalid, NotAllowed
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.reports import edited_paragraphs
from eia_app.services.reports.edited_paragraphs import EMPTY, LONGEST, TOO_LONG, Edited
from eia_app.storage.models.edited_paragraphs import EditedParagraph
from tests.factories import NOW, Makers

LATER = NOW + timedelta(hours=1)


def found(context: AssessmentContext) -> Edited:
    return edited_paragraphs.edited(context.session, context.assessment)


def test_the_newest_words_for_the_signed_version_are_found_with_who_and_when(
    make_assessment: Makers,
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    assert found(context) == Edited()
    edited_paragraphs.edit(context, "First", by=make_assessment.lead, now=NOW)
    second = edited_paragraphs.edit(
        context, " Second\n", by=make_assessment.equality_lead, now=LATER
    )
    assert found(context) == Edited(now=second)
    assert (second.text, second.by, second.at) == ("Second", make_assessment.equality_lead, LATER)


def test_going_back_to_the_generated_words_keeps_what_was_written(
    session: Session, make_assessment: Makers
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    for text in ("First", "Second"):
        edited_paragraphs.edit(context, text, by=make_assessment.lead, now=NOW)
    edited_paragraphs.drop(context, by=make_assessment.lead, now=LATER)
    assert found(context) == Edited()
    kept = session.scalars(select(EditedParagraph)).all()
    assert {(each.text, each.dropped_at) for each in kept} == {("First", LATER), ("Second", LATER)}


def test_words_for_an_earlier_version_are_known_to_be_that(make_assessment: Makers) -> None:
    context, lead = make_assessment(State.SIGNED_OFF), make_assessment.lead
    first = edited_paragraphs.edit(context, "Of version 1", by=lead, now=NOW)
    make_assessment.step(context, Transition.REOPEN)
    assert found(context) == Edited()
    make_assessment.step(context, Transition.SUBMIT)
    make_assessment.step(context, Transition.SIGN_OFF)
    assert found(context) == Edited(before=first)
    second = edited_paragraphs.edit(context, "Of version 2", by=lead, now=LATER)
    assert found(context) == Edited(now=second)


def test_a_draft_has_no_words_but_its_own(make_assessment: Makers) -> None:
    context = make_assessment(State.AWAITING_SIGN_OFF)
    with pytest.raises(NotAllowed):
        edited_paragraphs.edit(context, "Mine", by=make_assessment.lead, now=NOW)


def test_the_signatory_cannot_edit_or_drop_the_paragraph(make_assessment: Makers) -> None:
    context = make_assessment(State.SIGNED_OFF)
    for do in (
        lambda: edited_paragraphs.edit(
            context, "Mine", by=make_assessment.head_of_service, now=NOW
        ),
        lambda: edited_paragraphs.drop(context, by=make_assessment.head_of_service, now=NOW),
    ):
        with pytest.raises(Denied):
            do()


@pytest.mark.parametrize(("text", "said"), [(" \n ", EMPTY), ("w" * (LONGEST + 1), TOO_LONG)])
def test_an_empty_or_too_long_paragraph_is_refused(
    text: str, said: str, make_assessment: Makers
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    with pytest.raises(Invalid) as refused:
        edited_paragraphs.edit(context, text, by=make_assessment.lead, now=NOW)
    assert refused.value.errors == {"text": said}
