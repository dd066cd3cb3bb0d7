"""What may be done with an assessment for practice."""

from __future__ import annotations

from eia_app.domain.workflow.states import TRANSITIONS, Transition
from tests.domain.workflow.test_permissions import EVERYTHING, PEOPLE, letters

# The same of an assessment for practice, which is a draft or put away. What is not listed here is
# refused to everybody, whatever its state.
PRACTICE = """
                    lead contributor equality_lead
read                dw   dw          dw
download_report     dw   dw          dw
see_coach           dw   dw          dw
finish_practising   dw   dw          dw
edit                d    d           -
manage_contributors d    -           d
withdraw            d    -           d
restore             w    -           w
"""


def test_of_practice_its_own_people_may_do_these_things_and_nobody_anything_else() -> None:
    head, *lines = PRACTICE.strip("\n").splitlines()
    expected = {
        (line.split()[0], name): cell
        for line in lines
        for name, cell in zip(head.split(), line.split()[1:], strict=True)
        if cell != "-"
    }
    found = {
        (what.value, name): "".join(set(letters(person, what, practice=True)) & set("dw"))
        for what in EVERYTHING
        for name, person in PEOPLE.items()
    }
    assert {key: "".join(sorted(value)) for key, value in found.items() if value} == expected


def test_whatever_state_practice_were_in_no_step_of_review_or_signing_could_be_taken() -> None:
    allowed = {
        what
        for what in EVERYTHING
        for each in PEOPLE.values()
        if letters(each, what, practice=True)
    }
    assert allowed & {*TRANSITIONS} == {
        Transition.WITHDRAW,
        Transition.RESTORE,
    }
