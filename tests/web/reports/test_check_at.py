"""The report on screen leads to where anybody can check it, if the settings say where that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eia_app.domain.workflow.states import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Makers
    from tests.web.visitor import Visitor


def test_a_signed_report_has_the_link_only_where_the_address_is_known(
    make_assessment: Makers,
    as_lead: Visitor,
    at: Callable[..., str],
    change_settings: Callable[..., None],
) -> None:
    context = make_assessment(State.SIGNED_OFF)
    report = at(context, "report")
    assert "can be checked at" not in as_lead.get(report).text
    change_settings(base_url="https://eia.example.org/")
    (link,) = [each for each in as_lead.get(report).links if "/verify/" in each]
    assert link.startswith("https://eia.example.org/verify/")
    path = link.removeprefix("https://eia.example.org")
    assert context.assessment.reference in as_lead.get(path).text
