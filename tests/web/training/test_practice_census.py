"""A census: with practice of an unmistakable title there, it stands on its own pages and below
/practice, and nowhere else: on no page without an id, for nobody, and in no command that lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from eia_app.cli import main
from eia_app.domain.notifications.kinds import NoticeKind
from eia_app.domain.roles import Role
from eia_app.domain.workflow.states import State
from eia_app.services.answers.rows import save_row
from eia_app.services.answers.save import save_answers
from eia_app.services.notifications.create import notify
from eia_app.services.workflow.contributors import add_contributor
from eia_app.storage.models.people import HeldRole, Person
from tests.factories import NOW, Makers, add_person
from tests.training import UNMISTAKABLE, PracticeFactory
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext
    from eia_app.web.http.app_class import Service

REFERENCE = "PRACTICE-001"
FACT = "Nineteen unicorns were counted"
# Practice itself, and what makes a PDF of the worked example, which reads no assessment.
OURS = ("/practice/", "/guide/example/")
# With words that would find it, and the filters that lists have.
ASKED = (
    "/assessments/?words=unicorns", "/assessments/?state=draft", "/assessments/?state=withdrawn",
    "/assessments/?words=PRACTICE", "/evidence?words=unicorns", "/packs/new?words=unicorns",
    "/queue?show=unclaimed", "/queue/changes-requested", "/queue/awaiting-sign-off",
    "/verify?hash=PRACTICE-001",
)  # fmt: skip


@pytest.fixture
def practice_assessment(
    hart_app: Service,
    practice_factory: PracticeFactory,
    lead: Person,
    contributor: Person,
    equality_lead: Person,
) -> AssessmentContext:
    """Practice in a workshop, with evidence, a colleague, and somebody who would be told of it."""
    context = practice_factory.join(lead, practice_factory.run_workshop(equality_lead))
    practice_factory.answer_quick_check(context)
    title = context.edition.means("title")
    section = context.edition.section_of[title].id
    save_answers(context, section, None, {title: UNMISTAKABLE}, by=lead, now=NOW)
    save_row(context, "evidence", context.assessment.id, {"fact": FACT}, by=lead, now=NOW)
    add_contributor(context, email=contributor.email, expertise="", by=lead, now=NOW)
    for kind in NoticeKind:
        people = [lead, contributor, equality_lead]
        notify(context.session, kind, context.assessment, people, by=None, now=NOW)
    return context


def pages(app: Service) -> list[str]:
    """Every page whose address has no id in it."""
    plain = sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    )
    return [path for path in plain if not path.startswith(OURS)]


def said(visitor: Visitor, path: str) -> str:
    """What is sent, as text."""
    return visitor.http.get(path).get_data(as_text=True)


@pytest.mark.parametrize("who", ["its own lead", "", *Role])
def test_the_title_stands_on_no_page_but_its_own_whoever_looks(
    who: str, practice_assessment: AssessmentContext, app: Service, visit: Visit, lead: Person
) -> None:
    roles = [Role(who)] if who in set(Role) else []
    own = who == "its own lead"
    visitor = visit(lead if own else add_person(practice_assessment.session, "Some Body", *roles))
    for path in (*pages(app), *ASKED):
        text = said(visitor, path)
        found = [words for words in (UNMISTAKABLE, REFERENCE, FACT) if words in text]
        echoed = [REFERENCE] if path == "/verify?hash=PRACTICE-001" else []
        assert (path, found) == (path, echoed)


def test_somebody_with_every_role_who_practises_sees_it_below_practice_alone(
    practice_assessment: AssessmentContext, app: Service, visit: Visit
) -> None:
    lead = practice_assessment.assessment.lead
    lead.held += [HeldRole(role=role) for role in Role]
    practice_assessment.session.flush()
    visitor = visit(lead)
    assert UNMISTAKABLE in visitor.get("/practice/").text
    assert UNMISTAKABLE in visitor.get(f"/assessments/{practice_assessment.assessment.id}/").text
    for path in (*pages(app), *ASKED[:-1]):
        assert UNMISTAKABLE not in said(visitor, path), path


def test_practice_is_not_counted_in_the_register_or_queue(
    practice_assessment: AssessmentContext,
    make_assessment: Makers,
    visit: Visit,
    equality_lead: Person,
) -> None:
    visitor = visit(equality_lead)
    before = visitor.get("/assessments/").text
    assert "There are no assessments here yet." in before
    make_assessment(State.IN_REVIEW)
    assert "1 assessment" in visitor.get("/assessments/").text
    assert "Review queue (1)" in "".join(visitor.get("/queue").tree.root.itertext())


COMMANDS = (
    ["list"], ["list", "--format", "json"], ["list", "--format", "references"],
    ["list", "--state", "draft"], ["export", REFERENCE],
    ["report", REFERENCE, "--output", "never.pdf"],
    ["pack", REFERENCE, "--title", "Cabinet", "--date", "2026-04-02", "--output", "never.pdf"],
    ["notify"], ["notify", "--dead"],
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words[:3]))
def test_no_command_lists_exports_or_prints_it(
    command: list[str],
    practice_assessment: AssessmentContext,
    app: Service,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice_assessment.session.commit()
    url = app.parts.sessions.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("EIA_DATABASE_URL", url)
    found = CliRunner().invoke(main, command)
    assert UNMISTAKABLE not in found.output
    if REFERENCE in command:
        assert (found.exit_code, f"There is no assessment {REFERENCE}." in found.output) == (
            1,
            True,
        )
    else:
        assert REFERENCE not in found.output
