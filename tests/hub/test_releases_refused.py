"""A release that isn't as it should be changes nothing in the shop; whose word counts is settled by keys."""

import copy
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask
from sqlalchemy import select

from kontuar.core.database import db, writing
from kontuar.core.deeds import Deed
from kontuar.core.errors import Unreachable
from kontuar.core.installation import Installation, changed, installation
from kontuar.core.people import Person, Post
from kontuar.core.times import now
from kontuar.hub.people import acts
from kontuar.hub.releases import fetching, signing, switching
from kontuar.hub.releases.fetching import Signed
from kontuar.hub.releases.manifest import manifest_for, read, write
from kontuar.hub.releases.signing import Trust
from kontuar.hub.releases.switching import ReleaseRefused
from kontuar.sync.definitions import publish
from kontuar.sync.outgoing import UpstreamContact
from kontuar.sync.upstream import Upstream
from tests.hub.conftest import Staff
from tests.hub.test_releases import in_force_at
from tests.support.chains import Chain, survey_document
from tests.support.nodes import Node, keys


def came(chain: Chain, **changes: Any) -> tuple[Signed, Trust]:
    """The hub's release for Gdańsk, as a node would get it; `changes` are made before it's signed."""
    manifest = manifest_for(db.session(), keys(), chain.gdansk, now())
    content = write(msgspec.structs.replace(manifest, **changes))
    return Signed(content, signing.sign(keys(), content), ""), Trust(signing.public_key(keys()))


def test_a_release_with_one_bit_changed_is_refused(chain: Chain, staff: Staff) -> None:
    good, trust = came(chain)
    switching.checked(good.content, good.signature, trust)
    for place in range(0, len(good.content), 7):
        for bit in (0, 5):
            spoilt = bytearray(good.content)
            spoilt[place] ^= 1 << bit
            with pytest.raises(ReleaseRefused) as refused:
                switching.checked(bytes(spoilt), good.signature, trust)
            assert refused.value.detail == "signature"


@pytest.mark.parametrize("signature", ["", "00", "zz", "0" * 128, "ż"])
def test_a_signature_that_is_none_is_refused(chain: Chain, signature: str) -> None:
    good, trust = came(chain)
    with pytest.raises(ReleaseRefused):
        switching.checked(good.content, signature, trust)


def test_a_release_spoilt_on_its_way_changes_nothing_and_is_noted(
    app: Flask, chain: Chain, shop: Node, spoil: dict[str, Any]
) -> None:
    before = in_force_at(shop, "shop-visit")
    with writing() as session:
        publish(session, "survey", "shop-visit", survey_document(thanks={"en": "Bye", "pl": "Pa"}), now())
    spoil["release"] = lambda body: body.replace(b'"demo":false', b'"demo":true ')
    with pytest.raises(ReleaseRefused):
        shop.syncs()
    assert in_force_at(shop, "shop-visit") == before
    assert [row.release_refused for row in shop.rows(UpstreamContact)] == ["signature"]
    noted = [deed.subject for deed in shop.rows(Deed) if deed.verb == "release.refused"]
    assert noted == ["signature"]
    spoil.clear()
    shop.syncs()
    assert in_force_at(shop, "shop-visit") != before
    assert [row.release_refused for row in shop.rows(UpstreamContact)] == [None]


def test_a_document_spoilt_on_its_way_is_brought_again(
    app: Flask, chain: Chain, shop: Node, spoil: dict[str, Any]
) -> None:
    with writing() as session:
        new = publish(session, "survey", "shop-visit", survey_document(thanks={"en": "Bye", "pl": "Pa"}), now())
    spoil["documents"] = lambda body: body.replace(b"Bye", b"Buy")
    with pytest.raises(ReleaseRefused) as refused:
        shop.syncs()
    assert refused.value.detail == "document"
    assert in_force_at(shop, "shop-visit") == (1, chain.survey)
    spoil.clear()
    shop.syncs()
    assert in_force_at(shop, "shop-visit") == (2, new.hash.hex())


@pytest.fixture
def spoil(app: Flask) -> dict[str, Any]:
    """Somebody on the way: changes the bodies of answers whose path holds the word."""
    hands: dict[str, Any] = {}
    inner = app.wsgi_app

    def between(environ: Any, start: Any) -> Any:
        changed = [hand for word, hand in hands.items() if f"/{word}" in environ["PATH_INFO"]]
        whole = list(inner(environ, start))
        return [hand(b"".join(whole)) for hand in changed] or whole

    app.wsgi_app = between  # type: ignore[method-assign]
    return hands


def test_the_number_never_goes_back(chain: Chain, shop: Node) -> None:
    old, trust = came(chain)
    with writing() as session:
        changed(session)
    shop.syncs()
    with shop.inside(), pytest.raises(ReleaseRefused) as refused, writing() as session:
        manifest, trust = switching.checked(old.content, old.signature, trust)
        switching.switch(session, manifest, trust, lambda hash: b"", now())
    assert refused.value.detail == "number"


