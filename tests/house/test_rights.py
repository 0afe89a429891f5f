"""One right, two faces: what a list shows and what a page allows are the same, for everybody and every child."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db.models import OuterRef, Q

from goldenthread.access.models import Cover, EmergencyAccess, Seal, Team, Tie, User
from goldenthread.access.operations.cover import arrange_cover
from goldenthread.access.operations.people_who_sign_in import add_person_who_signs_in
from goldenthread.access.public import decide, decide_about, visible, visible_about
from goldenthread.access.queries import rights
from goldenthread.casework.models import Contact, ContactPerson
from goldenthread.people.models import Person
from goldenthread.rulebook.rights import ACTS, Act, Grant, Role, Subject, Where
from tests.build import a_team, an_administrator, person_who_signs_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)
LAST_YEAR = TODAY - timedelta(days=365)
ABOUT_CHILDREN = [act for act in ACTS.values() if act.subject is not Subject.NOBODY]
_turn = count(1)


def a_child() -> Person:
    turn = next(_turn)
    return Person.objects.create(kind="child", la_child_id=f"RIGHTS{turn}", recorded_at=NOW, changed_at=NOW)


class World:
    """Every sort of person who signs in, and children in every state that a right can read."""

    def __init__(self) -> None:
        self.north = a_team("North", service="Family help")
        self.south = a_team("South", service="Family help")
        self.apart = a_team("Apart", service="Elsewhere")
        self.loose = a_team("Loose")
        self.actors: dict[str, User] = {}
        for role in Role:
            self.actors[f"{role} north"] = person_who_signs_in(role, team=self.north)
            self.actors[f"{role} no team"] = person_who_signs_in(role)
        self.actors["manager loose"] = person_who_signs_in(Role.SERVICE_MANAGER, team=self.loose)
        self.actors["partner ended"] = person_who_signs_in(Role.PARTNER, access_until=date(2026, 3, 4))
        User.objects.filter(pk=self.actors["partner ended"].pk).update(access_until=date(2026, 3, 2))
        self.actors["worker gone"] = person_who_signs_in(Role.SOCIAL_WORKER)
        User.objects.filter(pk=self.actors["worker gone"].pk).update(is_active=False)
        self.away = person_who_signs_in(Role.SOCIAL_WORKER, team=self.apart)
        self.actors["covering"] = person_who_signs_in(Role.SOCIAL_WORKER, team=self.north)
        self.actors["covered last week"] = person_who_signs_in(Role.SOCIAL_WORKER)
        self._cover(self.actors["covering"], TODAY, TODAY)
        self._cover(self.actors["covered last week"], TODAY - timedelta(days=9), TODAY - timedelta(days=1))
        for actor in self.actors.values():
            actor.refresh_from_db()
        self.children = dict(self._children())

    def _cover(self, covering: User, first: date, last: date) -> None:
        asked_at = NOW - timedelta(days=20)
        arrange_cover(
            absent=self.away,
            covering=covering,
            first_on=first,
            last_on=last,
            by=person_who_signs_in(Role.TEAM_MANAGER),
            at=asked_at,
        )

    def _tied(self, child: Person, kind: str, starts: date = LAST_YEAR, ends: date | None = None) -> Person:
        for actor in self.actors.values():
            Tie.objects.create(child=child, kind=kind, user=actor, starts_on=starts, ends_on=ends)
        return child

    def _with(self, team: Team, starts: date = LAST_YEAR, ends: date | None = None) -> Person:
        child = a_child()
        Tie.objects.create(child=child, kind="team", team=team, starts_on=starts, ends_on=ends)
        return child

    def _sealed(self, child: Person, kind: str, user: User | None = None, lifted: bool = False) -> Seal:
        return Seal.objects.create(
            child=child,
            kind=kind,
            user=user,
            reason="Related to staff.",
            owner=self.actors["director no team"],
            set_by=self.actors["director no team"],
            set_at=NOW,
            lifted_at=NOW if lifted else None,
        )

    def _opened(self, child: Person, until: datetime = NOW + timedelta(hours=1)) -> Person:
        for actor in self.actors.values():
            EmergencyAccess.objects.create(user=actor, child=child, reason="Alone.", opened_at=NOW, until=until)
        return child

    def _children(self) -> Iterator[tuple[str, Person]]:
        yield "nobody's", a_child()
        for kind in ("allocated", "co_working", "reviewing", "audit", "partner"):
            yield kind, self._tied(a_child(), kind)
        yield "allocated from tomorrow", self._tied(a_child(), "allocated", TODAY + timedelta(days=1))
        yield "allocated until today", self._tied(a_child(), "allocated", ends=TODAY)
        yield "allocated until tomorrow", self._tied(a_child(), "partner", ends=TODAY + timedelta(days=1))
        for team in (self.north, self.south, self.apart, self.loose):
            yield f"with {team.name}", self._with(team)
        yield "left north", self._with(self.north, ends=TODAY)
        # What no operation writes, and a loaded row might hold: a tie of a team's kind to a person.
        yield "team tie to a person", self._tied(a_child(), "team")
        of_absent = a_child()
        Tie.objects.create(child=of_absent, kind="allocated", user=self.away, starts_on=LAST_YEAR)
        yield "of the one who is away", of_absent
        for kind in ("restricted", "adoption"):
            child = self._tied(a_child(), "allocated")
            seal = self._sealed(child, kind)
            seal.let_in.set([self.actors["social_worker north"], self.actors["partner north"]])
            yield f"sealed {kind}", child
            child = self._opened(self._tied(a_child(), "allocated"))
            self._sealed(child, kind)
            yield f"sealed {kind}, opened", child
        for kind in ("restricted", "conflict"):
            child = self._opened(self._tied(a_child(), "allocated"))
            self._sealed(child, kind, user=self.actors["social_worker north"]).let_in.set(
                [self.actors["social_worker north"]]
            )
            yield f"sealed {kind} from one, opened", child
        child = self._tied(a_child(), "allocated")
        self._sealed(child, "restricted", lifted=True)
        yield "seal lifted", child
        yield "opened", self._opened(a_child())
        yield "opened, and over", self._opened(a_child(), until=NOW)


def disagreements(world: World, acts: list[Act]) -> list[str]:
    """Every person, act and child on which the two faces differ."""
    keys = {child.pk: name for name, child in world.children.items()}
    wrong = []
    for who, actor in world.actors.items():
        decided: dict[tuple[object, ...], dict[int, bool]] = {}
        for act in acts:
            shown = set(
                Person.objects.filter(visible(actor, act.key, at=NOW), pk__in=keys).values_list("pk", flat=True)
            )
            # Acts with the same grants for her role are decided by the same words; each is shown by its own.
            same = (tuple(g.where for g in act.grants if g.role == actor.role), act.emergency)
            if same not in decided:
                decided[same] = {key: decide(actor, act.key, key, at=NOW).allowed for key in keys}
            allowed = {key for key, answer in decided[same].items() if answer}
            wrong += [f"{who}, {act.key}, {keys[key]}" for key in shown ^ allowed]
    return wrong


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for the module, in a transaction that is rolled back."""
    from django.db import transaction

    with django_db_blocker.unblock():
        made = transaction.atomic()
        made.__enter__()
        try:
            yield World()
        finally:
            transaction.set_rollback(True)
            made.__exit__(None, None, None)


