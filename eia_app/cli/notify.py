"""The command that sends mail: `notify`, for cron or a timer."""

from __future__ import annotations

from collections import Counter

import click

from eia_app.cli.context import CommandContext, command_context, now
from eia_app.config import BadSetting, Settings
from eia_app.domain.calendar import local_time
from eia_app.domain.notifications.kinds import DigestEmail
from eia_app.domain.notifications.messages import WORDS
from eia_app.mail.base import MailSender, PermanentFailure, TransientFailure, Unavailable
from eia_app.mail.govuk_notify import GovukNotifySender
from eia_app.mail.render import EmailRenderer
from eia_app.mail.smtp import SmtpSender
from eia_app.services.answers import draft_store
from eia_app.services.notifications import outbox, reassessment_reminders, review_reminders

NO_MAIL = (
    "No email can be sent: set EIA_MAIL_URL and EIA_MAIL_FROM, or EIA_NOTIFY_API_KEY and"
    " EIA_NOTIFY_TEMPLATE. Everything is shown in the service all the same."
)
NO_ADDRESS = (
    "Set EIA_BASE_URL to the address at which people reach the service, so that emails can lead"
    " there."
)


@click.command()
@click.option("--dead", is_flag=True, help="List the emails that were given up, and send none.")
@click.option("--retry", is_flag=True, help="Try those again as well.")
def notify(dead: bool, retry: bool) -> None:
    """Make the reminders that are due, and send the emails that are due."""
    with command_context() as place:
        if dead:
            _list_dead(place)
            return
        sender, renderer = mail_sender(place.settings), _email_renderer(place)
        with place.writing() as session:
            retried = outbox.retry(session, now=now()) if retry else 0
            reminded = review_reminders.make_due(session, now=now())
            to_reassess = reassessment_reminders.make_due(session, place.forms, now=now())
            deleted_drafts = draft_store.tidy(session, now=now())
        outcomes = send_due(place, sender, renderer)
    if retry:
        click.echo(f"{_count(retried, 'notice is', 'notices are')} tried again.")
    if to_reassess:
        click.echo(
            f"{_count(to_reassess, 'assessment is', 'assessments are')} to be looked at again."
        )
    if deleted_drafts:
        drafts = _count(
            deleted_drafts, "text that was never saved was", "texts that were never saved were"
        )
        click.echo(f"{drafts} thrown away after {draft_store.KEPT_DAYS} days.")
    click.echo(_summary(reminded, outcomes))
    if outcomes["down"]:
        raise SystemExit(1)


def mail_sender(settings: Settings) -> MailSender:
    """Return the sender that the settings name. Raise BadSetting if they name none."""
    if settings.notify_api_key:
        return GovukNotifySender(settings.notify_api_key, settings.notify_template)
    if not settings.mail_url:
        raise BadSetting(NO_MAIL)
    return SmtpSender(settings.mail_url, settings.mail_from)


def _email_renderer(place: CommandContext) -> EmailRenderer:
    if not place.settings.base_url:
        raise BadSetting(NO_ADDRESS)
    return EmailRenderer(place.forms.council, place.settings.base_url)


def send_due(place: CommandContext, sender: MailSender, renderer: EmailRenderer) -> Counter[str]:
    """Send the emails that are due, and return their number by outcome."""
    outcomes: Counter[str] = Counter()
    while not outcomes["down"] and (digest := _claim(place)) is not None:
        outcomes[_send(place, sender, renderer, digest)] += 1
    return outcomes


def _claim(place: CommandContext) -> DigestEmail | None:
    with place.writing() as session:
        return outbox.claim(session, now=now(), hour=place.settings.digest_hour)


def _send(
    place: CommandContext, sender: MailSender, renderer: EmailRenderer, digest: DigestEmail
) -> str:
    """Send one email, record the outcome at once, and return it."""
    try:
        sender.send(renderer.write(digest))
    except PermanentFailure as error:
        with place.writing() as session:
            outbox.mark_failed(session, digest, str(error), now=now())
        return "dead"
    except Unavailable as error:
        with place.writing() as session:
            outbox.postpone(session, digest, str(error), now=now())
        click.echo(str(error), err=True)
        return "down"
    except TransientFailure as error:
        with place.writing() as session:
            is_failed = outbox.reschedule(session, digest, str(error), now=now())
        return "dead" if is_failed else "later"
    with place.writing() as session:
        outbox.finish(session, digest, now=now())
    return "sent"


def _summary(reminded: int, outcomes: Counter[str]) -> str:
    sentence = f"{_count(outcomes['sent'], 'email was', 'emails were')} sent"
    if outcomes["later"]:
        sentence += f", {outcomes['later']} will be tried again"
    if outcomes["dead"]:
        sentence += f", {outcomes['dead']} given up (see eia notify --dead)"
    if outcomes["down"]:
        sentence += ", and what is left waits for the next time"
    return f"{_count(reminded, 'person was', 'people were')} reminded of an opinion. {sentence}."


def _list_dead(place: CommandContext) -> None:
    with place.reading() as session:
        failed = outbox.failed(session)
    for notice in failed:
        subject = f"{notice.reference}  {WORDS[notice.kind].headline}"
        time = f"{local_time(notice.at):%Y-%m-%d %H:%M}" if notice.at else ""
        click.echo(f"{time}  {notice.address}  {subject}  {notice.error}")
    if not failed:
        click.echo("No email was given up.")


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


COMMANDS = {"notify": notify}
