"""Failed attempts to sign in: counted by account and network address together, in the database.

Whoever guesses shuts out themselves, at the address that they guess from, and nobody elsewhere. A
password that is taken is one that 10 to the power of 8 guesses do not find, so that many addresses
with five guesses each come to nothing. All processes count together.
"""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia_app.storage.models.sessions import SignInFailures

EVERY_ACCOUNT = ""


@dataclass(frozen=True)
class Limit:
    """Locks: after `failures` in a row, for `lock`, doubled each time up to `doublings` times."""

    failures: int
    lock: timedelta
    doublings: int
    remembered: timedelta


OF_ACCOUNT = Limit(5, timedelta(minutes=15), 4, timedelta(days=1))
OF_ADDRESS = Limit(20, timedelta(minutes=1), 0, timedelta(minutes=1))


def is_locked(session: Session, email: str, address: str, *, now: datetime) -> bool:
    """Return whether attempts from this address at this account are refused for now."""
    shut = select(SignInFailures.account).where(
        SignInFailures.account.in_((_account(email), EVERY_ACCOUNT)),
        SignInFailures.address == network_of(address),
        SignInFailures.locked_until > now,
    )
    return session.scalars(shut.limit(1)).first() is not None


def count(session: Session, email: str, address: str, *, now: datetime) -> bool:
    """Count a failure; return whether it has locked something."""
    _tidy(session, now)
    network = network_of(address)
    of_account = _count(session, _account(email), network, OF_ACCOUNT, now)
    of_address = _count(session, EVERY_ACCOUNT, network, OF_ADDRESS, now)
    return of_account or of_address


def forget(session: Session, email: str, address: str | None = None) -> None:
    """Forget the failures at this account: from one address, or from everywhere."""
    theirs = delete(SignInFailures).where(SignInFailures.account == _account(email))
    if address is not None:
        theirs = theirs.where(SignInFailures.address == network_of(address))
    session.execute(theirs)


def _tidy(session: Session, now: datetime) -> None:
    """Forget what is old; what somebody else counts in at this moment is left to them."""
    key = (SignInFailures.account, SignInFailures.address)
    old = select(*key).where(SignInFailures.forget_at <= now).with_for_update(skip_locked=True)
    theirs = delete(SignInFailures).where(tuple_(*key).in_(old))
    session.execute(theirs, execution_options={"synchronize_session": False})


def network_of(address: str) -> str:
    """Return whose address it is: of IPv6 the first half, as anybody has all of the other."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))


def _account(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode(errors="replace")).hexdigest()


def _count(session: Session, account: str, network: str, limit: Limit, now: datetime) -> bool:
    row = _row(session, account, network, now, limit)
    row.failures += 1
    if limit is OF_ACCOUNT:
        row.forget_at = now + limit.remembered
    locks, rest = divmod(row.failures, limit.failures)
    if rest == 0:
        row.locked_until = now + limit.lock * 2 ** min(locks - 1, limit.doublings)
        row.forget_at = max(row.forget_at, row.locked_until)
    session.flush()
    return rest == 0


def _row(
    session: Session, account: str, network: str, now: datetime, limit: Limit
) -> SignInFailures:
    """Return the row to count in, locked against others who count."""
    forget_at = now + limit.remembered
    key = (SignInFailures.account == account, SignInFailures.address == network)
    theirs = select(SignInFailures).where(*key).with_for_update()
    row = session.scalar(theirs, execution_options={"populate_existing": True})
    if row is not None:
        return _begun_anew(row, forget_at) if row.forget_at <= now else row
    made = _begun_anew(SignInFailures(account=account, address=network), forget_at)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # somebody was quicker
        return session.scalars(theirs, execution_options={"populate_existing": True}).one()
    return made


def _begun_anew(row: SignInFailures, forget_at: datetime) -> SignInFailures:
    row.failures, row.locked_until, row.forget_at = 0, None, forget_at
    return row
