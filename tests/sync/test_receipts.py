"""A receipt proves that an answer came from the receiver, for this batch and no other."""

import hashlib

import pytest

from kontuar.core.errors import Damaged
from kontuar.sync.receipts import BatchHeader, genuine, receipt

KEY, DIGEST, ANSWER = b"k" * 32, hashlib.sha256(b"batch").hexdigest(), b'{"verdicts":[]}'


def test_a_receipt_is_for_one_batch_one_answer_and_one_key() -> None:
    ours = receipt(KEY, DIGEST, ANSWER)
    assert genuine(KEY, DIGEST, ANSWER, ours)
    assert not genuine(b"x" * 32, DIGEST, ANSWER, ours)
    assert not genuine(KEY, hashlib.sha256(b"another").hexdigest(), ANSWER, ours)
    assert not genuine(KEY, DIGEST, ANSWER + b" ", ours)


@pytest.mark.parametrize("said", ["", "<html>", "ab" * 32, "żółć"])
def test_a_captive_portals_answer_is_no_receipt(said: str) -> None:
    assert not genuine(KEY, DIGEST, b"<html>Welcome to our hotel</html>", said)


@pytest.mark.parametrize("text", ["", "lines=1", "sha256=ab", "lines=x; sha256=ab", "lines=1; sha256=ab; ms=x"])
def test_a_header_that_says_too_little_is_damage(text: str) -> None:
    with pytest.raises(Damaged):
        BatchHeader.parse(text)
