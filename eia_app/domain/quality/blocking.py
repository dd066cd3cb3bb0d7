"""What must be open so that what refuses a submit can be put right, whatever was sent back."""

from __future__ import annotations

from functools import partial

from eia_app.domain.advice import noticed
from eia_app.domain.quality.finding import Severity
from eia_app.domain.quality.rules import RULES
from eia_app.domain.quality.view import View
from eia_app.domain.walk import TaskKey

WAYS_OUT = ("actions", "outcome")  # where an action can be added, or another conclusion drawn


def to_put_right(view: View) -> set[TaskKey]:
    """The tasks of all that must be put right, and those where that is done; none if all is well.

    Rules of this severity look at no date.
    """
    rules = [each for each in RULES if each.severity is Severity.MUST]
    spots = [spot for each in rules for spot in noticed(each.id, partial(each.look, view))]
    if not spots:
        return set()
    places = [place for spot in spots for place in (spot.place, *spot.also)]
    ways_out = {(view.section(name), None) for name in WAYS_OUT}
    return {(place.section, place.group or None) for place in places} | ways_out
