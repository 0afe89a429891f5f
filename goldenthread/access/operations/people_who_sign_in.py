"""Adding, changing and ending the access of people who sign in. Nobody signs up by herself."""

from __future__ import annotations

from datetime import date, datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from goldenthread.access.models import Seal, Team, User
from goldenthread.access.operations.ledger import record
from goldenthread.access.queries.rights import require
from goldenthread.kernel.refusal import Refused
from goldenthread.rulebook.rights import Role

MANAGE = "person_signs_in.manage"


@transaction.atomic
def add_person_who_signs_in(
    *,
    email: str,
    name: str,
    role: str,
    job_title: str = "",
    agency: str = "",
    team: Team | None = None,
    access_until: date | None = None,
    password: str | None = None,
    by: User | None,
    at: datetime,
) -> User:
    """Adds somebody who may sign in. Without a password she chooses one by `password_link`, or uses the council's own
    sign-in.

    `by` is empty only for the first administrator, whom a command adds. The access of a partner professional and
    of an inspector has an end. Raises `NotAllowed`, `Refused`.
    """
    right = require(by, MANAGE, at=at).right if by else "command"
    values = _checked(
        email=email,
        name=name,
        role=role,
        job_title=job_title,
        agency=agency,
        team=team,
        access_until=access_until,
        at=at,
    )
    made = User(**values)
    if password is not None:
        try:
            validate_password(password, made)
        except ValidationError as wrong:
            raise Refused(problems=tuple(("password", words) for words in wrong.messages)) from None
    made.set_password(password)
    made.save()
    record(act=MANAGE, by=by, at=at, subject=f"user:{made.pk}", right=right, detail={"did": "add", "role": role})
    return made


@transaction.atomic
def change_person_who_signs_in(
    *,
    user: int,
    email: str,
    name: str,
    role: str,
    job_title: str = "",
    agency: str = "",
    team: Team | None = None,
    access_until: date | None = None,
    by: User,
    at: datetime,
) -> None:
    """Changes what is held about somebody who signs in. Rights follow at once. Nobody changes her own role.

    Raises `NotAllowed`, `Refused`.
    """
    decision = require(by, MANAGE, at=at)
    found = User.objects.select_for_update(of=("self",)).get(pk=user)
    if found.pk == by.pk and role != found.role:
        raise Refused("Another administrator must change your own role.", "role")
    values = _checked(
        email=email,
        name=name,
        role=role,
        job_title=job_title,
        agency=agency,
        team=team,
        access_until=access_until,
        at=at,
        but=found,
    )
    changed = {column: value for column, value in values.items() if getattr(found, column) != value}
    for column, value in changed.items():
        setattr(found, column, value)
    found.save()
    record(
        act=MANAGE,
        by=by,
        at=at,
        subject=f"user:{user}",
        right=decision.right,
        detail={"did": "change", "columns": sorted(changed), "role": role},
    )


@transaction.atomic
def end_access(*, user: int, seals_to: int | None = None, by: User, at: datetime) -> None:
    """Ends somebody's access at once. The restrictions she owns go to `seals_to`, so that each keeps an owner. Her
    council account is let go: given access again, she is known by her email address once more.

    Raises `NotAllowed`; `Refused` for one's own access, and while she owns restrictions and nobody is named.
    """
    decision = require(by, MANAGE, at=at)
    found = User.objects.select_for_update(of=("self",)).get(pk=user)
    if found.pk == by.pk:
        raise Refused("Another administrator must end your own access.")
    owned = Seal.objects.filter(owner=found, lifted_at=None)
    handed_over = owned.count()
    if handed_over:
        able = User.objects.filter(is_active=True, role__in=[Role.SERVICE_MANAGER, Role.DIRECTOR]).exclude(pk=user)
        if not able.filter(pk=seals_to).exists():
            raise Refused(
                "Restrictions on records are in this person's name. Choose a service manager or director to take them.",
                "seals_to",
            )
        owned.update(owner_id=seals_to)
    found.is_active = False
    found.save(update_fields=["is_active"])
    SocialAccount.objects.filter(user=found).delete()
    record(
        act=MANAGE,
        by=by,
        at=at,
        subject=f"user:{user}",
        right=decision.right,
        detail={"did": "end", "restrictions": handed_over},
    )


@transaction.atomic
def give_access_again(*, user: int, by: User, at: datetime) -> None:
    """Lets somebody sign in again whose access was ended. Raises `NotAllowed`."""
    decision = require(by, MANAGE, at=at)
    found = User.objects.select_for_update(of=("self",)).get(pk=user)
    found.is_active = True
    found.save(update_fields=["is_active"])
    record(act=MANAGE, by=by, at=at, subject=f"user:{user}", right=decision.right, detail={"did": "again"})


@transaction.atomic
def password_link(*, user: int, by: User, at: datetime) -> tuple[str, str]:
    """The two parts of a link with which somebody chooses a password, once, within three days.

    Raises `NotAllowed`; `Refused` when her access has ended.
    """
    decision = require(by, MANAGE, at=at)
    found = User.objects.get(pk=user)
    if not found.is_active:
        raise Refused("This person's access has ended. Give it again first.")
    record(act=MANAGE, by=by, at=at, subject=f"user:{user}", right=decision.right, detail={"did": "password link"})
    return user_pk_to_url_str(found), default_token_generator.make_token(found)


@transaction.atomic
def record_sign_in(*, by: User, at: datetime, how: str) -> None:
    """Writes a sign-in in the ledger: her own history of where and when. `how`: password, passkey, council account."""
    decision = require(by, "account.sign_in", at=at)
    record(act="account.sign_in", by=by, at=at, subject=f"user:{by.pk}", right=decision.right, detail={"how": how})


def _checked(
    *,
    email: str,
    name: str,
    role: str,
    job_title: str,
    agency: str,
    team: Team | None,
    access_until: date | None,
    at: datetime,
    but: User | None = None,
) -> dict[str, object]:
    email, name = email.strip().lower(), " ".join(name.split())
    problems: list[tuple[str, str]] = []
    try:
        validate_email(email)
    except ValidationError:
        problems.append(("email", "Enter an email address, like name@council.gov.uk"))
    else:
        same = User.objects.filter(email__iexact=email)
        if (same.exclude(pk=but.pk) if but else same).exists():
            problems.append(("email", "Somebody with this email address signs in already"))
    if not name or len(name) > 120:
        problems.append(("name", "Enter the person's name, in at most 120 characters"))
    if role not in Role:
        problems.append(("role", "Choose what the person does"))
    if role == Role.PARTNER:
        if access_until is None:
            problems.append(("access_until", "A partner professional's access needs a last day"))
        if not agency.strip():
            problems.append(("agency", "Enter whom the partner professional works for"))
    if role == Role.INSPECTOR and access_until is None:
        problems.append(("access_until", "An inspector's access needs a last day"))
    if access_until is not None and access_until < timezone.localdate(at):
        problems.append(("access_until", "The last day must not be in the past: to end access now, use End access"))
    if team is not None and team.closed_on is not None and team.closed_on <= timezone.localdate(at):
        problems.append(("team", "This team is closed. Choose another"))
    if problems:
        raise Refused(problems=tuple(problems))
    return {
        "email": email,
        "name": name,
        "role": str(role),
        "job_title": " ".join(job_title.split())[:120],
        "agency": " ".join(agency.split())[:120],
        "team": team,
        "access_until": access_until,
    }