def test_a_hub_restored_from_an_old_copy_is_not_followed_back(app: Flask, chain: Chain, shop: Node) -> None:
    with writing() as session:
        session.scalars(select(Installation)).one().release = 1
    with pytest.raises(ReleaseRefused) as refused:
        shop.syncs()
    assert refused.value.detail == "number"


def test_another_shops_release_is_refused(chain: Chain, staff: Staff, shop: Node) -> None:
    other = manifest_for(db.session(), keys(), chain.krakow, now())
    content = write(other)
    with shop.inside(), pytest.raises(ReleaseRefused) as refused, writing() as session:
        manifest, trust = switching.checked(content, signing.sign(keys_of(shop, chain), content), trust_of(shop))
        switching.switch(session, manifest, trust, lambda hash: b"", now())
    assert refused.value.detail == "place"


def keys_of(node: Node, chain: Chain) -> Path:
    """The hub's folder of keys, also from within the node."""
    folder: Path = node.app.config["KONTUAR"].home.parent / "home" / "keys"
    return folder


def trust_of(node: Node) -> Trust:
    here = installation(db.session())
    assert here and here.upstream_key
    return Trust(here.upstream_key)


def test_a_switch_that_fails_half_way_leaves_everything_as_it_was(
    chain: Chain, staff: Staff, shop: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing() as session:
        publish(session, "survey", "shop-visit", survey_document(thanks={"en": "Bye", "pl": "Pa"}), now())
        acts.leave(session, session.get_one(Person, staff.kasia), by=staff.iga, at=now())
    with monkeypatch.context() as power:
        power.setattr(switching, "_note", lambda *_: (_ for _ in ()).throw(RuntimeError("power cut")))
        with pytest.raises(RuntimeError):
            shop.syncs()
    assert in_force_at(shop, "shop-visit") == (1, chain.survey)
    assert {person.id for person in shop.rows(Person)} == {staff.marta, staff.kasia}
    shop.syncs()
    assert {person.id for person in shop.rows(Person)} == {staff.marta}


def test_a_long_document_is_gone_on_with_where_the_line_broke(
    app: Flask, chain: Chain, shop: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "ż" * 4_000
    with writing() as session:
        new = publish(session, "survey", "shop-visit", survey_document(thanks={"en": long, "pl": "Pa"}), now())
    asked: list[str] = []
    really = Upstream.ask

    def breaking(self: Upstream, method: str, path: str, **more: Any) -> Any:
        if "/documents/" in path:
            asked.append(more["headers"]["Range"])
            if len(asked) == 3:
                raise Unreachable(detail="the line broke")
        return really(self, method, path, **more)

    monkeypatch.setattr(fetching, "PIECE", 3_000)
    monkeypatch.setattr(Upstream, "ask", breaking)
    with pytest.raises(Unreachable):
        shop.syncs()
    shop.syncs()
    assert in_force_at(shop, "shop-visit") == (2, new.hash.hex())
    assert asked[:4] == ["bytes=0-2999", "bytes=3000-5999", "bytes=6000-8999", "bytes=6000-8999"]
    home: Path = shop.app.config["KONTUAR"].home
    assert list((home / "incoming").iterdir()) == []


def test_a_newer_hubs_roles_and_kinds_are_passed_over(chain: Chain, staff: Staff, shop: Node) -> None:
    plain = json.loads(came(chain)[0].content)
    newer = copy.deepcopy(plain)
    newer["number"] += 1
    newer["documents"].append(plain["documents"][0] | {"kind": "course", "hash": "0" * 64})
    newer["directory"]["people"][0]["posts"].append({"role": "coach", "place_id": str(chain.gdansk)})
    newer["directory"]["badge"] = "new"
    with shop.inside(), writing() as session:
        manifest = read(json.dumps(newer).encode())
        switching.switch(session, manifest, trust_of(shop), lambda hash: b"", now())
    assert {post.role for post in shop.rows(Post)} == {"manager", "employee"}


def test_a_hub_goes_on_with_the_key_it_has_named(app: Flask, chain: Chain, shop: Node) -> None:
    shop.syncs()
    old = signing.public_key(keys())
    signing.renew(keys())
    with writing() as session:
        changed(session)
    shop.syncs()
    here = shop.rows(Installation)[0]
    assert here.upstream_key == signing.public_key(keys()) != old
    assert here.upstream_next_key == signing.public_key(keys(), signing.NEXT)


def test_a_key_that_nobody_named_is_not_followed_unless_the_recovery_key_introduces_it(
    app: Flask, chain: Chain, shop: Node
) -> None:
    kept_offline = signing.make_recovery_key(keys())
    with writing() as session:
        changed(session)
    shop.syncs()
    for name in (signing.PRESENT, signing.NEXT):  # the hub's folder is lost
        (keys() / name).unlink()
    with writing() as session:
        changed(session)
    with pytest.raises(ReleaseRefused):
        shop.syncs()
    assert not signing.introduce(keys(), "00" * 32)
    assert not signing.introduce(keys(), "nonsense")
    assert signing.introduce(keys(), kept_offline)
    shop.syncs()
    assert shop.rows(Installation)[0].upstream_key == signing.public_key(keys())
