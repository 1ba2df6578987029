"""Alerts go out to who wants them: one mail after the quiet hours, one signed message to a webhook, a count at the door."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from kontuar.core.chores import do_all
from kontuar.core.database import db, writing
from kontuar.core.ids import new_id
from kontuar.core.mail.models import MailDue
from kontuar.core.people import Person, Post, Role
from kontuar.core.times import now
from kontuar.reports.alerts import hooks
from kontuar.reports.alerts.announcements import announce
from kontuar.reports.alerts.models import Alert, AlertDue, AlertReader, Webhook, WebhookDue
from kontuar.reports.alerts.post import quiet
from tests.reports.conftest import Staff
from tests.reports.test_control import read
from tests.support.chains import Chain
from tests.support.databases import on_sqlite
from tests.support.elsewhere import Elsewhere
from tests.support.post_office import PostOffice

BrowserOf = Callable[[Person], FlaskClient]


def raised(chain: Chain, *shops: UUID) -> list[UUID]:
    """Evidence is found in shops, as the chore that looks at them would."""
    ids = []
    for shop in shops:
        with writing() as session:
            alert = Alert(
                id=new_id(), place_id=shop, survey="shop-visit", question="visit", evidence="fell", day="2026-11-20",
                days=7, n=40, value=0.35, beside=0.85, low=0.22, high=0.5, raised_at=now(),
            )  # fmt: skip
            session.add(alert)
            announce(session, [alert], [shop, chain.root], now())
            ids.append(alert.id)
    return ids


def wants_mail(browser: FlaskClient, start: int | str = "", end: int | str = "", by_mail: str = "y") -> None:
    wishes = {"quiet_from": str(start), "quiet_until": str(end)} | ({"by_mail": by_mail} if by_mail else {})
    assert browser.post("/results/alerts/mail", data=wishes).status_code == 303


def hours_around_now() -> tuple[int, int]:
    """Quiet hours by the clock of Warsaw that hold this moment."""
    from zoneinfo import ZoneInfo

    hour = datetime.now(ZoneInfo("Europe/Warsaw")).hour
    return (hour - 2) % 24, (hour + 3) % 24


def test_who_wants_it_gets_one_mail_in_his_language_about_his_own_shops(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, chain: Chain
) -> None:
    with writing() as session:
        session.execute(update(Person).where(Person.id == addressed.gdansk.id).values(language="pl"))
    for person in (addressed.gdansk, addressed.krakow, addressed.analyst):
        wants_mail(browser_of(person))
    raised(chain, chain.gdansk, chain.krakow)
    do_all(mailing)
    do_all(mailing)
    (marta,) = post_office.of("marta@bursztyn.example")
    assert "Gdańsk, Długi Targ: niżej niż wcześniej" in marta["Subject"]
    words = marta.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "n 40" in words and "Kraków" not in words and "/results/control?place=" in words
    (olek,), (tomasz,) = post_office.of("olek@bursztyn.example"), post_office.of("tomasz@bursztyn.example")
    assert "Kraków" in olek["Subject"] and tomasz["Subject"] == "2 alerts need a look"
    assert post_office.of("ewa@bursztyn.example") == []
    html = marta.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert '<html lang="pl"' in html and "<style" not in html and "<script" not in html


def test_in_quiet_hours_alerts_wait_and_come_together_afterwards(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, chain: Chain
) -> None:
    marta = browser_of(addressed.gdansk)
    wants_mail(marta, *hours_around_now())
    raised(chain, chain.gdansk)
    do_all(mailing)
    raised(chain, chain.gdansk)
    do_all(mailing)
    assert post_office.letters == []
    start, end = hours_around_now()
    wants_mail(marta, end, start)  # as if it were another time of day
    do_all(mailing)
    (letter,) = post_office.of("marta@bursztyn.example")
    assert letter["Subject"] == "2 alerts need a look"


@on_sqlite
def test_quiet_hours_go_by_the_shops_clock_and_over_midnight(app: Flask) -> None:
    night = AlertReader(quiet_from=21, quiet_until=7)
    at = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)  # 21:30 in Warsaw, 20:30 in London, 5:30 in Tokyo
    assert [quiet(night, zone, at) for zone in ("Europe/Warsaw", "Europe/London", "Asia/Tokyo")] == [True, False, True]
    noon = AlertReader(quiet_from=12, quiet_until=14)
    assert [quiet(noon, "UTC", at.replace(hour=hour)) for hour in (11, 12, 13, 14)] == [False, True, True, False]
    assert not quiet(AlertReader(quiet_from=5, quiet_until=5), "UTC", at) and not quiet(None, "UTC", at)


def test_who_left_lost_his_post_or_whose_alert_somebody_saw_gets_nothing(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, chain: Chain
) -> None:
    for person in (addressed.gdansk, addressed.krakow, addressed.analyst):
        wants_mail(browser_of(person))
    alert, _ = raised(chain, chain.gdansk, chain.krakow)
    with writing() as session:
        session.execute(update(Person).where(Person.id == addressed.krakow.id).values(left_at=now()))
        session.execute(update(Post).where(Post.person_id == addressed.analyst.id).values(role="employee"))
        session.execute(update(Alert).where(Alert.id == alert).values(acknowledged_at=now()))
    db.session.expire_all()
    do_all(mailing)
    assert post_office.letters == [] and db.session.query(AlertDue).count() == 0


def test_the_last_link_of_a_mail_ends_them_without_signing_in(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, chain: Chain
) -> None:
    wants_mail(browser_of(addressed.gdansk))
    raised(chain, chain.gdansk)
    do_all(mailing)
    link = re.sub(r"^<https?://[^/]+|>$", "", post_office.letters[0]["List-Unsubscribe"])
    nobody = mailing.test_client()
    nobody.set_cookie("language", "en")
    mailing.config["WTF_CSRF_ENABLED"] = True  # a mail program has no token of ours
    assert "No more of these mails?" in nobody.get(link).text
    assert nobody.get(link).status_code == 200 and db.session.query(AlertReader).one().by_mail  # looking ends nothing
    assert nobody.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    db.session.expire_all()
    assert not db.session.query(AlertReader).one().by_mail
    assert nobody.post(link[:-2] + "xx").status_code == 404
    raised(chain, chain.gdansk)
    do_all(mailing)
    assert len(post_office.letters) == 1


def test_the_sidebar_counts_what_the_reader_hasnt_seen(
    app: Flask, browser_of: BrowserOf, addressed: Staff, chain: Chain
) -> None:
    marta, ewa = browser_of(addressed.gdansk), browser_of(addressed.admin)
    raised(chain, chain.gdansk, chain.gdansk, chain.krakow)
    assert "Alerts 2 not seen yet" in read(marta, "/results") and "Alerts 3 not seen yet" in read(ewa, "/results")
    assert "not seen yet" not in read(marta, "/results/alerts")
    assert "not seen yet" not in read(marta, "/results") and "Alerts 3 not seen yet" in read(ewa, "/results")


def told_of(app: Flask, **more: str) -> None:
    app.config["KONTUAR"] = replace(app.config["KONTUAR"], **more)


def test_a_webhook_is_told_once_in_json_signed_with_its_secret(
    app: Flask, browser_of: BrowserOf, addressed: Staff, chain: Chain, elsewhere: Elsewhere
) -> None:
    told_of(app, webhook_local="127.0.0.1")
    ewa = browser_of(addressed.admin)
    where = {"url": f"http://127.0.0.1:{elsewhere.port}/in?key=1#x", "place": str(chain.gdansk)}
    assert ewa.post("/results/webhooks", data=where).status_code == 303
    (alert, _) = raised(chain, chain.gdansk, chain.krakow)
    do_all(app)
    do_all(app)
    ((path, headers, body),) = elsewhere.got
    told = json.loads(body)
    assert path == "/in?key=1" and told["id"] == str(alert) and told["place"]["name"] == "Gdańsk, Długi Targ"
    assert (told["evidence"], told["n"], told["value"], told["beside"]) == ("fell", 40, 0.35, 0.85)
    page = read(ewa, "/results/sending")
    secret = re.search(r"\b[0-9a-f]{64}\b", page)
    second, digest = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["Kontuar-Signature"]).groups()  # type: ignore[union-attr]
    assert secret and hmac.new(secret[0].encode(), second.encode() + b"." + body, hashlib.sha256).hexdigest() == digest
    assert "204," in page


def test_a_webhook_that_fails_is_tried_again_for_a_day_and_never_follows(
    app: Flask, browser_of: BrowserOf, addressed: Staff, chain: Chain, elsewhere: Elsewhere
) -> None:
    told_of(app, webhook_local="127.0.0.1")
    ewa = browser_of(addressed.admin)
    ewa.post("/results/webhooks", data={"url": f"http://127.0.0.1:{elsewhere.port}", "place": str(chain.root)})
    elsewhere.status = 307
    raised(chain, chain.gdansk)
    do_all(app)
    assert [path for path, _, _ in elsewhere.got] == ["/"] and "307," in read(ewa, "/results/sending")
    with writing() as session:
        session.execute(update(WebhookDue).values(due_at=now()))
    elsewhere.status = 200
    do_all(app)
    assert len(elsewhere.got) == 2 and db.session.query(WebhookDue).count() == 0
    elsewhere.status = 500
    raised(chain, chain.gdansk)
    with writing() as session:
        session.execute(update(WebhookDue).values(made_at=now() - timedelta(days=2)))
    do_all(app)
    assert db.session.query(WebhookDue).count() == 0


def test_alerts_travel_neither_in_the_open_nor_into_our_own_network(
    app: Flask, browser_of: BrowserOf, addressed: Staff, chain: Chain, elsewhere: Elsewhere
) -> None:
    ewa = browser_of(addressed.admin)
    for wrong in (
        "http://shop.example/in", f"http://127.0.0.1:{elsewhere.port}", "ftp://x.example", "https://", "x",
        "https://a:b@x.example", "https://x.example/a b", "https://x.example\r\nX: y", "https://x.example:99999",
    ):  # fmt: skip
        refused = ewa.post("/results/webhooks", data={"url": wrong, "place": str(chain.root)})
        assert refused.status_code == 422, wrong
    for inside in ("https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "https://10.0.0.1/"):
        assert hooks.post(inside, "secret", {}, now()) == 0
    assert elsewhere.got == [] and db.session.query(Webhook).count() == 0


def test_webhooks_are_an_administrators_own_for_his_part_of_the_chain(
    app: Flask, browser_of: BrowserOf, addressed: Staff, chain: Chain
) -> None:
    assert browser_of(addressed.analyst).get("/results/sending").status_code == 403
    with writing() as session:
        olek = session.get_one(Person, addressed.krakow.id)
        olek.posts = [*olek.posts, Post(role=Role.ADMIN, place_id=chain.krakow)]
    db.session.expire_all()
    theirs, ewa = browser_of(addressed.krakow), browser_of(addressed.admin)
    ewa.post("/results/webhooks", data={"url": "https://all.example/", "place": str(chain.root)})
    assert (
        theirs.post("/results/webhooks", data={"url": "https://x.example", "place": str(chain.root)}).status_code == 422
    )
    assert "all.example" not in read(theirs, "/results/sending")
    hook = db.session.query(Webhook).one()
    assert theirs.post(f"/results/webhooks/{hook.id}/removal").status_code == 404
    assert ewa.post(f"/results/webhooks/{hook.id}/removal").status_code == 303
    assert db.session.query(Webhook).count() == 0


def test_administrators_read_that_mail_doesnt_go_out(
    mailing: Flask, post_office: PostOffice, browser_of: BrowserOf, addressed: Staff, chain: Chain
) -> None:
    wants_mail(browser_of(addressed.gdansk))
    raised(chain, chain.gdansk)
    post_office.refuses["marta@bursztyn.example"] = "550 no such mailbox"
    do_all(mailing)
    page = read(browser_of(addressed.admin), "/results/sending")
    assert "1 mail couldn't be sent in 30 days" in page and "550 no such mailbox" in page
    assert db.session.query(MailDue).one().text == ""


def test_a_shops_node_tells_nobody_by_itself(app: Flask, browser_of: BrowserOf, addressed: Staff, chain: Chain) -> None:
    from kontuar.core.installation import Installation

    with writing() as session:
        session.execute(update(Installation).values(kind="node", upstream="https://hub.example"))
    db.session.expire_all()
    ewa = browser_of(addressed.admin)
    assert "by e-mail" not in read(ewa, "/results/alerts")
    assert ewa.get("/results/sending").status_code == 404
    assert ewa.post("/results/alerts/mail", data={"by_mail": "y"}).status_code == 404
