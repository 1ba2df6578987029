"""The demo's directory: regions, shops, people, tablets; the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from kontuar.core import installation
from kontuar.core.devices import Device
from kontuar.core.passwords import hashed
from kontuar.core.people import Person, Post, Role
from kontuar.core.places import Place, PlaceKind
from kontuar.core.times import to_ms

PASSWORD = "kontuar z mosiężnym brzegiem"  # noqa: S105  (said to everybody: it opens nothing but a demo)
PIN = "2580"
ZONE = "Europe/Warsaw"

SHOPS = (
    ("Pomorze", "Gdańsk, Długi Targ"),
    ("Pomorze", "Gdynia, Riviera"),
    ("Pomorze", "Sopot, Monte Cassino"),
    ("Mazowsze", "Warszawa, Chmielna"),
    ("Mazowsze", "Warszawa, Wola Park"),
    ("Mazowsze", "Radom, Słoneczna"),
    ("Małopolska", "Kraków, Rynek"),
    ("Małopolska", "Kraków, Bonarka"),
    ("Małopolska", "Tarnów, Gemini"),
    ("Śląsk", "Katowice, Stawowa"),
    ("Śląsk", "Gliwice, Forum"),
    ("Śląsk", "Opole, Karolinka"),
)
GIVEN = (
    ("Anna", "pl"), ("Bartek", "pl"), ("Kasia", "pl"), ("Jan", "pl"), ("Ewa", "pl"), ("Ola", "pl"), ("Дарина", "uk"),
    ("Minh", "vi"), ("Tomek", "pl"), ("Zosia", "pl"), ("Олена", "uk"), ("Piotr", "pl"), ("Julia", "pl"), ("Adam", "pl"),
    ("Magda", "pl"), ("Hania", "pl"), ("Kuba", "pl"), ("Марія", "uk"), ("Iga", "pl"), ("Leon", "pl"),
)  # fmt: skip
FAMILY = {
    "pl": ("Nowak", "Kowalska", "Lis", "Wrona", "Zając", "Sowa", "Maj", "Sikora", "Dudek", "Kania", "Bąk", "Żak"),
    "uk": ("Мельник", "Шевченко", "Коваль", "Бойко", "Кравчук"),
    "vi": ("Tran", "Nguyen", "Pham"),
}
OFFICE = (
    (Role.ADMIN, "Irena", "Wolska", "admin@bursztyn.example"),
    (Role.ANALYST, "Tomasz", "Sowa", "analityk@bursztyn.example"),
    (Role.AUTHOR, "Marta", "Wilk", "autorka@bursztyn.example"),
)


@dataclass(slots=True)
class Shop:
    """A shop of the demo with those who work there and its tablet."""

    place: Place
    tablet: Device
    employees: list[Person] = field(default_factory=list)
    manager_email: str = ""


@dataclass(slots=True)
class DemoChain:
    shops: list[Shop]
    sign_ins: list[tuple[Role, str, str]]  # role, e-mail, place's name


class Ids:
    """UUIDs v7 drawn from the dice, so that the same seed makes the same chain."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice

    def at(self, moment: datetime) -> UUID:
        """An id born at `moment`."""
        bits = to_ms(moment) << 80 | 7 << 76 | self._dice.getrandbits(12) << 64 | 2 << 62 | self._dice.getrandbits(62)
        return UUID(int=bits)


def lay_out(session: Session, shops: int, dice: random.Random, began: datetime) -> DemoChain:
    """Write the directory of a demo chain with so many shops (1 to 200)."""
    ids = Ids(dice)
    installation.found(session, kind="hub", language="pl", at=began, demo=True)
    root = _place(session, ids, began, None, PlaceKind.CHAIN, "Bursztyn")
    password, pin = hashed(PASSWORD), hashed(PIN)
    sign_ins: list[tuple[Role, str, str]] = []
    for role, given, family, email in OFFICE:
        person = _person(session, ids, began, given, family, "pl")
        person.email, person.password_hash, person.pin_hash = email, password, pin
        person.posts = [Post(role=role, place_id=root.id)]
        sign_ins.append((role, email, root.name))
    regions: dict[str, Place] = {}
    made: list[Shop] = []
    for number in range(shops):
        region, name = SHOPS[number % len(SHOPS)]
        again = number // len(SHOPS)
        if region not in regions:
            regions[region] = _place(session, ids, began, root, PlaceKind.REGION, region)
        place = _place(session, ids, began, regions[region], PlaceKind.SHOP, f"{name} {again + 1}" if again else name)
        shop = _staffed(session, ids, dice, began, place, number, password, pin)
        sign_ins.append((Role.MANAGER, shop.manager_email, place.name))
        made.append(shop)
    session.flush()
    return DemoChain(made, sign_ins)


def _staffed(
    session: Session,
    ids: Ids,
    dice: random.Random,
    began: datetime,
    place: Place,
    number: int,
    password: str,
    pin: str,
) -> Shop:
    tablet = Device(
        id=ids.at(began), place_id=place.id, kind="tablet", name="Przy kasie", survey="shop-visit", enrolled_at=began
    )
    session.add(tablet)
    shop = Shop(place, tablet, manager_email=f"sklep{number + 1}@bursztyn.example")
    for index, (given, language) in enumerate(dice.sample(GIVEN, k=dice.randint(6, 9))):
        person = _person(session, ids, began, given, dice.choice(FAMILY[language]), language)
        person.pin_hash = pin
        person.posts = [Post(role=Role.EMPLOYEE if index else Role.MANAGER, place_id=place.id)]
        if index:
            shop.employees.append(person)
        else:
            person.email, person.password_hash = shop.manager_email, password
    return shop


def _place(session: Session, ids: Ids, began: datetime, above: Place | None, kind: PlaceKind, name: str) -> Place:
    place = Place(id=ids.at(began), parent_id=above.id if above else None, kind=kind, name=name, time_zone=ZONE)
    session.add(place)
    session.flush()
    return place


def _person(session: Session, ids: Ids, began: datetime, given: str, family: str, language: str) -> Person:
    person = Person(id=ids.at(began), given_name=given, family_name=family, language=language, joined_at=began)
    session.add(person)
    session.flush()
    return person
