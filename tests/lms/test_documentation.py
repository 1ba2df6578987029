"""What the pages for authors show can be typed as it stands."""

import re
from pathlib import Path

import pytest

from lms.quizzes.checking import read_quiz
from lms.quizzes.document import ITEM_TYPES
from lms.quizzes.grading import grade
from lms.quizzes.ordering import items_of
from lms.standards.checking import read_book

DOCS = Path(__file__).parents[2] / "docs"


def example(name: str) -> bytes:
    (found,) = re.findall(r"```yaml\n(.*?)```", (DOCS / name).read_text("utf-8"), re.DOTALL)
    return str(found).encode()


def test_the_book_shown_is_a_good_one() -> None:
    book, faults = read_book(example("book.md"))
    assert faults == []
    assert book is not None


def test_the_quiz_shown_is_a_good_one_and_has_every_type() -> None:
    quiz, faults = read_quiz(example("quizzes.md"), {"greet-30-seconds", "tell-waiting-time"})
    assert faults == []
    assert quiz is not None
    assert {item.type for item in quiz.items} == set(ITEM_TYPES)
    assert len(items_of(quiz, "0193a6f0-1c2b-7d4e-8f00-0a1b2c3d4e5f")) == quiz.asked == 4


@pytest.mark.parametrize("typed", ["0,35", "0.35", "0.3", "٠٫٤"])
def test_numbers_are_taken_as_the_page_says(typed: str) -> None:
    quiz, _ = read_quiz(example("quizzes.md"))
    assert quiz is not None
    item = quiz.item("mug-size")
    assert item is not None
    assert grade(item, typed) == 1
