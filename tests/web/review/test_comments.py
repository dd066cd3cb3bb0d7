"""Remarks over HTTP: added where one reads, edited, removed, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from eia_app.storage.models.people import Person
from tests.judges.page_tree import text_of
from tests.reviews import WORSE, ReviewFactory
from tests.web.conftest import Visit
from tests.web.visitor import PageResponse, Visitor

TEXT = "First line,\r\nsecond line with “marks” & <tags>"
STORED = TEXT.replace("\r\n", "\n")
At = Callable[..., str]


def remark_texts(shown: PageResponse) -> list[str]:
    return [text_of(each) for each in shown.tree.of_class("eia-remark")]


@pytest.mark.parametrize("who", ["champion", "equality_lead"])
def test_a_remark_is_added_from_the_page_and_leads_back_to_its_place(
    who: str,
    request: pytest.FixtureRequest,
    visit: Visit,
    review_factory: ReviewFactory,
    champion: Person,
    at: At,
) -> None:
    context, visitor = review_factory.claimed_by(champion), visit(request.getfixturevalue(who))
    shown = visitor.get(at(context, "review"))
    there = [href for href in shown.links if "question=summary" in href]
    form = visitor.get(there[0])
    assert "What would change?" in form.text
    saved = visitor.send({"kind": "must_address", "text": TEXT})
    assert saved.location == at(context, "review#at-proposal-summary")
    back = visitor.follow()
    (remark,) = remark_texts(back)
    assert "Must address" in remark
    assert "second line with “marks” & <tags>" in remark
    assert "Remarks (1)" in back.text


def test_remarks_can_be_about_a_row_a_group_a_section_and_the_whole(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion, **WORSE)
    row = next(id_ for id_, each in context.rows.items() if each.section == "action_plan")
    for query in (
        "",
        "?section=proposal",
        "?section=effects&group=age",
        f"?section=action_plan&row={row}",
    ):
        as_champion.get(at(context, f"review/comments/new{query}"))
        as_champion.send({"kind": "praise", "text": f"About {query or 'all'}"})
    listed = as_champion.get(at(context, "review/comments"))
    assert [
        text.rsplit("About ", 1)[1].split("Edit")[0].strip() for text in remark_texts(listed)
    ] == [
        "all",
        "?section=proposal",
        "?section=effects&group=age",
        f"?section=action_plan&row={row}",
    ]
    anchors = [href.partition("#")[2] for href in listed.links if "#at-" in href]
    text = as_champion.get(at(context, "review")).tree
    assert anchors == ["at-proposal", "at-effects-age", f"at-action-plan-{row}"]
    assert set(anchors) <= text.ids.keys()


@pytest.mark.parametrize("query", ["?section=nothing", "?row=7", "?section=proposal&question=x"])
def test_a_place_that_was_not_asked_is_no_page(
    query: str, as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion)
    page = at(context, f"review/comments/new{query}")
    as_champion.get(page, expect=404)
    fields = {"kind": "praise", "text": "x", "token": str(uuid4())}
    as_champion.post(page, fields, expect=404)


def test_a_remark_without_kind_or_words_comes_back_with_what_was_typed(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    page = at(review_factory.claimed_by(champion), "review/comments/new")
    as_champion.get(page)
    again = as_champion.send({"text": TEXT}, expect=422)
    assert again.errors == ["Select what kind of remark it is"]
    assert again.form().value("text") == STORED
    assert as_champion.send({"text": "", "kind": "praise"}, expect=422).errors == [
        "Enter your remark"
    ]


def test_pressing_save_twice_adds_one_remark(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion)
    page = as_champion.get(at(context, "review/comments/new"))
    fields = page.form().filled({"text": "Once", "kind": "praise"})
    as_champion.post(page.form().action, fields)
    as_champion.post(page.form().action, fields)
    assert len(remark_texts(as_champion.get(at(context, "review/comments")))) == 1


def test_a_remark_of_this_persons_own_is_edited_and_removed(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion)
    review_factory.add_comment(context, champion, "First words")
    shown = as_champion.get(at(context, "review"))
    as_champion.get(shown.link("Edit"))
    as_champion.send({"text": "Better words", "kind": "question"})
    assert "Better words" in as_champion.follow().text
    as_champion.get(as_champion.get(at(context, "review")).link("Remove"))
    as_champion.send()
    assert "Better words" not in as_champion.get(at(context, "review")).text


def test_two_windows_get_both_texts_and_neither_is_lost(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion)
    made = review_factory.add_comment(context, champion, "At first")
    page = at(context, f"review/comments/{made.id}")
    old = as_champion.get(page).form()
    as_champion.post(page, old.filled({"text": "In one window"}))
    stale = as_champion.post(page, old.filled({"text": "In another"}), expect=409)
    assert "In one window" in stale.text
    assert stale.form().value("text") == "In another"
    as_champion.send()
    assert "In another" in as_champion.get(at(context, "review")).text


def test_a_remark_written_while_the_round_was_closed_is_given_back_and_kept(
    as_champion: Visitor, champion: Person, review_factory: ReviewFactory, at: At
) -> None:
    context = review_factory.claimed_by(champion)
    as_champion.get(at(context, "review/comments/new?section=proposal"))
    review_factory.close(context)
    late = as_champion.send({"text": TEXT, "kind": "praise"}, expect=409)
    given_back = [text_of(each) for each in late.tree.of_class("eia-typed")]
    assert any("second line" in text for text in given_back)
    kept = as_champion.get(late.link("what you wrote"))
    assert kept.title == "What you wrote and did not save"
    assert "second line with “marks”" in kept.text


@pytest.mark.parametrize("path", ["review/comments/{id}", "review/comments/{id}/remove"])
def test_remarks_of_others_and_of_other_assessments_do_not_exist(
    path: str,
    as_champion: Visitor,
    champion: Person,
    equality_lead: Person,
    review_factory: ReviewFactory,
    at: At,
) -> None:
    context, other = review_factory.claimed_by(champion), review_factory.claimed_by(champion)
    theirs = review_factory.add_comment(context, equality_lead, "Theirs")
    elsewhere = review_factory.add_comment(other, champion, "Mine, elsewhere")
    for id_ in (theirs.id, elsewhere.id, uuid4()):
        page = at(context, path.format(id=id_))
        as_champion.get(page, expect=404)
        as_champion.post(page, {"text": "Changed", "kind": "praise"}, expect=404)
    assert (theirs.text, elsewhere.text) == ("Theirs", "Mine, elsewhere")
