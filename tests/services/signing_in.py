"""Signs in as the service does: the password is compared, and then what came of it is written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from eia_app.services import sign_in
from eia_app.storage.people import Person


def signed_in(session: Session, email: str, password: str, *, now: datetime) -> Person | None:
    return sign_in.sign_in(session, sign_in.attempt(session, email, password), now=now)
