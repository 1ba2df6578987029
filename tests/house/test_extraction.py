"""Texts come out of the source into the catalogues the same way every time."""

import importlib.util
from types import ModuleType

import pytest

from tests.shared import CHECKOUT


@pytest.fixture(scope="module")
def extract() -> ModuleType:
    spec = importlib.util.spec_from_file_location("extract", CHECKOUT / "translations" / "extract.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("domain", ["messages", "tablet"])
def test_the_same_source_gives_the_same_bytes(extract: ModuleType, domain: str) -> None:
    first, second = (extract.written(extract.template(domain)) for _ in range(2))
    assert first == second
    assert b"Date" not in first


def test_texts_of_pages_scripts_and_rules_are_found(extract: ModuleType) -> None:
    pages, tablet = extract.template("messages"), extract.template("tablet")
    assert "Skip to the content" in pages
    assert "Sign in first." in pages
    assert "Choose your language" in tablet
    assert any(isinstance(message.id, tuple) for message in tablet)


def test_a_new_text_waits_untranslated_and_an_old_one_goes(extract: ModuleType) -> None:
    texts = extract.template("tablet")
    polish = extract.catalogue("tablet", "pl", texts)
    english = extract.catalogue("tablet", "en", texts)
    assert {m.id for m in polish} == {m.id for m in texts} == {m.id for m in english}
    assert all(extract.is_translated(m) for m in english if m.id)