def test_what_is_visible_is_what_is_allowed(world: World) -> None:
    wrong = disagreements(world, ABOUT_CHILDREN)
    assert not wrong, "\n".join(wrong)


def test_the_world_tells_yes_from_no(world: World) -> None:
    """Every act is allowed to somebody on some child, and refused to somebody: the comparison means something."""
    keys = [child.pk for child in world.children.values()]
    for act in ABOUT_CHILDREN:
        counts = {
            who: Person.objects.filter(visible(actor, act.key, at=NOW), pk__in=keys).count()
            for who, actor in world.actors.items()
        }
        assert max(counts.values()) > 0, f"nobody may {act.key}"
        assert min(counts.values()) == 0, f"everybody may {act.key}"


@pytest.mark.parametrize(
    ("part", "planted"),
    [
        ("sealed", lambda actor, child: Q(pk__in=[])),
        ("_broken_glass", lambda actor, child, now: Q(pk__in=[])),
        ("_holding", lambda grant, actor, child, now: Q(**{f"{child}__isnull": False})),
    ],
)
def test_a_planted_difference_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch, part: str, planted: Callable[..., Q]
) -> None:
    """`visible` is made with one part left out, `decide` with the part as it is."""
    true_part, true_visible = getattr(rights, part), rights.visible

    def visible_without(*args: object, **kwargs: object) -> Q:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rights, part, planted)
            return true_visible(*args, **kwargs)

    monkeypatch.setitem(globals(), "visible", visible_without)
    assert disagreements(world, [ACTS["child.read"]])
    assert getattr(rights, part) is true_part


