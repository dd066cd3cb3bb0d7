"""Checks a finished PDF against PDF/UA-1 before anyone may have it. About a tenth of a second."""

from __future__ import annotations

import page

from eia_app.reports.errors import ReportFailed


def check(pdf: bytes) -> None:
    """Raise ReportFailed, with the rules that it breaks, if the file is not accessible."""
    try:
        report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    except page.PageError as error:
        raise ReportFailed("The PDF could not be checked.", [str(error)]) from error
    if not report.is_compliant:
        faults = [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
        raise ReportFailed("The PDF did not pass its accessibility check.", faults)
