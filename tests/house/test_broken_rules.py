"""Each rule that keeps data from being lost: a small patch breaks it, and just its own test turns red."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.tree import files, short
from tests.shared import CHECKOUT

PATCHES = Path(__file__).parent / "broken"
NEIGHBOURS = (
    "tests/sync/test_receiving.py",
    "tests/sync/test_recording.py",
    "tests/sync/test_receipts.py",
    "tests/sync/test_facts_api.py",
    "tests/house/test_sql.py",
)


@dataclass(frozen=True)
class Rule:
    """What is broken by which patch, and the tests that say the rule; `alone` where the neighbours have nothing to say."""

    patch: str
    tests: tuple[str, ...]
    alone: bool = False


RULES = (
    Rule("batch-is-judged-first", ("test_a_damaged_batch_stores_nothing_and_says_so",)),
    Rule(
        "id-is-identity",
        (
            "test_a_tablet_that_starts_counting_anew_loses_no_customer",
            "test_a_known_seq_under_a_new_id_is_a_fork_and_both_customers_count",
        ),
    ),
    Rule("sequence-has-no-gaps", ("test_a_fact_that_was_not_written_leaves_no_gap",)),
    Rule("forks-are-noticed", ("test_a_known_seq_under_a_new_id_is_a_fork_and_both_customers_count",)),
    Rule(
        "no-receipt-nothing-forgotten",
        ("test_a_receipt_is_for_one_batch_one_answer_and_one_key", "test_a_captive_portals_answer_is_no_receipt"),
    ),
    Rule("lines-have-limits", ("test_a_line_that_cannot_be_read_is_set_aside",)),
    Rule("nul-reaches-no-reading", ("test_nul_never_reaches_a_reading",)),
    Rule(
        "order-does-not-matter", ("test_any_order_split_and_repetition_of_facts_gives_the_same_readings",), alone=True
    ),
    Rule("conflicts-name-their-target", ("test_every_on_conflict_names_its_target",)),
)


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.patch)
def test_breaking_a_rule_turns_its_own_test_red(rule: Rule, tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    for path in files():
        target = copy / short(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    subprocess.run(["git", "init", "-q", "."], cwd=copy, check=True)
    subprocess.run(["git", "add", "-A"], cwd=copy, check=True)
    patched = subprocess.run(
        ["git", "apply", PATCHES / f"{rule.patch}.patch"], cwd=copy, capture_output=True, text=True
    )
    assert patched.returncode == 0, f"the patch doesn't fit any more: {patched.stderr}"
    others = [*NEIGHBOURS, "-k", "not postgres"]
    which = ["tests/sync/test_any_order.py", "-k", f"{rule.tests[0]} and sqlite"] if rule.alone else others
    said = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--hypothesis-profile=any-failure", "--tb=no", "-rfE", *which],
        cwd=copy,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(copy), "KONTUAR_REQUIRE": ""},
    )
    assert red(said.stdout) == set(rule.tests), said.stdout[-2000:] + said.stderr[-2000:]


def red(output: str) -> set[str]:
    """The names of the tests that failed."""
    return set(re.findall(r"^(?:FAILED|ERROR) \S+?::(\w+)", output, re.MULTILINE))


def test_every_patch_belongs_to_a_rule() -> None:
    assert {path.stem for path in PATCHES.glob("*.patch")} == {rule.patch for rule in RULES}
    assert CHECKOUT in PATCHES.parents
