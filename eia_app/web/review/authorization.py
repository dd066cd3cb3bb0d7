"""Who takes part in a review: whoever is not independent is told why, and sees nothing said."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import render_template
from flask.typing import ResponseReturnValue

from eia_app.domain.workflow.permissions import Permission, is_allowed
from eia_app.domain.workflow.predicates import conflict_of, is_champion
from eia_app.web.http.authorization import View, for_assessment, require_in_state, signed_in

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext


def for_discussion(what: Permission) -> Callable[[View], View]:
    """For people who may do this in the review of the assessment of the address.

    A reviewer who may read the assessment but not its discussion gets a page that says why.
    """

    def declare(view: View) -> View:
        @for_assessment(Permission.READ)
        @wraps(view)
        def wrapper(context: AssessmentContext, **values: Any) -> ResponseReturnValue:
            person, it = signed_in(), context.assessment
            if not is_allowed(Permission.READ_DISCUSSION, person, it) and is_champion(person, it):
                why = conflict_of(person, it)
                if why:
                    page = render_template(
                        "pages/review/reading/conflict.html", context=context, why=why
                    )
                    return page, 403
            require_in_state(what, person, it)
            return view(context, **values)

        wrapper.requires = what  # type: ignore[attr-defined]
        return wrapper

    return declare
