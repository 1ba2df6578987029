"""Pages: their language, look, headers and errors, as a client without a browser sees them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kontuar.core.languages import LANGUAGES, resolve
from kontuar.web import icons
from kontuar.web.errors import split
from kontuar.web.headers import POLICY
from kontuar.web.locale import bound


@pytest.mark.parametrize(
    ("tag", "ours"),
    [
        ("pl-PL", "pl"),
        ("en-GB", "en"),
        ("zh_CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-Hant-TW", None),
        ("iw", "he"),
        ("ru-RU", None),
        ("", None),
        (None, None),
    ],
)
def test_a_tag_from_elsewhere_finds_our_language(tag: str | None, ours: str | None) -> None:
    found = resolve(tag)
    assert (found.tag if found else None) == ours


def test_a_browser_that_asks_for_ukrainian_gets_it_until_its_reader_chooses_arabic(client: FlaskClient) -> None:
    asking = {"Accept-Language": "ru-RU, uk-UA;q=0.8, en;q=0.5"}
    assert '<html lang="uk" dir="ltr">' in client.get("/words/x", headers=asking).text
    answer = client.post("/preferences", data={"language": "ar", "next": "/words/x?day=today"}, headers=asking)
    assert (answer.status_code, answer.location) == (303, "/words/x?day=today")
    assert '<html lang="ar" dir="rtl">' in client.get("/words/x", headers=asking).text


def test_a_reader_chooses_dark_and_goes_back_to_the_system_s_own(client: FlaskClient) -> None:
    client.post("/preferences", data={"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/words/x").text
    client.post("/preferences", data={"theme": "system"})
    assert "data-theme" not in client.get("/words/x").text


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\nb", ""])
def test_a_choice_never_sends_anybody_away(client: FlaskClient, address: str) -> None:
    assert client.post("/preferences", data={"language": "pl", "next": address}).location == "/"


def test_every_language_stands_in_the_menu_in_its_own_script_and_in_fixed_order(client: FlaskClient) -> None:
    menu = re.findall(
        r'name="language" value="([^"]+)" lang="[^"]+" dir="[^"]+"[^>]*>([^<]+)', client.get("/words/x").text
    )
    assert menu == [(language.tag, language.own_name) for language in LANGUAGES]


def test_a_headline_with_markup_in_it_is_only_text(client: FlaskClient) -> None:
    text = client.get("/words/<b>i & co").text
    assert "<h1>&lt;b&gt;i &amp; co</h1>" in text
    assert "<title>&lt;b&gt;i &amp; co · Kontuar</title>" in text.replace("&amp;lt;", "&lt;")


def test_a_word_of_one_letter_stays_with_the_next_one_in_polish_only(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "pl"}):
        assert bound("Wiedza i praktyka w sklepie") == "Wiedza i\u00a0praktyka w\u00a0sklepie"
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert bound("This is a shop") == "This is a shop"


def test_a_page_forbids_what_it_doesn_t_need_and_is_kept_by_nobody(client: FlaskClient) -> None:
    headers = client.get("/words/x").headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" in headers["Vary"]


def test_a_style_sheet_is_kept_for_a_year_but_not_under_an_old_address(client: FlaskClient) -> None:
    address = re.search(r'href="([^"]+tokens.css)"', client.get("/words/x").text)[1]  # type: ignore[index]
    assert "immutable" in client.get(address).headers["Cache-Control"]
    old = re.sub(r"/[0-9a-f]{12}/", "/000000000000/", address)
    assert client.get(old).headers["Cache-Control"] == "no-cache"
    assert client.get("/static/nowhere/1/x.css").status_code == 404
    assert client.get(old.replace("look/tokens.css", "..%2f__init__.py")).status_code == 404


def test_a_page_that_isn_t_there_says_so_with_a_code(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "NOT-FOUND" in answer.text
    assert "<h1>This page isn&#39;t here</h1>" in answer.text


def test_a_fault_of_ours_shows_a_code_and_no_trace(client: FlaskClient) -> None:
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "FAILED" in answer.text
    assert "ZeroDivision" not in answer.text and "secret" not in answer.text


def test_a_machine_gets_json_with_the_code_and_when_to_come_back(client: FlaskClient) -> None:
    answer = client.get("/api/v1/busy")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert answer.json["error"]["code"] == "busy"
    assert client.get("/api/v1/nowhere").json["error"]["code"] == "not-found"
    assert client.post("/words/x", headers={"Accept": "application/json"}).json["error"]["code"] == "way-unknown"


def test_an_error_nobody_foresaw_a_word_for_keeps_its_status(client: FlaskClient) -> None:
    answer = client.get("/teapot")
    assert answer.status_code == 418
    assert "NOT-UNDERSTOOD" in answer.text


def test_a_message_gives_its_first_sentence_to_the_head_in_every_script() -> None:
    assert split("Nie ma jej tu. Mogła się przenieść.") == ("Nie ma jej tu", "Mogła się przenieść.")
    assert split("此页不在这里。可能已移动。") == ("此页不在这里", "可能已移动。")
    assert split("Gone") == ("Gone", "")


def test_every_icon_can_be_drawn_and_a_misspelt_one_names_its_neighbour(app: Flask) -> None:
    for name in icons.names():
        assert icons.icon(name).startswith("<svg")
    with pytest.raises(LookupError, match="did you mean forward"):
        icons.icon("foward")
