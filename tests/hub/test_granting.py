"""Granting: what an administrator and a manager may give, and whose row they may change."""

from uuid import UUID

from kontuar.core.ids import new_id
from kontuar.core.people import Post, Role
from kontuar.hub.people.granting import Reach

CHAIN, GDANSK, KRAKOW = new_id(), new_id(), new_id()
IGA = Reach(admin=frozenset({CHAIN, GDANSK, KRAKOW}), manager=frozenset())
OF_GDANSK = Reach(admin=frozenset({GDANSK}), manager=frozenset())
MARTA = Reach(admin=frozenset(), manager=frozenset({GDANSK}))


def post(role: Role, place: UUID) -> Post:
    return Post(person_id=new_id(), role=role, place_id=place)


def test_an_administrator_gives_any_role_within_his_part() -> None:
    assert all(IGA.may_give(role, KRAKOW) for role in Role)
    assert OF_GDANSK.may_give(Role.ADMIN, GDANSK) and not OF_GDANSK.may_give(Role.EMPLOYEE, KRAKOW)
    assert not OF_GDANSK.may_give(Role.ANALYST, CHAIN)


def test_a_manager_takes_on_employees_of_her_own_shop_and_nobody_else() -> None:
    assert MARTA.may_give(Role.EMPLOYEE, GDANSK)
    assert not any(MARTA.may_give(role, GDANSK) for role in Role if role != Role.EMPLOYEE)
    assert not MARTA.may_give(Role.EMPLOYEE, KRAKOW)


def test_nobody_changes_somebody_with_a_post_beyond_his_reach() -> None:
    assert MARTA.may_change([post(Role.EMPLOYEE, GDANSK)])
    assert not MARTA.may_change([post(Role.EMPLOYEE, GDANSK), post(Role.EMPLOYEE, KRAKOW)])
    assert not MARTA.may_change([post(Role.EMPLOYEE, GDANSK), post(Role.MANAGER, GDANSK)])
    assert not OF_GDANSK.may_change([post(Role.MANAGER, GDANSK), post(Role.ANALYST, CHAIN)])
    assert not IGA.may_change([])


def test_a_password_is_reset_by_an_administrator_alone() -> None:
    assert not MARTA.may_give_password_code([post(Role.EMPLOYEE, GDANSK)])
    assert OF_GDANSK.may_give_password_code([post(Role.MANAGER, GDANSK)])
    assert not OF_GDANSK.may_give_password_code([post(Role.MANAGER, GDANSK), post(Role.ADMIN, CHAIN)])