def contacts_of(world: World) -> dict[str, tuple[Contact, list[int]]]:
    named = {
        "nobody": [],
        "one": ["nobody's"],
        "hers and another's": ["allocated", "nobody's"],
        "one sealed": ["allocated", "sealed restricted"],
        "one sealed and opened": ["nobody's", "sealed restricted, opened"],
        "sealed hard": ["allocated", "sealed adoption, opened"],
        "opened": ["opened", "nobody's"],
        "with north": ["with North", "with Apart"],
    }
    made = {}
    for name, children in named.items():
        contact = Contact.objects.create(
            reference=f"R{next(_turn)}", form_version=1, received_at=NOW, started_at=NOW, state="to_decide"
        )
        keys = [world.children[child].pk for child in children]
        for key in keys:
            ContactPerson.objects.create(contact=contact, person_id=key, part="child", added_at=NOW)
        ContactPerson.objects.create(contact=contact, part="other", added_at=NOW)
        made[name] = (contact, keys)
    return made


def test_a_contact_is_visible_exactly_when_it_may_be_read(world: World) -> None:
    contacts = contacts_of(world)
    named = ContactPerson.objects.filter(contact=OuterRef("pk"), person__isnull=False, taken_out_at=None)
    wrong, seen = [], 0
    for who, actor in world.actors.items():
        for act in ("contact.read", "contact.decide"):
            shown = set(Contact.objects.filter(visible_about(actor, act, named, at=NOW)).values_list("pk", flat=True))
            for name, (contact, keys) in contacts.items():
                allowed = decide_about(actor, act, keys, at=NOW).allowed
                seen += allowed
                if allowed != (contact.pk in shown):
                    wrong.append(f"{who}, {act}, {name}: decided {allowed}")
    assert not wrong, "\n".join(wrong)
    assert seen


def test_a_seal_on_one_child_hides_the_whole_contact(world: World) -> None:
    keys = [world.children["nobody's"].pk, world.children["sealed restricted"].pk]
    manager = world.actors["team_manager north"]
    assert decide_about(manager, "contact.read", keys[:1], at=NOW).allowed
    refused = decide_about(manager, "contact.read", keys, at=NOW)
    assert refused.sealed
    assert not refused.allowed


def test_an_administrator_reads_nothing_about_anybody(world: World) -> None:
    for who in ("administrator north", "administrator no team"):
        for act in ABOUT_CHILDREN:
            assert not any(decide(world.actors[who], act.key, c.pk, at=NOW).allowed for c in world.children.values())


# Acts about children of those who have no cases, and why.
WITHOUT_CASES = {
    (Role.ANALYST, "annex_a.produce"): "the inspectorate asks the analyst for lists of children: those whose record is "
    "closed to her are left out, and each of the others is in the ledger",
}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.ELECTED_MEMBER])
def test_roles_without_cases_are_granted_no_act_about_a_child(role: Role) -> None:
    granted = {(role, act.key) for act in ABOUT_CHILDREN if any(g.role == role for g in act.grants)}
    assert granted - set(WITHOUT_CASES) == set()


def test_a_partner_is_granted_only_what_her_own_work_opens() -> None:
    for act in ABOUT_CHILDREN:
        assert all(grant.where is Where.PARTNER for grant in act.grants if grant.role == Role.PARTNER), act.key


def test_an_act_about_nobody_is_not_a_filter() -> None:
    administrator = an_administrator()
    with pytest.raises(ValueError, match="about no child"):
        visible(administrator, "people.search")
    with pytest.raises(ValueError, match="say which"):
        decide(administrator, "child.read")
    with pytest.raises(KeyError):
        decide(administrator, "child.paint")


def test_a_grant_names_a_role_and_a_place_that_exist() -> None:
    for act in ACTS.values():
        assert act.grants, f"nobody may {act.key}"
        for grant in act.grants:
            assert isinstance(grant, Grant)
            assert act.subject is not Subject.NOBODY or grant.where is Where.ANY, act.key
    assert set(Role) == {grant.role for act in ACTS.values() for grant in act.grants}


def test_the_first_administrator_needs_nobody() -> None:
    made = add_person_who_signs_in(email="first@example.org", name="First", role=Role.ADMINISTRATOR, by=None, at=NOW)
    assert made.role == Role.ADMINISTRATOR
    assert not Cover.objects.filter(absent=made).exists()
