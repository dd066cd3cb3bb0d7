"""Freezes an edition when it is first used, and refuses one that was changed afterwards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia_app.domain.errors import EditionChanged
from eia_app.domain.questionnaire.model import Edition
from eia_app.domain.questionnaire.parse_edition import edition_from
from eia_app.storage.forms.folder import Forms, Frozen, frozen_edition, hash_of, in_folder
from eia_app.storage.models.assessment import StoredEdition


def coming(session: Session, forms: Forms) -> Edition:
    """The edition that new assessments get. It is not frozen by being looked at.

    Raise BadDefinition if its files have faults.
    """
    stored = session.scalar(select(StoredEdition).where(StoredEdition.name == forms.newest))
    if stored is not None:
        return frozen_edition(session, stored.id, forms.council.review_group).edition
    return in_folder(forms, forms.newest)


def freeze(session: Session, forms: Forms, name: str, *, now: datetime) -> Frozen:
    """The frozen edition of this name, frozen now if it was never used.

    Raise BadDefinition if its files have faults, EditionChanged if they differ from the frozen.
    """
    tables = forms.tables(name)
    stored = session.scalar(select(StoredEdition).where(StoredEdition.name == name))
    if stored is None:
        edition_from(name, tables)
        stored = StoredEdition(name=name, sha256=hash_of(tables), definition=tables, frozen_at=now)
        session.add(stored)
        session.flush()
    elif stored.sha256 != hash_of(tables):
        raise EditionChanged(
            f"The files of {name} were changed after it was first used. Put them back as they"
            f" were, and make the changes in a new edition: eia new-edition NEW --from {name[4:]}."
        )
    return frozen_edition(session, stored.id, forms.council.review_group)
