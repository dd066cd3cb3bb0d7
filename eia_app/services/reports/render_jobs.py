"""The jobs for the files of assessments, packs and the worked example, and the orders for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from eia_app.domain.calendar import local_date
from eia_app.domain.errors import QueueFull
from eia_app.domain.guidance.worked_example import Example
from eia_app.domain.snapshot import snapshot
from eia_app.domain.snapshot.render_order import Priority
from eia_app.domain.text.conversions import day
from eia_app.domain.workflow.states import EDITABLE, State
from eia_app.reports.content.status import Outcome, ReportStatus, SignOff
from eia_app.reports.file_names import file_name, pack_name
from eia_app.reports.jobs.formats import FORMATS, OF_AN_ASSESSMENT, Format
from eia_app.reports.jobs.report_job import Job, PackJob, render_report
from eia_app.services.assessment.loading import AssessmentContext
from eia_app.services.reports import render_queue
from eia_app.services.reports.render_queue import Order
from eia_app.services.reports.review_rounds import review_rounds
from eia_app.services.review import record as review_record
from eia_app.services.snapshots import snapshots
from eia_app.storage.models import assessment as models_assessment
from eia_app.storage.models.report_packs import Pack

EXAMPLE_SUBJECT = "worked example"
OF_THE_EXAMPLE = ReportStatus(State.DRAFT, is_example=True)


def report_job(
    context: AssessmentContext,
    *,
    now: datetime,
    kind: Format = Format.REPORT,
    annex: bool = False,
    base_url: str = "",
) -> Job:
    """Return the job for a report of an assessment as it stands; its review is an annex on request.

    With the `base_url` of the service, a signed report says where it can be checked.
    """
    assessment, session = context.assessment, context.session
    stored = None
    if assessment.state not in EDITABLE:
        stored = snapshots.newest(session, assessment)
    signed = snapshots.sign_off_of(session, assessment)
    status = ReportStatus(
        state=assessment.state,
        sha256=stored.sha256 if stored else None,
        signed=_signature(context, signed) if signed else None,
        decision=_decision(context),
        base_url=base_url if signed else "",
        rounds=review_rounds(context),
    )
    text = stored.content if stored else snapshot.canonical(snapshots.take(context, now=now))
    annex_text = snapshot.canonical(review_record.annex(context)) if annex else ""
    return Job(text, status, created=signed.at if signed else now, kind=kind, annex=annex_text)


def report_order(
    context: AssessmentContext,
    *,
    now: datetime,
    kind: Format = Format.REPORT,
    annex: bool = False,
    base_url: str = "",
    ahead: bool = False,
) -> Order:
    """Return the order for one file of an assessment."""
    assessment = context.assessment
    job = report_job(context, now=now, kind=kind, annex=annex, base_url=base_url)
    is_draft = job.status.is_draft
    state = "practice" if assessment.practice else "draft" if is_draft else ""
    title = f"{state} {FORMATS[kind].name_part} {assessment.title}"
    suffix = FORMATS[kind].suffix
    return Order(
        job,
        report_subject(context, kind, annex=annex),
        file_name(assessment.reference, assessment.version, title, suffix),
        Priority.DRAFT if is_draft else Priority.AHEAD if ahead else Priority.SIGNED,
    )


def report_subject(context: AssessmentContext, kind: Format, *, annex: bool) -> str:
    """Return the subject of a file: what its readers must be allowed to read."""
    return f"assessment {context.assessment.id} {kind}{' annex' if annex else ''}"


def order_ahead(context: AssessmentContext, *, now: datetime, base_url: str) -> None:
    """Order the files of a signed version before anybody asks, if there is room in the queue."""
    if snapshots.sign_off_of(context.session, context.assessment) is None:
        return
    for kind in OF_AN_ASSESSMENT:
        order = report_order(context, now=now, kind=kind, base_url=base_url, ahead=True)
        try:
            render_queue.ask(context.session, order, by=None, now=now)
        except QueueFull:
            return


def pack_job(
    title: str,
    on: date,
    members: Sequence[AssessmentContext],
    *,
    summaries: bool,
    base_url: str = "",
) -> PackJob:
    """Return the job for a pack of these assessments, all of them signed off."""
    kind, now = Format.SUMMARY if summaries else Format.REPORT, datetime.now(UTC)
    jobs = [report_job(member, now=now, kind=kind, base_url=base_url) for member in members]
    return PackJob(title, on, tuple(jobs), summaries)


def pack_order(pack: Pack, members: Sequence[AssessmentContext], *, base_url: str) -> Order:
    """Return the order for the file of a pack."""
    job = pack_job(pack.title, pack.held_on, members, summaries=pack.summaries, base_url=base_url)
    name = pack_name(pack.held_on, pack.title)
    return Order(job, pack_subject(pack), name, Priority.SIGNED)


def pack_subject(pack: Pack) -> str:
    return f"pack {pack.id}"


def example_order(example: Example) -> Order:
    """Return the order for the report of the worked example, which is the same for everybody.

    The day on it is that on which the example is told, so it is the same each time.
    """
    told_at = datetime.combine(example.told_on, time(12), UTC)
    job = Job(snapshot.canonical(example.snapshot), OF_THE_EXAMPLE, created=told_at)
    name = file_name(example.snapshot["reference"], 1, example.snapshot["title"])
    return Order(job, EXAMPLE_SUBJECT, name, Priority.AHEAD)


def make(
    context: AssessmentContext, *, now: datetime, annex: bool = False, base_url: str = ""
) -> bytes:
    """Return the PDF at once: the stored one, or a new one. Raise ReportFailed."""
    job = report_job(context, now=now, annex=annex, base_url=base_url)
    file = None if job.status.is_draft else render_queue.file_of(context.session, job.key)
    return file.content if file else render_report(job)


def _signature(context: AssessmentContext, signed: models_assessment.SignOff) -> SignOff:
    """Return the signature, by role unless the council prints names."""
    role = signed.by.job_title or "Head of Service"
    by = f"{signed.by.name}, {role}" if context.council.names_in_reports else role
    return SignOff(by=by, on=local_date(signed.at), declaration=signed.declaration)


def _decision(context: AssessmentContext) -> Outcome | None:
    decision = snapshots.decision_of(context.session, context.assessment)
    if decision is None:
        return None
    body, outcome, minute = (decision.get(key, "") for key in ("body", "outcome", "minute"))
    return Outcome(body, day(decision.get("date")), outcome, minute)
