"""What looks personal is shown once before it is saved: “Save anyway” says that it was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

from eia_app.web.http.form_data import SEEN, requested_next
from eia_app.wizard.privacy_warnings import PointedOut, mark_of, personal_details

if TYPE_CHECKING:
    from eia_app.domain.questionnaire.council import Council
    from eia_app.wizard.form import PageForm


@dataclass(frozen=True)
class PrivacyWarning:
    """Personal details in a text, and the value of the button that saves it all the same."""

    details: list[PointedOut]
    anyway: str


def privacy_warning(council: Council, *forms: PageForm) -> PrivacyWarning | None:
    """Return what to show before a page is saved; None where there is nothing, or it was seen."""
    known = council.contact.values()
    details = [detail for form in forms for detail in personal_details(form, known)]
    mark = mark_of(details)
    if not details or request.form.get("then", "").partition(SEEN)[2] == mark:
        return None
    return PrivacyWarning(details, f"{requested_next()}{SEEN}{mark}")
