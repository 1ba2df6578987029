"""Signing in: what a password must be, and where a link may lead."""

import pytest

from kontuar.hub.people.signing_in import Flaw, flaw, inside, one_address


@pytest.mark.parametrize(
    "password",
    [
        "nine brass plates on a counter",
        "żółw nie śpi w kajucie",
        "x" * 3 + "Tr0ub4dor&3-quagmire",
        "密码是一只猫在柜台上睡觉呢真好啊",
        "🐢🐇 slow but steady wins",
    ],
)
def test_a_long_password_of_any_letters_is_taken(password: str) -> None:
    assert flaw(password) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short but fine", Flaw.SHORT),
        ("y" * 257, Flaw.LONG),
        ("passwordpassword", Flaw.COMMON),
        ("P4$$w0rd-Passw0rd!", Flaw.COMMON),
        ("Qwertyuiop123456", Flaw.COMMON),
        ("Hasło Hasło Hasło 12", Flaw.COMMON),
        ("correct horse battery staple", Flaw.COMMON),
        ("q1w2e3r4t5y6u7i8", Flaw.COMMON),
        ("1qaz2wsx3edc4rfv", Flaw.COMMON),
        ("111222333444555", Flaw.COMMON),
        ("abababababababab", Flaw.PATTERN),
        ("abcdeabcdeabcdeabcde", Flaw.PATTERN),
        ("abcdefghijklmnopqrst", Flaw.PATTERN),
        ("BursztynPawlak2026", Flaw.NAMED),
        ("iga.pawlak@bursztyn", Flaw.NAMED),
    ],
)
def test_a_password_that_would_be_tried_first_is_refused(password: str, why: Flaw) -> None:
    assert flaw(password, ["Iga", "Pawlak", "iga@bursztyn.example", "Bursztyn"]) == why


def test_no_mixture_of_kinds_of_letters_is_asked_for() -> None:
    assert flaw("onlysmalllettersheremate") is None


@pytest.mark.parametrize("target", ["/people", "/results?shop=1&from=2026-01-01", "/people/%2F%2Fevil.example"])
def test_a_path_of_our_own_may_be_gone_on_to(target: str) -> None:
    assert inside(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "people",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/a\nb",
        "/\t/evil.example",
        "/sign-in?next=/sign-in",
        "/sign-out",
        "///evil.example",
    ],
)
def test_a_link_from_outside_sends_nobody_away(target: str | None) -> None:
    assert inside(target) is None


def test_a_household_is_one_address() -> None:
    assert one_address("2001:db8:1:2:3:4:5:6") == one_address("2001:db8:1:2::9")
    assert one_address("2001:db8:1:2::9") != one_address("2001:db8:1:3::9")
    assert one_address("::ffff:192.0.2.7") == one_address("192.0.2.7") == "192.0.2.7"
