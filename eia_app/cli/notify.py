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

NO_POST = (
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
        post, writer = post_of(place.settings), _writer(place)
        with place.writing() as session:
            again = outbox.retry(session, now=now()) if retry else 0
            reminded = review_reminders.make_due(session, now=now())
            old = reassessment_reminders.make_due(session, place.forms, now=now())
            tidied = draft_store.tidy(session, now=now())
        became = send_due(place, post, writer)
    if retry:
        click.echo(f"{_count(again, 'notice is', 'notices are')} tried again.")
    if old:
        click.echo(f"{_count(old, 'assessment is', 'assessments are')} to be looked at again.")
    if tidied:
        what = _count(tidied, "text that was never saved was", "texts that were never saved were")
        click.echo(f"{what} thrown away after {draft_store.KEPT_DAYS} days.")
    click.echo(_said(reminded, became))
    if became["down"]:
        raise SystemExit(1)


def post_of(settings: Settings) -> MailSender:
    """What letters are sent through. Raises BadSetting, BadPost."""
    if settings.notify_api_key:
        return GovukNotifySender(settings.notify_api_key, settings.notify_template)
    if not settings.mail_url:
        raise BadSetting(NO_POST)
    return SmtpSender(settings.mail_url, settings.mail_from)


def _writer(place: CommandContext) -> EmailRenderer:
    if not place.settings.base_url:
        raise BadSetting(NO_ADDRESS)
    return EmailRenderer(place.forms.council, place.settings.base_url)


def send_due(place: CommandContext, post: MailSender, writer: EmailRenderer) -> Counter[str]:
    """Send everything that is due, one letter after the other; how many became what."""
    became: Counter[str] = Counter()
    while not became["down"] and (parcel := _claim(place)) is not None:
        became[_send(place, post, writer, parcel)] += 1
    return became


def _claim(place: CommandContext) -> DigestEmail | None:
    with place.writing() as session:
        return outbox.claim(session, now=now(), hour=place.settings.digest_hour)


def _send(
    place: CommandContext, post: MailSender, writer: EmailRenderer, parcel: DigestEmail
) -> str:
    """Send one letter, and remember at once what became of it."""
    try:
        post.send(writer.write(parcel))
    except PermanentFailure as error:
        with place.writing() as session:
            outbox.mark_failed(session, parcel, str(error), now=now())
        return "dead"
    except Unavailable as error:
        with place.writing() as session:
            outbox.postpone(session, parcel, str(error), now=now())
        click.echo(str(error), err=True)
        return "down"
    except TransientFailure as error:
        with place.writing() as session:
            given_up = outbox.reschedule(session, parcel, str(error), now=now())
        return "dead" if given_up else "later"
    with place.writing() as session:
        outbox.finish(session, parcel, now=now())
    return "sent"


def _said(reminded: int, became: Counter[str]) -> str:
    said = f"{_count(became['sent'], 'email was', 'emails were')} sent"
    if became["later"]:
        said += f", {became['later']} will be tried again"
    if became["dead"]:
        said += f", {became['dead']} given up (see eia notify --dead)"
    if became["down"]:
        said += ", and what is left waits for the next time"
    return f"{_count(reminded, 'person was', 'people were')} reminded of an opinion. {said}."


def _list_dead(place: CommandContext) -> None:
    with place.reading() as session:
        found = outbox.failed(session)
    for each in found:
        what = f"{each.reference}  {WORDS[each.kind].headline}"
        at = f"{local_time(each.at):%Y-%m-%d %H:%M}" if each.at else ""
        click.echo(f"{at}  {each.address}  {what}  {each.error}")
    if not found:
        click.echo("No email was given up.")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


COMMANDS = {"notify": notify}
