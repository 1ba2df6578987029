"""A survey declares what its responses weigh and by what they are told apart; what is wrong with that is said."""

import pytest

from kiosk.surveys.checking import check
from tests.kiosk.test_checking import FIRST, HEAD


def test_a_survey_may_say_that_it_weighs_and_by_what_it_tells_apart() -> None:
    written = """\
weighted: true
segments:
  - key: hall
    title: {pl: Hala, en: Hall}
    values:
      - {id: 01, label: {pl: Pierwsza, en: The first}}
      - {id: B, label: {pl: Druga, en: The second}}
  - {key: airline, title: {pl: Linia, en: Airline}}
"""
    checked = check((HEAD.replace("questions:", written + "questions:") + FIRST).encode())
    assert (checked.faults, checked.survey is not None) == ([], True)
    assert checked.survey is not None
    hall, airline = checked.survey.segments
    assert (checked.survey.weighted, hall.label("01"), hall.label("1"), airline.values) == (
        True, {"pl": "Pierwsza", "en": "The first"}, None, (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("segments", "code"),
    [
        ("[{key: hall, title: {pl: H, en: H}}, {key: hall, title: {pl: H, en: H}}]", "duplicate-id"),
        ("[{key: Hall 1, title: {pl: H, en: H}}]", "not-a-name"),
        ("[{key: hall}]", "missing-key"),
        ("[{key: hall, title: {pl: H}}]", "missing-language"),
        ("[{key: hall, titel: {pl: H, en: H}, title: {pl: H, en: H}}]", "unknown-key"),
        ("[{key: hall, title: {pl: H, en: H}, values: [{id: A, label: {pl: A, en: A}}, {id: A, label: {pl: A, en: A}}]}]",
         "duplicate-id"),
        ("[{key: hall, title: {pl: H, en: H}, values: [{id: " + "A" * 121 + ", label: {pl: A, en: A}}]}]", "not-a-value"),
        ("[" + ", ".join(f"{{key: hall-{number}, title: {{pl: H, en: H}}}}" for number in range(33)) + "]", "too-many-segments"),
        ("hall", "not-a-list"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_segments_is_said(segments: str, code: str) -> None:
    checked = check((HEAD.replace("questions:", f"segments: {segments}\nquestions:") + FIRST).encode())
    assert code in {fault.code for fault in checked.errors}
