"""What changed since a reviewer looked, and the stored versions to open and compare."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from eia_app.domain.review.review import Location
from eia_app.domain.workflow.states import State, Transition
from eia_app.services.answers.save import save_answers
from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.reports.render_jobs import report_job
from eia_app.services.snapshots.versions import listed
from eia_app.storage.models.people import Person
from tests.factories import NOW, Makers
from tests.services.review import review_steps
from tests.services.review.review_steps import PROPOSAL, QUESTION
from tests.web.conftest import Visit, address
from tests.web.visitor import Visitor

LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def context(make_assessment: Makers, champion: Person, lead: Person) -> AssessmentContext:
    """Back in review after changes in two sections, of which the champion remarked on one."""
    made = make_assessment(State.IN_REVIEW, summary="Permits cost 10% more.")
    review_steps.add_reviewers(made, champion)
    mine = review_steps.add_comment(made, champion, PROPOSAL, text="Why so much?")
    review_steps.send_back(make_assessment, made, ["proposal", ""], ["conclusion", ""])
    made = load_assessment(made.session, made.forms, made.assessment.id)
    dearer = {"summary": "Permits cost 5% more."}
    save_answers(made, "proposal", None, dearer, by=lead, now=LATER)
    save_answers(made, "conclusion", None, {"outcome": "stop"}, by=lead, now=LATER)
    review_steps.reply_to(made, mine, lead, text="It is less now")
    review_steps.resubmit(made, lead)
    return made


def test_a_champion_sees_what_changed_where_they_remarked_with_the_answers(
    context: AssessmentContext, as_champion: Visitor
) -> None:
    page = as_champion.get(address(context, "changes?since=1"))
    assert page.title == "What changed since round 1"
    assert "Why so much?" in page.text
    assert "It is less now" in page.text
    html = page.answer.get_data(as_text=True)
    assert '<del class="eia-removed"><span class="govuk-visually-hidden">Removed: </span> 10%' in (
        html
    )
    assert '<ins class="eia-added"><span class="govuk-visually-hidden">Added: </span> 5%' in html
    assert "What do you recommend?" not in page.text
    assert "1 more answer has changed there" in page.text
    whole = as_champion.get(page.link("All sections"))
    assert "2 answers have changed." in whole.text
    as_champion.get(whole.link("Only the sections that I remarked on"))


def test_without_a_round_in_the_address_it_is_the_one_that_this_person_reviewed(
    context: AssessmentContext, as_champion: Visitor, as_lead: Visitor
) -> None:
    link = as_champion.get(address(context)).link("What changed since it was reviewed")
    assert as_champion.get(link).title == "What changed since round 1"
    page = as_lead.get(address(context, "changes"))  # who remarked on nothing sees all
    assert "2 answers have changed." in page.text
    as_lead.get(address(context, "changes?since=7"), expect=404)
    as_lead.get(address(context, "changes?since=2"), expect=404)  # it is still open


def test_while_it_is_changed_it_is_compared_with_what_is_being_written(
    make_assessment: Makers, lead: Person, as_lead: Visitor
) -> None:
    context = make_assessment(State.IN_REVIEW)
    review_steps.send_back(make_assessment, context)
    assert "No answer has changed." in as_lead.get(address(context, "changes")).text
    save_answers(context, "conclusion", None, {"outcome": "stop"}, by=lead, now=LATER)
    assert "1 answer has changed." in as_lead.get(address(context, "changes")).text


def test_a_remark_on_a_group_or_a_whole_section_filters_to_it(
    make_assessment: Makers, champion: Person, lead: Person, as_champion: Visitor
) -> None:
    context = make_assessment(State.IN_REVIEW)
    review_steps.add_reviewers(context, champion)
    review_steps.add_comment(context, champion, Location("effects"), QUESTION)
    review_steps.send_back(make_assessment, context)
    save_answers(context, "effects", "age", {"effect": ["positive"]}, by=lead, now=LATER)
    save_answers(context, "conclusion", None, {"outcome": "stop"}, by=lead, now=LATER)
    page = as_champion.get(address(context, "changes"))
    assert "1 answer has changed." in page.text
    assert "Age" in page.text


def test_the_versions_are_listed_opened_and_compared(
    context: AssessmentContext, as_lead: Visitor
) -> None:
    overview = as_lead.get(address(context))
    page = as_lead.get(overview.link("Versions"))
    assert "Submitted again" in page.text
    first = as_lead.get(page.link("Version 1"))
    assert first.title.startswith("Version 1, stored")
    assert "Permits cost 5% more." in first.text
    changes = as_lead.get(page.link("With the one before"))
    assert "2 answers have changed." in changes.text
    form = page.form("versions/compare")
    chosen = "&".join(f"{name}={value}" for name, value in form.fields)
    assert "2 answers have changed." in as_lead.get(f"{form.action}?{chosen}").text


def test_a_snapshot_of_another_assessment_or_of_nothing_is_not_there(
    context: AssessmentContext, as_lead: Visitor, make_assessment: Makers, lead: Person
) -> None:
    other = make_assessment(State.AWAITING_SIGN_OFF)
    (theirs,) = (each.stored.id for each in listed(other, lead))
    mine = listed(context, lead)[0].stored.id
    for id_ in (theirs, uuid4()):
        as_lead.get(address(context, f"versions/{id_}"), expect=404)
        as_lead.get(address(context, f"versions/compare?from={id_}"), expect=404)
        as_lead.get(address(context, f"versions/compare?from={mine}&to={id_}"), expect=404)
    for query in ("", "?from=", "?from=x"):
        as_lead.get(address(context, f"versions/compare{query}"), expect=404)


def test_who_may_not_read_the_discussion_opens_the_signed_version_alone(
    context: AssessmentContext, report_author: Person, visit: Visit, make_assessment: Makers
) -> None:
    review_steps.agree_review(make_assessment, context)
    make_assessment.step(context, Transition.SIGN_OFF)
    visitor = visit(report_author)
    page = visitor.get(address(context, "versions"))
    assert page.text.count("Signed") == 1
    visitor.get(page.link("Version 1"))
    early = listed(context, context.assessment.lead)[-1].stored.id
    visitor.get(address(context, f"versions/{early}"), expect=404)
    visitor.get(address(context, "changes"), expect=403)


def test_an_assessment_that_was_never_submitted_has_no_versions(
    as_lead: Visitor, make_assessment: Makers
) -> None:
    context = make_assessment()
    assert "Nothing has been stored yet." in as_lead.get(address(context, "versions")).text
    as_lead.get(address(context, "changes"), expect=404)


def test_the_annex_of_a_report_is_for_those_who_may_read_the_discussion(
    context: AssessmentContext, visit: Visit, report_author: Person, make_assessment: Makers
) -> None:
    review_steps.agree_review(make_assessment, context)
    make_assessment.step(context, Transition.SIGN_OFF)
    there = address(context, "report/making?of=pdf&annex=1")
    visit(report_author).get(there, expect=403)
    visit(report_author).get(address(context, "report.pdf?annex=1"), expect=403)
    visitor = visit(context.assessment.lead)
    link = visitor.get(address(context)).link("Download it with what was said in review")
    assert link == address(context, "report.pdf?annex=1")
    made = visitor.http.get(link, follow_redirects=True)
    assert made.mimetype in {"application/pdf", "text/html"}
    assert "It is less now" in report_job(context, now=NOW, annex=True).annex
    assert report_job(context, now=NOW).annex == ""
