"""Access to the pages of a review, and the page that tells a champion of their conflict."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import render_template
from flask.typing import ResponseReturnValue

from eia_app.domain.workflow.permissions import AnyPermission, Permission, is_allowed, require
from eia_app.domain.workflow.predicates import conflict_of, is_champion
from eia_app.web.http.authorization import View, for_assessment, signed_in

if TYPE_CHECKING:
    from eia_app.services.assessment.loading import AssessmentContext


def for_discussion(permission: AnyPermission) -> Callable[[View], View]:
    """Open a view to people with this permission in the review of the assessment of the address.

    A champion with a conflict, who reads the assessment but not its discussion, gets a page that
    says why, with 403.
    """

    def declare(view: View) -> View:
        @for_assessment(Permission.READ)
        @wraps(view)
        def wrapper(context: AssessmentContext, **values: Any) -> ResponseReturnValue:
            person, assessment = signed_in(), context.assessment
            may_discuss = is_allowed(Permission.READ_DISCUSSION, person, assessment)
            if not may_discuss and is_champion(person, assessment):
                why = conflict_of(person, assessment)
                if why:
                    page = render_template(
                        "pages/review/reading/conflict.html", context=context, why=why
                    )
                    return page, 403
            require(permission, person, assessment)
            return view(context, **values)

        wrapper.requires = permission  # type: ignore[attr-defined]
        return wrapper

    return declare
