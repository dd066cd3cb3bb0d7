"""The application with the small edition whose evidence is written on one page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from eia_app.domain.journey.routing import Route
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.storage.forms.folder import Forms
from eia_app.storage.models.assessment import Contributor
from eia_app.storage.models.people import Person
from tests import TINY_FORMS
from tests.factories import NOW, TINY_ROUTES, TINY_USUAL, Makers, complete_journey, values_of
from tests.together_forms import write_rows_together
from tests.web.conftest import address

AddFact = Callable[..., str]
ChangeFact = Callable[..., None]


@pytest.fixture(scope="session")
def tiny_forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    folder = Path(shutil.copytree(TINY_FORMS, tmp_path_factory.mktemp("together") / "forms"))
    write_rows_together(folder)
    council = folder / "councils" / "testing.toml"
    text = council.read_text(encoding="utf-8")
    council.write_text(f'forums = ["Access Forum"]\n{text}', encoding="utf-8")
    return Forms(folder, "testing")


@pytest.fixture
def draft(make_assessment: Makers, contributor: Person, session: Session) -> AssessmentContext:
    """A draft of two people whose list of evidence is open and was never saved."""
    context = make_assessment(blank=True)
    session.add(
        Contributor(
            assessment_id=context.assessment.id,
            person_id=contributor.id,
            expertise="Knows the figures",
            added_by_id=make_assessment.lead.id,
            added_at=NOW,
        )
    )
    session.flush()
    answers = {**TINY_USUAL, **TINY_ROUTES[Route.STANDARD]}
    whole = complete_journey(context.journey, context.choices, answers)
    for section in ("proposal", "quick_check"):
        values = values_of(whole, (section, None))
        by, now = make_assessment.lead, make_assessment.clock()
        save_answers(context, section, None, values, by=by, now=now)
    return context


@pytest.fixture
def page(draft: AssessmentContext) -> str:
    """The address of its list of evidence."""
    return address(draft, "lists/evidence")


@pytest.fixture
def add_fact(draft: AssessmentContext, make_assessment: Makers) -> AddFact:
    """`add_fact(fact="…")` saves a fact as the lead and returns its id."""

    def add(**values: str) -> str:
        id_, by, now = uuid4(), make_assessment.lead, make_assessment.clock()
        save_row(draft, "evidence", id_, {"source": "A count", **values}, by=by, now=now)
        return str(id_)

    return add


@pytest.fixture
def change_fact(
    draft: AssessmentContext, contributor: Person, make_assessment: Makers
) -> ChangeFact:
    """`change_fact(id, fact="…")` changes a fact as a colleague."""

    def change(row_id: str, **values: str) -> None:
        row = draft.rows[UUID(row_id)]
        save_row(
            draft,
            "evidence",
            row.id,
            {**row.values, **values},
            by=contributor,
            now=make_assessment.clock(),
            seen=row.revision,
        )

    return change
