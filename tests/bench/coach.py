"""How long the coach takes over a full assessment: its rules alone, and with what they read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from uuid import UUID

from eia_app.services.assessment.loading import AssessmentContext, load_assessment
from eia_app.services.coach import findings
from eia_app.storage.engine import Sessions, open_engine
from eia_app.storage.forms.folder import Forms

TIMES = 9
MOST_MILLISECONDS = 20


@dataclass(frozen=True)
class Coached:
    """Milliseconds of processor time, the best of several."""

    everything: float
    task_list: float
    page: float

    def words(self) -> Sequence[str]:
        return [
            f"- Everything: {self.everything:.1f} ms (aim: {MOST_MILLISECONDS} ms or less)",
            f"- What the task list says of every section: {self.task_list:.1f} ms",
            f"- What the page of one group says: {self.page:.1f} ms",
        ]


def measure(database: str, forms: Path, assessment: UUID) -> Coached:
    """The coach over a stored assessment, which is read beforehand."""
    sessions, now = Sessions(open_engine(database)), datetime.now(UTC)
    with sessions.to_read() as session:
        context = load_assessment(session, Forms(forms, "hart"), assessment)
        task = context.journey.task("effects", "age")
        asked = task.section.questions if task else ()
        found = Coached(
            everything=_best(context, lambda: findings.list_all(context, now=now)),
            task_list=_best(context, lambda: findings.in_sections(context, now=now)),
            page=_best(
                context, lambda: findings.on_page(context, task, asked, now=now) if task else None
            ),
        )
    sessions.engine.dispose()
    return found


def _best(context: AssessmentContext, ask: Callable[[], object]) -> float:
    """Each time with the choices to be made again, as in a request of its own."""
    took = []
    for _ in range(TIMES):
        context.content.__dict__.pop("choices", None)
        began = process_time()
        ask()
        took.append(process_time() - began)
    return 1000 * min(took)
