"""A page of the questionnaire as a form: what it shows, what it refuses, what it would save."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from eia_app.domain.errors import Clash
from eia_app.domain.journey.routing import Route
from eia_app.domain.questionnaire.answers import Answers
from eia_app.web.assessment.overview import bp as tasks
from eia_app.web.http.url_converters import Slug
from eia_app.web.wizard.lists import bp as rows
from eia_app.web.wizard.pages import bp as sections
from eia_app.wizard.navigation import CHECK, Navigation, anchor_of
from tests.domain.journey.walking import Walker
from tests.wizard.conftest import MakePage

ID = UUID(int=7)


def test_what_an_answer_reveals_is_inside_the_question_that_reveals_it(make_page: MakePage) -> None:
    form = make_page("proposal", "details")
    top = [shown.id for shown in form.show()]
    assert top == ["service", "staff", "starts", "cost", "web", "contact"]
    (service,) = (shown for shown in form.show() if shown.id == "service")
    assert [each.id for each in service.revealed["another"]] == ["service_other"]


def test_what_is_not_revealed_is_not_required_but_is_saved(make_page: MakePage) -> None:
    posted = [("service", "Parking"), ("service_other", "Kept all the same"), ("staff", "no")]
    form = make_page("proposal", "details", posted=posted)
    assert form.check()
    assert form.savable()["service_other"] == "Kept all the same"


def test_what_is_revealed_is_required(make_page: MakePage) -> None:
    form = make_page("proposal", "details", posted=[("service", "another"), ("staff", "no")])
    assert not form.check()
    assert form.errors == {"service_other": "Enter the service"}


def test_for_later_only_what_cannot_be_read_is_an_error(make_page: MakePage) -> None:
    posted = [("cost", "lots"), ("title", "")]
    form = make_page("proposal", "details", posted=posted)
    assert not form.check(required=False)
    assert list(form.errors) == ["cost"]


def test_what_cannot_be_read_is_not_saved_and_the_rest_is(make_page: MakePage) -> None:
    form = make_page("proposal", "details", posted=[("cost", "lots"), ("staff", "yes")])
    form.check()
    assert "cost" not in form.savable()
    assert form.savable()["staff"] == "yes"


def test_the_summary_leads_to_the_first_control_of_each_question(make_page: MakePage) -> None:
    posted = [("starts-day", "x"), ("service", "Parking"), ("staff", "no")]
    form = make_page("proposal", "details", posted=posted)
    form.check()
    assert form.summary() == [
        {"text": "The month and the year are missing. Enter a real date", "href": "#starts-month"}
    ]
    answers = Answers({(None, "q_depth"): "serious", (None, "q_groups"): ["age", "disability"]})
    form = make_page(
        "quick_check", "direction", posted=[("q_direction-age", "better")], answers=answers
    )
    form.check()
    assert [each["href"] for each in form.summary()] == ["#q_direction-disability"]


def test_the_words_of_a_group_are_put_into_its_page(make_page: MakePage, walk: Walker) -> None:
    answers = walk.complete().answers
    form = make_page("effects", "likely", group="age", answers=answers)
    (effect,) = (shown for shown in form.show() if shown.id == "effect")
    assert effect.ask == "What is the effect on people of different ages?"
    empty = make_page("effects", "likely", group="age", posted=[], answers=answers)
    empty.check()
    assert empty.errors == {"effect": "Select the effect on people of different ages"}


def test_what_somebody_else_saved_is_shown_in_words(make_page: MakePage) -> None:
    form = make_page("proposal", "details", posted=[("staff", "no"), ("cost", "5")])
    form.show_theirs([Clash("staff", "yes", "no"), Clash("cost", None, 5)])
    theirs = {shown.id: shown.theirs for shown in form.show() if shown.theirs is not None}
    assert theirs == {"staff": ["Yes"], "cost": ["They left it empty."]}


def test_a_service_that_the_council_no_longer_has_stays_on_offer_where_it_was_chosen(
    make_page: MakePage,
) -> None:
    def offered(form: MakePage, **saved: str) -> list[str]:
        (service,) = (q for q in form("proposal", "details", **saved).show() if q.id == "service")
        return [option.value for option in service.options]

    assert "Lamp lighting" in offered(make_page, service="Lamp lighting")
    assert "Lamp lighting" not in offered(make_page)


def test_the_limit_of_a_text_is_told(make_page: MakePage) -> None:
    limits = {shown.id: shown.limit for shown in make_page("proposal", "basics").show()}
    assert limits == {"title": 250, "summary": 10_000}


@pytest.fixture
def site() -> Flask:
    app = Flask(__name__)
    app.url_map.converters["slug"] = Slug
    for blueprint in (rows, sections, tasks):
        app.register_blueprint(blueprint)
    return app


def test_pages_follow_each_other_and_back_leads_back(site: Flask, walk: Walker) -> None:
    journey = walk.complete()
    task = journey.by_key["quick_check", None]
    with site.test_request_context():
        go = Navigation(ID, journey)
        pages = [go.page(task, page) for page in task.pages]
        assert [go.after(task, page) for page in task.pages] == [*pages[1:], go.result()]
        assert [go.before(task, page) for page in task.pages] == [go.overview(), *pages[:-1]]


def test_from_a_group_one_goes_on_to_the_next_that_is_not_done(site: Flask, walk: Walker) -> None:
    journey = walk.complete(Route.STANDARD)
    answers = Answers(
        {key: value for key, value in journey.answers.values.items() if key[0] != "marriage"},
        journey.answers.rows,
    )
    journey = walk(answers)
    age = journey.by_key["effects", "age"]
    with site.test_request_context():
        go = Navigation(ID, journey)
        assert go.after(age, "why") == go.task(journey.by_key["effects", "marriage"])


def test_after_the_last_group_one_is_back_at_the_task_list(site: Flask, walk: Walker) -> None:
    journey = walk.complete()
    with site.test_request_context():
        go = Navigation(ID, journey)
        assert go.after(journey.by_key["effects", "carers"], "why") == go.overview()


def test_a_finished_task_opens_at_its_first_page_and_another_where_it_goes_on(
    site: Flask, walk: Walker
) -> None:
    done = walk.complete()
    begun = walk(walk.answered(title="Bins", summary="Fewer bins"))
    with site.test_request_context():
        for journey, page in ((done, "basics"), (begun, "details")):
            address = Navigation(ID, journey).task(journey.by_key["proposal", None])
            assert address.endswith(f"/sections/proposal/{page}")


def test_from_check_answers_one_comes_straight_back(site: Flask, walk: Walker) -> None:
    journey = walk.complete()
    task = journey.by_key["effects", "age"]
    with site.test_request_context():
        go = Navigation(ID, journey)
        assert go.before(task, "why", CHECK) == go.after(task, "likely", CHECK)
        assert go.after(task, "likely", CHECK).endswith("answers#effects-age")
    assert anchor_of(task) == "effects-age"


def test_everything_missing_has_a_page_on_which_it_can_be_answered(
    site: Flask, walk: Walker
) -> None:
    journey = walk()
    with site.test_request_context():
        go = Navigation(ID, journey)
        addresses = [go.missing(each) for each in journey.missing]
    assert addresses
    assert all("/sections/" in each or "/lists/" in each for each in addresses)
