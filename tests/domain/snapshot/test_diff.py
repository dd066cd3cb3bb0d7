"""What changed between two snapshots: nothing is lost, it reads well, and it never takes long."""

from __future__ import annotations

import time
from itertools import product
from typing import Any
from zlib import crc32

from hypothesis import given, settings
from hypothesis import strategies as st

from eia_app.domain.snapshot.diff import Mark, Piece, differences, pieces

WORDS = st.lists(st.sampled_from(["bus", "fare", "rises.", "the", "\n", "  ", "Élan", "–"]))
SAME, REMOVED, ADDED = Mark.SAME, Mark.REMOVED, Mark.ADDED


def marked_texts(old: str, new: str) -> list[tuple[Mark, str]]:
    return [(piece.mark, piece.text) for piece in pieces(old, new)]


def text_without(mark: Mark, all_pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in all_pieces if piece.mark is not mark)


@settings(deadline=None, database=None, derandomize=True)
@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_what_is_shown(
    old_words: list[str], new_words: list[str]
) -> None:
    old, new = " ".join(old_words), " ".join(new_words)
    all_pieces = pieces(old, new)
    assert text_without(ADDED, all_pieces) == old
    assert text_without(REMOVED, all_pieces) == new
    assert all(piece.text for piece in all_pieces)


def test_a_changed_word_is_the_only_thing_marked() -> None:
    assert marked_texts(
        "Fares rise by 10% in May this year.", "Fares rise by 5% in May this year."
    ) == [
        (SAME, "Fares rise by"),
        (REMOVED, " 10%"),
        (ADDED, " 5%"),
        (SAME, " in May this year."),
    ]


def test_a_sentence_that_was_added_at_the_end_leaves_the_rest_alone() -> None:
    assert marked_texts("We asked users.", "We asked users. They agreed.") == [
        (SAME, "We asked users."),
        (ADDED, " They agreed."),
    ]


def test_a_word_that_stayed_between_two_changes_is_shown_with_them() -> None:
    assert marked_texts("Ask the old users first", "Tell the new users first") == [
        (REMOVED, "Ask the old"),
        (ADDED, "Tell the new"),
        (SAME, " users first"),
    ]


def test_a_new_answer_is_all_added_and_one_taken_away_all_removed() -> None:
    assert marked_texts("", "Two bus stops") == [(ADDED, "Two bus stops")]
    assert marked_texts("Two bus stops", "") == [(REMOVED, "Two bus stops")]
    assert marked_texts("", "") == []


def test_a_long_text_is_compared_by_larger_parts_and_still_word_by_word_inside_them() -> None:
    sentences = [f"Sentence {n} says that the fare is {n} and the bus is late." for n in range(900)]
    old = " ".join(sentences)
    sentences[450] = sentences[450].replace("late", "early")
    marked = [
        (mark, text) for mark, text in marked_texts(old, " ".join(sentences)) if mark is not SAME
    ]
    assert marked == [(REMOVED, " late."), (ADDED, " early.")]


def random_words(seed: str, kinds: int, length: int) -> str:
    """So many words, of so many kinds, in no order."""
    return " ".join(str(crc32(f"{seed} {number}".encode()) % kinds) for number in range(length))


def test_no_two_texts_take_long_to_compare() -> None:
    worst = 0.0
    for kinds, length in product((1, 2, 5, 20, 40, 5000), (300, 1400, 5000)):
        texts = [random_words(which, kinds, length) for which in ("old", "new")]
        began = time.process_time()
        all_pieces = pieces(*texts)
        worst = max(worst, time.process_time() - began)
        assert (text_without(ADDED, all_pieces), text_without(REMOVED, all_pieces)) == tuple(texts)
    assert worst < 5


def question(id_: str, *text: str) -> dict[str, Any]:
    return {"id": id_, "ask": f"Ask {id_}?", "text": list(text)}


def snapshot(*sections: dict[str, Any]) -> dict[str, Any]:
    return {"parts": [{"sections": list(sections)}]}


def action_plan(*rows: tuple[str, str]) -> dict[str, Any]:
    row_records = [{"id": id_, "questions": [question("do", text)]} for id_, text in rows]
    return {"id": "plan", "title": "Plan", "one": "action", "rows": row_records, "instead": None}


def effects(**texts: str) -> dict[str, Any]:
    groups = [
        {"id": id_, "title": id_.title(), "questions": [question("effect", text)]}
        for id_, text in texts.items()
    ]
    return {"id": "effects", "title": "Effects", "groups": groups}


def test_only_what_differs_is_shown_with_the_headings_above_it() -> None:
    about = {"id": "about", "title": "About", "questions": [question("a", "1"), question("b")]}
    old = snapshot(
        about, effects(age="Good", sex="Bad"), action_plan(("r1", "Write"), ("r2", "Call"))
    )
    new = snapshot(about, effects(age="Good", sex="Good"), action_plan(("r1", "Write to all")))
    assert [
        (difference.key, difference.headings, difference.ask)
        for difference in differences(old, new)
    ] == [
        (("effects", "sex", "", "effect"), ("Effects", "Sex"), "Ask effect?"),
        (("plan", "", "r1", "do"), ("Plan", "Action 1"), "Ask do?"),
        (("plan", "", "r2", "do"), ("Plan", "Action 2"), "Ask do?"),
    ]
    assert differences(old, new)[0].task == ("effects", "sex")


def test_a_row_that_moved_has_not_changed() -> None:
    old = snapshot(action_plan(("r1", "Write"), ("r2", "Call")))
    new = snapshot(action_plan(("r2", "Call"), ("r1", "Write")))
    assert differences(old, new) == []


def test_a_section_that_is_gone_stands_where_it_was() -> None:
    first, last = action_plan(("r1", "Write")), effects(age="Good")
    gone = {"id": "gone", "title": "Gone", "questions": [question("g", "Was here")]}
    new = snapshot({**first, "rows": []}, effects(age="Bad"))
    changes = differences(snapshot(first, gone, last), new)
    assert [difference.key[0] for difference in changes] == ["plan", "gone", "effects"]
    assert changes[1].pieces == (Piece(REMOVED, "Was here"),)


def test_choices_are_compared_one_by_one() -> None:
    old = snapshot({"id": "s", "title": "S", "questions": [question("q", "Age", "Sex")]})
    new = snapshot({"id": "s", "title": "S", "questions": [question("q", "Age", "Race")]})
    (only,) = differences(old, new)
    assert (only.pieces[-2].mark, only.pieces[-1].mark) == (REMOVED, ADDED)
    assert [piece.text.strip() for piece in only.pieces if piece.mark is not SAME] == [
        "Sex",
        "Race",
    ]
