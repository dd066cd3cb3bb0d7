"""Every kind of page and every error state in a real browser, checked by axe, Nu and our rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from eia_app import create_app
from eia_app.config import Settings
from tests.journeys.browser.page_checker import PageChecker
from tests.journeys.browser.page_filler import SAVE
from tests.journeys.browser.page_walker import PageWalker
from tests.journeys.builders.assessment_builder import AssessmentBuilder
from tests.journeys.builders.example_assessments import (
    SCREENED_OUT_CASE,
    SMALL_CASE,
    ExampleAssessments,
)
from tests.journeys.case_journey import CaseJourney
from tests.journeys.conftest import Opener
from tests.journeys.page_catalogue import PAGES, PageCase
from tests.journeys.page_mistakes import MISTAKES, Mistake
from tests.journeys.review_mistakes import REVIEW_MISTAKES
from tests.journeys.server import ADMINISTRATOR, COLLEAGUE, LEAD, PASSWORD, Actor, Server
from tests.judges.nu import Nu

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MakeChecker = Callable[[PageWalker], PageChecker]
NOT_PAGES = {
    *(
        "health.health",
        "health.ready",
        "sign_in.stay_signed_in",
        "rows.add",
        "closing.add_condition",
    ),
    "files.download",
}
PARTS: dict[str, tuple[Any, str, Collection[str]]] = {
    "before the route is known": (
        SMALL_CASE,
        "proposal",
        {
            "What the proposal is",
            "People and places",
            "Who is doing this assessment",
            "Quick check",
        },
    ),
    "screening": (SCREENED_OUT_CASE, "screening", {"Why no full assessment is needed"}),
    "the change": (
        SMALL_CASE,
        "what_changes",
        {
            *("What will be different", "Options you considered", "Who decides, and when"),
            *("Linked work", "Earlier assessments"),
        },
    ),
    "evidence and engagement": (
        SMALL_CASE,
        "evidence",
        {
            *("What you know", "What you do not know", "What the evidence changed"),
            *("Who you have asked", "Who you have not heard from"),
        },
    ),
    "everyone together": (SMALL_CASE, "combined", {"Effects that add up", "The three aims"}),
    "the end": (
        SMALL_CASE,
        "action_plan",
        {"Action plan", "What you recommend", "Monitoring and review"},
    ),
}


@pytest.fixture(scope="session")
def examples(builder: AssessmentBuilder) -> ExampleAssessments:
    return ExampleAssessments(builder)


@pytest.fixture
def check_pages_of(nu: Nu) -> Iterator[MakeChecker]:
    """Return a function that makes a checker of a page; no checker may have found a problem."""
    checkers: list[PageChecker] = []

    def check_pages_of(walker: PageWalker) -> PageChecker:
        checkers.append(PageChecker(walker.page, nu))
        return checkers[-1]

    yield check_pages_of
    problems = [line for checker in checkers for line in checker.all_problems()]
    assert not problems, "\n".join(problems)


@pytest.fixture
def visit(
    as_person: Opener, open_page: Callable[..., Page], server: Server
) -> Callable[[Actor | None], PageWalker]:
    """Return a function that opens the browser of somebody who is signed in, or of nobody."""
    return lambda who: as_person(who) if who else PageWalker(open_page(), server.url)


Visit = Callable[[Actor | None], PageWalker]


@pytest.mark.parametrize("page_case", PAGES, ids=lambda page_case: page_case.name)
def test_the_page_is_in_order(
    page_case: PageCase, view_as: Visit, check_pages_of: MakeChecker, examples: ExampleAssessments
) -> None:
    walker = view_as(page_case.who)
    checker = check_pages_of(walker)
    answer = walker.page.goto(walker.url + page_case.address(examples))
    assert answer is not None
    assert answer.status == page_case.status
    checker.check(page_case.name)


@pytest.mark.parametrize("mistake", [*MISTAKES, *REVIEW_MISTAKES], ids=lambda mistake: mistake.name)
def test_the_page_says_what_is_wrong_and_is_in_order(
    mistake: Mistake, visit: Visit, check_pages_of: MakeChecker, examples: ExampleAssessments
) -> None:
    walker = visit(mistake.page.who)
    checker = check_pages_of(walker)
    walker.open(mistake.page.address(examples))
    mistake.make(walker)
    checker.check(mistake.name)
    assert mistake.says in walker.page.get_by_role("main").inner_text()
    if walker.errors:
        assert walker.page.title().startswith("Error: ")


@pytest.mark.parametrize("part", PARTS)
def test_every_page_of_the_questionnaire_is_in_order_blank_and_refused(
    part: str, as_person: Opener, check_pages_of: MakeChecker, builder: AssessmentBuilder
) -> None:
    case, until, tasks = PARTS[part]
    walker = as_person(LEAD)
    checker = check_pages_of(walker)
    story = CaseJourney(walker.page, walker.url, case)
    refused: set[str] = set()

    def check_page() -> None:
        name = f"{walker.heading} ({walker.page.url.rpartition('/')[2]})"
        if name in refused:
            return
        refused.add(name)
        checker.check(name)
        walker.press(SAVE)
        if walker.errors:
            checker.check(f"{name}, refused")
        else:
            walker.page.go_back()

    story.filler.before = check_page
    walker.open(f"/assessments/{builder.build(case, until=until)}/")
    story.write(only=tasks)
    assert refused


@pytest.mark.parametrize("group", ["age", "marriage-civil-partnership"])
def test_the_page_of_a_group_is_in_order_blank_and_refused(
    group: str, as_person: Opener, check_pages_of: MakeChecker, builder: AssessmentBuilder
) -> None:
    walker = as_person(LEAD)
    checker = check_pages_of(walker)
    id_ = builder.build(SMALL_CASE, until="effects")
    walker.open(f"/assessments/{id_}/sections/effects/groups/{group}/effects")
    checker.check(group)
    walker.press(SAVE)
    assert walker.errors
    checker.check(f"{group}, refused")


def test_a_link_to_set_a_password_leads_to_a_page_in_order(
    visit: Visit, check_pages_of: MakeChecker, builder: AssessmentBuilder
) -> None:
    walker = visit(None)
    checker = check_pages_of(walker)
    walker.open("/set-password")
    walker.open(f"/set-password#{builder.password_link(COLLEAGUE)}")
    checker.check("the code of a link")
    assert walker.page.url.endswith("/set-password")  # the script has taken it out of the address
    walker.press("Continue")
    checker.check("set a password")
    walker.page.get_by_label("New password").fill("short")
    walker.press("Set password and sign in")
    assert walker.errors
    checker.check("set a password, refused")


def test_the_pages_about_a_person_are_in_order(
    as_person: Opener, check_pages_of: MakeChecker, builder: AssessmentBuilder
) -> None:
    walker = as_person(ADMINISTRATOR)
    checker = check_pages_of(walker)
    walker.open(f"/people/{builder.person_id(COLLEAGUE)}")
    checker.check("change a person")
    walker.page.get_by_label("Name", exact=True).fill("")
    walker.press("Save")
    assert walker.errors == ["Enter their name"]
    checker.check("change a person, refused")
    builder.expire_confirmation(ADMINISTRATOR)
    walker.page.get_by_label("Name", exact=True).fill(COLLEAGUE.name)
    walker.press("Save")
    checker.check("confirm that it is you")
    walker.press("Confirm and continue")
    assert walker.errors == ["Enter your password"]
    checker.check("confirm that it is you, refused")
    walker.page.get_by_label("Password").fill(PASSWORD)
    walker.press("Confirm and continue")
    assert walker.page.url.endswith("/people/")
    walker.open(f"/people/{builder.person_id(COLLEAGUE)}/password-link")
    checker.check("make a link")
    walker.press("Make the link")
    checker.check("the link")


def test_the_pages_of_the_coach_are_in_order_when_something_is_kept(
    as_person: Opener, check_pages_of: MakeChecker, builder: AssessmentBuilder
) -> None:
    walker = as_person(LEAD)
    checker = check_pages_of(walker)
    walker.open(f"/assessments/{builder.build('12', until='conclusion')}/coach/")
    checker.check("coach, before the conclusion")
    walker.page.get_by_role("link", name="It is right as it is").first.click()
    checker.check("keep it as it is")
    walker.press("Save")
    assert walker.errors == ["Enter why it is right as it is"]
    checker.check("keep it as it is, refused")
    walker.page.get_by_label("Why is it right as it is?").fill("They were asked by name.")
    walker.press("Save")
    checker.check("coach, with something kept")
    walker.page.get_by_role("button", name="Begin this action").first.click()
    checker.check("an action that was begun")


def test_the_page_about_a_printed_report_is_in_order(
    as_person: Opener, check_pages_of: MakeChecker, examples: ExampleAssessments
) -> None:
    walker = as_person(LEAD)
    checker = check_pages_of(walker)
    walker.open(examples.address("signed", "versions"))
    short = walker.page.locator("td code").first.inner_text()
    walker.open("/verify")
    walker.page.get_by_label("Hash").fill(short)
    walker.press("Check")
    assert walker.page.get_by_role("heading", name="This is the signed-off version").is_visible()
    checker.check("a report that was signed off")


def test_every_kind_of_page_is_checked(server: Server, examples: ExampleAssessments) -> None:
    app = create_app(Settings(database_url=server.database_url, secret_key="x" * 40))
    match = app.url_map.bind("127.0.0.1").match
    addresses = [page_case.address(examples) for page_case in PAGES if page_case.status == 200]
    endpoints = {match(address.partition("?")[0])[0] for address in addresses}
    checked_elsewhere = {
        "evidence.use",
        *("people.change", "people.password_link", "coach.keep"),
        "verify.answer",
        "people_log.answer",  # tests/web/people/test_changes.py
        *("workshops.workshop", "workshops.board", "workshops.close"),  # test_workshop.py
        "packs.pack",  # tests/web/reports/test_packs.py, while it is made and when it is ready
    }
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and "." not in rule.rule  # such as report.pdf
    }
    assert sorted(pages - NOT_PAGES - endpoints - checked_elsewhere) == []
