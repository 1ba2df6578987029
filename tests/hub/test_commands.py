"""The command line: a chain is begun and kept without a browser."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kontuar.commands import main
from tests.hub.conftest import PASSWORD


@pytest.fixture
def kontuar(home: Path):
    """Runs `kontuar ...` in a folder of its own."""

    def run(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, words, input=typed, catch_exceptions=False)

    assert run("migrate").exit_code == 0
    return run


def begin(kontuar) -> None:
    assert (
        kontuar("place", "add", "Bursztyn", "--kind", "chain", "--zone", "Europe/Warsaw", "--language", "pl").exit_code
        == 0
    )
    assert kontuar("place", "add", "Północ", "--kind", "region").exit_code == 0
    assert kontuar("place", "add", "Gdańsk", "--in", "Północ").exit_code == 0


def test_a_chain_is_begun_and_listed(kontuar) -> None:
    begin(kontuar)
    rows = json.loads(kontuar("place", "list", "--format", "json").output)
    assert [(row["name"], row["kind"], row["time_zone"]) for row in rows] == [
        ("Bursztyn", "chain", "Europe/Warsaw"),
        ("Północ", "region", "Europe/Warsaw"),
        ("Gdańsk", "shop", "Europe/Warsaw"),
    ]
    again = kontuar("place", "add", "Other", "--kind", "chain")
    assert again.exit_code == 1 and "begun already" in again.output


def test_somebody_is_added_given_a_password_and_leaves(kontuar) -> None:
    begin(kontuar)
    added = kontuar(
        "person", "add", "Iga", "Pawlak", "--role", "admin", "--place", "Bursztyn", "--email", "iga@b.example"
    )
    assert added.exit_code == 0
    weak = kontuar("person", "password", "iga@b.example", typed="too short\n")
    assert weak.exit_code == 1 and "At least 15 characters" in weak.output
    assert kontuar("person", "password", "IGA@b.example", typed=PASSWORD + "\n").exit_code == 0
    (row,) = json.loads(kontuar("person", "list", "--format", "json").output)
    assert (row["name"], row["password"], row["posts"]) == (
        "Iga Pawlak",
        True,
        [{"role": "admin", "place": "Bursztyn"}],
    )
    refused = kontuar("person", "leave", "Iga Pawlak")
    assert refused.exit_code == 1 and "only administrator" in refused.output


def test_codes_come_out_bare_for_scripts(kontuar) -> None:
    begin(kontuar)
    kontuar("person", "add", "Kasia", "Sowa", "--role", "employee", "--place", "Gdańsk")
    assert len(kontuar("person", "pin", "Kasia Sowa").output.strip()) == 9
    code, link = kontuar("device", "code", "--place", "Gdańsk", "--name", "Wejście").output.split()
    assert link.endswith("/kiosk#enrol=" + code.replace("-", "")) and len(code) == 19
    code, link = kontuar("device", "code", "--node", "--place", "Gdańsk", "--name", "Zaplecze").output.split()
    assert "/join#" + code in link and len(code) == 19
    assert kontuar("person", "leave", "Kasia Sowa").exit_code == 0
    assert "Kasia Sowa" in kontuar("person", "list", "--left").output
    assert json.loads(kontuar("device", "list", "--format", "json").output) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("person", "add", "A", "B", "--role", "manager", "--place", "Gdańsk"), "address and a password"),
        (("person", "add", "A", "B", "--role", "employee", "--place", "Sopot"), "Nothing of that name"),
        (
            ("person", "add", "A", "B", "--role", "employee", "--place", "Gdańsk", "--language", "xx"),
            "twelve languages",
        ),
        (("person", "pin", "nobody@b.example"), "Nothing of that name"),
        (("place", "add", "X", "--zone", "Europe/Gdansk"), "IANA time zone"),
        (("device", "code", "--place", "Bursztyn", "--name", "X"), "stands in a shop"),
        (("device", "code", "--place", "Gdańsk", "--name", "X", "--survey", "nope"), "No survey of that key"),
        (("device", "revoke", "01a20433-88c9-7706-bee7-1e8cfe13bfe3"), "isn't here"),
    ],
)
def test_what_cant_be_done_is_said_in_a_sentence(words: tuple[str, ...], says: str, kontuar) -> None:
    begin(kontuar)
    done = kontuar(*words)
    assert done.exit_code == 1 and says in done.output
