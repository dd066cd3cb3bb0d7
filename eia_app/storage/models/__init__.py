"""Every table. To import this package is to know them all (a test compares it with the files)."""

from eia_app.storage.base import Base
from eia_app.storage.models import (
    assessment,
    attachments,
    dismissed_findings,
    drafts,
    edited_paragraphs,
    events,
    notifications,
    orphaned_answers,
    people,
    rendering,
    report_packs,
    reviews,
    sessions,
    training,
)

__all__ = [
    "Base",
    "assessment",
    "attachments",
    "dismissed_findings",
    "drafts",
    "edited_paragraphs",
    "events",
    "notifications",
    "orphaned_answers",
    "people",
    "rendering",
    "report_packs",
    "reviews",
    "sessions",
    "training",
]
