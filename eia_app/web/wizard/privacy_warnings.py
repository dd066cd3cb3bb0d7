"""Warnings before a save: “Save anyway” says that they were seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

from eia_app.web.http.form_data import SEEN, requested_next
from eia_app.wizard.privacy_warnings import (
    PointedOut,
    doubtful_dates,
    mark_of,
    personal_details,
    small_counts,
)

if TYPE_CHECKING:
    from datetime import date

    from eia_app.domain.questionnaire.council import Council
    from eia_app.wizard.form import PageForm


@dataclass(frozen=True)
class PrivacyWarning:
    """The warnings of a page, and the value of the button that saves it all the same."""

    details: list[PointedOut]
    small_counts: list[PointedOut]
    dates: list[PointedOut]
    anyway: str

    @property
    def first(self) -> PointedOut:
        return [*self.details, *self.small_counts, *self.dates][0]


def privacy_warning(council: Council, today: date, *forms: PageForm) -> PrivacyWarning | None:
    """Return what to show before a page is saved; None where there is nothing, or it was seen."""
    known = council.contact.values()
    details = [detail for form in forms for detail in personal_details(form, known)]
    counts = [count for form in forms for count in small_counts(form)]
    dates = [doubtful for form in forms for doubtful in doubtful_dates(form, today)]
    everything = [*details, *counts, *dates]
    mark = mark_of(everything)
    if not everything or request.form.get("then", "").partition(SEEN)[2] == mark:
        return None
    return PrivacyWarning(details, counts, dates, f"{requested_next()}{SEEN}{mark}")
