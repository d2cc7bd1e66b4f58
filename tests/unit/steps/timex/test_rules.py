"""Each rule of patterns.toml and each cue finds its `yes` sentences and leaves its `no` sentences alone."""

import re
from datetime import date

import pytest
import regex

from flows.steps.timex import Reference, find_dates
from flows.steps.timex.lexicon import TimexRule, rules, rules_by_opening, words, words_after_the
from flows.steps.timex.normalize.registry import NORMALIZERS
from flows.steps.timex.tense import tense_cue_pattern, tense_cues
from tests.builders import passage

SUNDAY = date(2020, 1, 5)
YES = [(rule, text, found, value) for rule in rules() for text, found, value in rule.yes]
NO = [(rule, text) for rule in rules() for text in rule.no]
CUES = [(side, text, wanted) for side, data in tense_cues().cues.items() for wanted in (True, False)
        for text in (data.yes if wanted else data.no)]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "found", "value"), YES, ids=[f"{row[0].rule_id}: {row[2]}" for row in YES])
def test_a_rule_reads_what_it_should(rule: TimexRule, text: str, found: str, value: str) -> None:
    rows = find_dates([passage(text)], Reference(SUNDAY, SUNDAY))
    assert (rule.rule_id, found, value) in [(row.rule_id, row.text, row.timex_value) for row in rows]


@pytest.mark.parametrize(("rule", "text"), NO, ids=[f"{row[0].rule_id}: {row[1]}" for row in NO])
def test_a_rule_leaves_alone_what_it_should(rule: TimexRule, text: str) -> None:
    rows = find_dates([passage(text)], Reference(SUNDAY, SUNDAY))
    assert rule.rule_id not in [row.rule_id for row in rows]


def test_every_rule_has_a_reader_and_examples_of_both_kinds() -> None:
    assert {rule.normalizer for rule in rules()} == set(NORMALIZERS)
    assert [rule.rule_id for rule in rules() if not rule.yes or not rule.no] == []
    assert len({rule.rule_id for rule in rules()}) == len(rules())


@pytest.mark.parametrize(("side", "text", "wanted"), CUES)
def test_cues(side: str, text: str, wanted: bool) -> None:
    assert (side in [cue.lastgroup for cue in tense_cue_pattern().finditer(text)]) is wanted


@pytest.mark.parametrize("rule", rules(), ids=[rule.rule_id for rule in rules()])
def test_a_rule_names_all_it_may_begin_with(rule: TimexRule) -> None:
    pattern = regex.compile(rule.pattern.pattern)
    may_begin = {
        opening
        for opening in rules_by_opening()
        for sign in (" -'.,/1" if opening.isalpha() else "0")
        if (match := pattern.match(opening + sign, partial=True)) and match.end() >= len(opening)
    }
    named = {opening for opening, those in rules_by_opening().items() if rule in those}
    assert may_begin - named - {"0", "'"} <= ({"the"} if rule.normalizer == "month" else set())
    assert named


def test_what_may_stand_behind_the_is_known() -> None:
    vocabulary = {part for group in words().values() for word in group for part in re.findall(r"[a-z]+", word)}
    vocabulary |= {part for _, text, *_ in YES for part in re.findall(r"[a-z]+", text.lower())}
    patterns = [regex.compile(rule.pattern.pattern) for rule in rules_by_opening()["the"]]
    may_follow = {
        word
        for word in vocabulary
        for pattern in patterns
        if (match := pattern.match(f"the {word} ", partial=True)) and match.end() >= len("the ") + len(word)
    }
    assert may_follow <= words_after_the()
