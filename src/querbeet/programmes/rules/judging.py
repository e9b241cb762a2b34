"""One pair at a time: which hard rules stand against it. The engine does the same for all pairs at once."""

from querbeet.programmes.enums import QuestionKind, RuleKind
from querbeet.programmes.rules.answers import folded, text_of
from querbeet.programmes.rules.ruleset import Answer, Person, Question, Rule, RuleSet
from querbeet.programmes.rules.words import common


def broken(ruleset: RuleSet, mentee: Person, mentor: Person) -> list[Rule]:
    """The hard rules that make this pair impossible, in order."""
    return [rule for rule in ruleset.rules if not _allows(ruleset, rule, mentee, mentor)]


def _allows(ruleset: RuleSet, rule: Rule, mentee: Person, mentor: Person) -> bool:
    if rule.kind == RuleKind.APART:
        ids = {mentee.id.casefold(), mentor.id.casefold()}
        return all({one.casefold(), other.casefold()} != ids for one, other in rule.pairs)
    one, other = mentee.answers.get(rule.mentee), mentor.answers.get(rule.mentor)
    if rule.kind == RuleKind.BOTH_YES:
        return one is True and other is True
    if one in (None, ()) or other in (None, ()):
        return not rule.strict
    match rule.kind:
        case RuleKind.DIFFERENT:
            return folded(text_of(one)) != folded(text_of(other))
        case RuleKind.SAME:
            return folded(text_of(one)) == folded(text_of(other))
        case RuleKind.SHARE:
            return len(common(one, other)) >= (rule.at_least or 1)
    up = steps_up(ruleset.question(rule.mentee), one, other)
    if up is None:
        return not rule.strict
    return (rule.at_least is None or up >= rule.at_least) and (rule.at_most is None or up <= rule.at_most)


def steps_up(question: Question, mentee: Answer | None, mentor: Answer | None) -> int | None:
    """How many steps the mentor's answer is above the mentee's; None where one of them is not on the scale."""
    one, other = step(question, mentee), step(question, mentor)
    return None if one is None or other is None else other - one


def step(question: Question, answer: Answer | None) -> int | None:
    """The place of an answer on its scale; numbers are rounded to whole steps."""
    if question.kind == QuestionKind.NUMBER and isinstance(answer, float | int):
        return round(answer)
    return question.choices.index(answer) if answer in question.choices else None
