"""Whoever looks for a word finds it, whatever its capitals, accents, endings and script."""

import pytest

from kiosk.responses.repeating import repeated
from kiosk.responses.searching import folded, marked, terms


@pytest.mark.parametrize(
    ("looked_for", "written"),
    [
        ("kolejka", "Stałam dwadzieścia minut w KOLEJCE z jednym garnkiem."),
        ("obsluga", "Obsługa bardzo miła"),
        ("ŻABKA", "naprzeciw żabki długo"),
        ("черга", "ЧЕРГА рухалась дуже повільно"),
        ("服务", "这里的服务很好"),
        ("排队", "排队太久了，只有一个收银台。"),
        ("الأمر", "انتظرت طويلًا ولم يخبرني أحد كم سيستغرق الأمر."),
        ("strasse", "in der Straße gewartet"),
        ("ﬁne", "everything was fine"),
        ("xếp hàng", "Tôi phải XẾP HÀNG rất lâu"),
        ("ja", "Będzie ją miała"),
    ],
)
def test_a_word_is_found(looked_for: str, written: str) -> None:
    assert all(term in folded(written) for term in terms(looked_for))
    assert any(found for _, found in marked(written, terms(looked_for)))


def test_a_phrase_in_quotes_is_looked_for_as_it_is() -> None:
    assert terms('"jedna kasa" kolejka') == ["jedna kasa", "kolej"]
    assert "jedna kasa" not in folded("jedna otwarta kasa")


def test_the_word_that_was_found_is_marked_whole_and_nothing_is_lost() -> None:
    text = "W kolejce, w KOLEJCE i bez"
    pieces = marked(text, terms("kolejka"))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, found in pieces if found] == ["kolejce", "KOLEJCE"]


def test_words_that_several_customers_use_are_told_once() -> None:
    texts = [
        "Jedna kasa czynna, długa kolejka", "znowu jedna kasa czynna", "Tylko JEDNA KASA!", "jedną kasę otworzyli",
        "排队太久了", "又是排队太久", "今天排队太久", "ładny sklep",
    ]  # fmt: skip
    found = repeated(texts)
    assert ("jedna kasa", 3) in [(one.words, one.comments) for one in found]
    assert ("排队太久", 3) in [(one.words, one.comments) for one in found]
    assert len(found) == 2
