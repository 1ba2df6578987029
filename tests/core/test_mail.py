"""Mail goes out once, is tried again when the server is away, and says nothing in its headers that nobody meant."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from flask import Flask
from sqlalchemy import update

from kontuar.commands import main
from kontuar.core.chores import do_all
from kontuar.core.database import db, writing
from kontuar.core.errors import SettingWrong
from kontuar.core.ids import new_id
from kontuar.core.mail.letters import Letter, address, put_down
from kontuar.core.mail.models import MailDue
from kontuar.core.mail.post import standing
from kontuar.core.people import Person
from kontuar.core.settings import load
from kontuar.core.times import now
from tests.support.databases import on_sqlite
from tests.support.post_office import PostOffice

LEAVE = "https://hub.example/" + "x" * 150
Hire = Callable[..., Person]


@pytest.fixture
def hire(app: Flask) -> Hire:
    """Somebody who works here, with an address."""

    def somebody(given: str = "Marta", email: str = "marta@bursztyn.example") -> Person:
        with writing() as session:
            person = Person(
                id=new_id(), given_name=given, family_name="Wilk", language="pl", joined_at=now(), email=email
            )
            session.add(person)
        return person

    return somebody


def write_to(person: Person, subject: str = "Dzień dobry", **more: str) -> None:
    with writing() as session:
        put_down(session, Letter(person.id, subject, "Żółw.\n", **more), now())


def a_while_passes() -> None:
    with writing() as session:
        session.execute(update(MailDue).where(MailDue.due_at.is_not(None)).values(due_at=now() - timedelta(seconds=1)))


def test_a_letter_goes_out_once_and_its_words_are_kept_no_longer(
    mailing: Flask, post_office: PostOffice, hire: Hire
) -> None:
    write_to(hire(), html="<p>Żółw.</p>", leave_url=LEAVE)
    do_all(mailing)
    do_all(mailing)
    (letter,) = post_office.of("marta@bursztyn.example")
    assert letter["Subject"] == "Dzień dobry" and letter["From"] == "Kontuar <kontuar@bursztyn.example>"
    assert letter["List-Unsubscribe"] == f"<{LEAVE}>"
    assert f"<{LEAVE}>".encode() in post_office.raw[0]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in letter.walk()][1:] == ["text/plain", "text/html"]
    assert letter.get_body(("plain",)).get_content().split() == ["Żółw."]  # type: ignore[union-attr]
    row = db.session.query(MailDue).one()
    assert row.sent_at is not None and (row.text, row.subject, row.html, row.leave_url) == ("", "", "", "")


def test_a_letter_waits_for_a_server_that_is_away_and_is_the_same_message_afterwards(
    mailing: Flask, post_office: PostOffice, hire: Hire
) -> None:
    write_to(hire())
    post_office.breaks_after_data = True  # it took the letter, and never said so
    do_all(mailing)
    assert standing(db.session()).waiting == 1
    do_all(mailing)
    assert len(post_office.letters) == 1  # not tried again at once
    post_office.breaks_after_data = False
    a_while_passes()
    do_all(mailing)
    first, second = post_office.letters
    assert first["Message-ID"] == second["Message-ID"] and first["Date"] == second["Date"]
    assert (standing(db.session()).waiting, standing(db.session()).given_up) == (0, 0)


def test_what_is_refused_for_good_is_given_up_and_told_and_the_others_go_out(
    mailing: Flask, post_office: PostOffice, hire: Hire
) -> None:
    write_to(hire("Olek", "olek@bursztyn.example"))
    write_to(hire())
    post_office.refuses["olek@bursztyn.example"] = "550 no such mailbox"
    do_all(mailing)
    assert len(post_office.of("marta@bursztyn.example")) == 1
    told = standing(db.session())
    assert (told.waiting, told.given_up, told.fault) == (0, 1, "550 no such mailbox")


def test_what_couldnt_be_sent_for_days_is_old_news(mailing: Flask, post_office: PostOffice, hire: Hire) -> None:
    write_to(hire())
    post_office.busy = "421 too busy"
    do_all(mailing)
    assert standing(db.session()).fault == "421 too busy"
    with writing() as session:
        session.execute(update(MailDue).values(made_at=now() - timedelta(days=3)))
    a_while_passes()
    do_all(mailing)
    assert (standing(db.session()).waiting, standing(db.session()).given_up) == (0, 1)


def test_who_has_left_gets_nothing(mailing: Flask, post_office: PostOffice, hire: Hire) -> None:
    marta = hire()
    write_to(marta)
    with writing() as session:
        session.execute(update(Person).values(left_at=now()))
    do_all(mailing)
    assert post_office.letters == [] and standing(db.session()).given_up == 0


def test_nobody_writes_headers_of_his_own(mailing: Flask, post_office: PostOffice, hire: Hire) -> None:
    write_to(hire(), subject="So\r\nBcc: all@bursztyn.example\r\n\r\nWords\x00\u2028 " + "x" * 500)
    do_all(mailing)
    (letter,) = post_office.letters
    assert letter["Bcc"] is None and letter["Subject"].startswith("So Bcc: all@bursztyn.example Words x")
    for wrong in ("a@b.example\nBcc: c@d.example", "a b@c.example", "a@b.example, c@d.example", "a", "@", "<a@b", ""):
        with pytest.raises(Exception, match="address-wrong"):
            address(wrong)


def test_without_encryption_that_was_asked_for_nothing_is_sent(
    mailing: Flask, post_office: PostOffice, hire: Hire
) -> None:
    mailing.config["KONTUAR"] = replace(mailing.config["KONTUAR"], mail_security="starttls")
    write_to(hire())
    do_all(mailing)
    assert post_office.letters == [] and standing(db.session()).waiting == 1


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, and its key, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "office")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now() - timedelta(days=1)).not_valid_after(now() + timedelta(days=1))
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = made.add_extension(here, critical=False).sign(key, hashes.SHA256())
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "papers.pem").write_bytes(certificate.public_bytes(Encoding.PEM) + plain)
    return tmp_path / "papers.pem"


@on_sqlite
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_password_is_shown_only_to_a_server_that_somebody_vouches_for(
    security: str, mailing: Flask, post_office: PostOffice, hire: Hire, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_office.papers, post_office.at_once = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), security == "tls"
    post_office.papers.load_cert_chain(papers)
    mailing.config["KONTUAR"] = replace(
        mailing.config["KONTUAR"], mail_security=security, mail_user="kontuar", mail_password="correct horse"
    )
    write_to(hire())
    do_all(mailing)
    assert (post_office.letters, post_office.words) == ([], [])
    assert "certificate" in standing(db.session()).fault.lower()
    monkeypatch.setenv("SSL_CERT_FILE", str(papers))
    a_while_passes()
    do_all(mailing)
    assert len(post_office.letters) == 1 and post_office.words == ["kontuar correct horse"]


@on_sqlite
def test_an_installation_without_a_mail_server_keeps_quiet(app: Flask, hire: Hire) -> None:
    write_to(hire())
    do_all(app)
    assert not standing(db.session()).set_up and standing(db.session()).waiting == 0


def test_the_operator_tries_the_settings(home: Path, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    told = f'[mail]\nhost = "127.0.0.1"\nport = {post_office.port}\nsecurity = "none"\nfrom = "kontuar@b.example"\n'
    (home / "kontuar.toml").write_text(told, "utf-8")
    assert CliRunner().invoke(main, ["migrate"]).exit_code == 0
    done = CliRunner().invoke(main, ["mail", "test", "iga@b.example"])
    assert (done.exit_code, done.output) == (0, "127.0.0.1 has taken a mail to iga@b.example.\n")
    assert post_office.to == ["iga@b.example"]
    post_office.refuses["iga@b.example"] = "550 no such mailbox"
    done = CliRunner().invoke(main, ["mail", "test", "iga@b.example"])
    assert done.exit_code == 1 and "550 no such mailbox" in done.output
    assert CliRunner().invoke(main, ["mail", "test", "iga@b.example\nBcc: x@y.z"]).exit_code == 1
    monkeypatch.setenv("KONTUAR_MAIL_HOST", "")
    assert "isn't set up" in CliRunner().invoke(main, ["mail", "test", "iga@b.example"]).output


def test_settings_that_dont_go_together_are_refused(tmp_path: Path) -> None:
    good = {"mail_host": "mail.example", "mail_from": "kontuar@b.example"}
    (tmp_path / "word").write_text("correct horse\n", "utf-8")
    assert load({}, home=tmp_path, mail_password_file="word", **good).mail_secret == "correct horse"
    assert "correct horse" not in repr(load({}, home=tmp_path, mail_password="correct horse", **good)), (
        "as a log would show it"
    )
    for wrong in ({"mail_from": ""}, {"mail_security": "ssl"}, {"mail_user": "x", "mail_security": "none"}):
        with pytest.raises(SettingWrong):
            load({}, home=tmp_path, **{**good, **wrong})
    (tmp_path / "kontuar.toml").write_text('[mail]\nhots = "x"\n', "utf-8")
    with pytest.raises(SettingWrong, match="mail_hots") as refused:
        load({}, home=tmp_path)
    assert "Did you mean mail_host" in refused.value.message
