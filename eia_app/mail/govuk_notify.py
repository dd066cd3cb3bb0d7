"""Letters by GOV.UK Notify, through one template whose subject and body are ours.

The template has the subject “((subject))” and the message “((body))”, and nothing else.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from eia_app.mail.base import (
    BadMailSettings,
    Email,
    PermanentFailure,
    TransientFailure,
    Unavailable,
)

SERVICE = "https://api.notifications.service.gov.uk"
SECONDS = 30
# What a code says of the letter. All others, such as 429, are about the key or the service.
MEANS: dict[int, type[PermanentFailure | TransientFailure]] = {400: PermanentFailure}
KEY = re.compile(r".+-[0-9a-f-]{36}-[0-9a-f-]{36}\Z")
# The client logs each refusal, and we say it ourselves.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class GovukNotifySender:
    def __init__(self, key: str, template: str, *, service: str = SERVICE) -> None:
        if not KEY.match(key) or not template:
            raise BadMailSettings(
                "Set EIA_NOTIFY_API_KEY to a whole API key of GOV.UK Notify, and"
                " EIA_NOTIFY_TEMPLATE to the id of its template."
            )
        self._template = template
        self._client = NotificationsAPIClient(key, base_url=service, timeout=SECONDS)

    def send(self, letter: Email) -> None:
        try:
            self._client.send_email_notification(
                email_address=letter.address,
                template_id=self._template,
                personalisation={"subject": letter.subject, "body": without_links(letter.text)},
                reference=letter.key,
            )
        except APIError as error:
            sentence = f"GOV.UK Notify said: {error.status_code} {_words(error.message)}"
            raise MEANS.get(error.status_code, Unavailable)(sentence) from None


def without_links(text: str) -> str:
    """Without the brackets of which GOV.UK Notify would make a link that says something else.

    A plain address is made a link that says where it leads.
    """
    return text.replace("[", "(").replace("]", ")")


def _words(message: Any) -> str:
    """Return what the service answered, a text or a list of faults, as one sentence."""
    if isinstance(message, list):
        return "; ".join(str(fault.get("message", fault)) for fault in message)
    return str(message)
