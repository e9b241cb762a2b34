"""Scores one pair at a time in plain Python, straight from the words of the docstrings: slow, and written without a
look at the kernels."""

import math
from dataclasses import dataclass

from querbeet_engine.scoring import parts, rules

MILLION = 1_000_000


@dataclass
class Pair:
    broken: list[str]
    values: list[int | None]
    fit_mentee: int
    fit_mentor: int


def answer(people, name, person):
    value = int(people.columns[name][person])
    return None if value < 0 else value


def members(people, name, person):
    words = people.columns[name][person]
    return {64 * at + bit for at, word in enumerate(words) for bit in range(64) if int(word) >> bit & 1}


def skills(people, name, person):
    held = people.columns[name]
    entries = range(held.indptr[person], held.indptr[person + 1])
    return [(int(held.skill[e]), int(held.level[e]), int(held.importance[e])) for e in entries]


def near(hierarchy, one, other):
    for at in range(hierarchy.indptr[one], hierarchy.indptr[one + 1]):
        if hierarchy.skill[at] == other:
            return int(hierarchy.similarity[at])
    return 0


def level_fit(part, offered, wished):
    if offered < 0 or wished < 0:
        return MILLION
    lower = [step for step in part.level_fit if step <= offered - wished]
    return round(part.level_fit[max(lower) if lower else min(part.level_fit)] * MILLION)


def skill_sums(part, mentees, mentors, i, j):
    """Importance x best offer over the wishes, and all the importance."""
    one, other = skills(mentees, part.mentee, i), skills(mentors, part.mentor, j)
    wishes, offers = (one, other) if part.asker == "mentee" else (other, one)
    total = 0
    for skill, level, importance in wishes:
        met = [near(part.hierarchy, skill, s) * level_fit(part, lvl, level) // MILLION for s, lvl, _ in offers]
        total += importance * max(met, default=0)
    return total, sum(importance for _, _, importance in wishes)


def rule_holds(rule, profile, mentees, mentors, i, j):
    if isinstance(rule, rules.Apart):
        return [i, j] not in rule.pairs.tolist()
    if isinstance(rule, rules.Among):
        return [i, j] in rule.pairs.tolist()
    if isinstance(rule, rules.Teaches):
        part = next(part for part in profile.parts if part.name == rule.part)
        return skill_sums(part, mentees, mentors, i, j)[0] > 0
    if isinstance(rule, rules.Ready):
        sides = ((mentees, rule.mentee, i), (mentors, rule.mentor, j))
        return all(name is None or answer(people, name, person) == 1 for people, name, person in sides)
    if isinstance(rule, rules.Share):
        one, other = members(mentees, rule.mentee, i), members(mentors, rule.mentor, j)
        if len(one & other) >= rule.at_least:
            return True
        return rule.unanswered == "keep" if not one or not other else False
    one, other = answer(mentees, rule.mentee, i), answer(mentors, rule.mentor, j)
    if one is None or other is None:
        return rule.unanswered == "keep"
    if isinstance(rule, rules.Same):
        return one == other
    if isinstance(rule, rules.Different):
        return one != other
    return rule.at_least <= other - one <= rule.at_most


def part_value(part, mentees, mentors, i, j):
    """Millionths, None where an answer is missing."""
    if isinstance(part, parts.Listed):
        given = {tuple(pair): value for pair, value in zip(part.pairs.tolist(), part.values.tolist(), strict=True)}
        return round(given.get((i, j), 0) * MILLION)
    if isinstance(part, parts.Skills):
        total, whole = skill_sums(part, mentees, mentors, i, j)
        return total // whole if whole else None
    if isinstance(part, parts.Load):
        now, limit = answer(mentors, part.now, j), answer(mentors, part.limit, j)
        return None if now is None or limit is None else (limit - now) * MILLION // limit if now < limit else 0
    if isinstance(part, parts.Own):
        return answer(mentors, part.mentor, j) if part.mentee is None else answer(mentees, part.mentee, i)
    if isinstance(part, parts.Common | parts.Overlap):
        return common_value(part, members(mentees, part.mentee, i), members(mentors, part.mentor, j))
    one, other = answer(mentees, part.mentee, i), answer(mentors, part.mentor, j)
    if one is None or other is None:
        return None
    if isinstance(part, parts.Equal):
        return MILLION * (one == other)
    if isinstance(part, parts.Ladder):
        return round(part.values.get(other - one, 0) * MILLION)
    return round(max(0.0, 1 - abs(other - one) / part.width) * MILLION)


def common_value(part, one, other):
    if not one or not other:
        return None
    whole = math.ceil(part.minutes / 15) if isinstance(part, parts.Overlap) else part.of
    whole = {"mentee": len(one), "mentor": len(other), "either": len(one | other)}.get(whole, whole)
    return min(MILLION, len(one & other) * MILLION // whole)


def view(profile, values, weights, asked):
    """The fit in one person's view."""
    total = whole = 0
    for part, value, weight, times in zip(profile.parts, values, weights, asked, strict=True):
        if value is None and part.unanswered is None:
            continue
        value = round(part.unanswered * MILLION) if value is None else value
        total += round(weight * 1000) * times * value
        whole += round(weight * 1000) * times
    whole = whole if profile.normalised else 100_000
    return (total + whole // 2) // whole if whole else 0


def pair(mentees, mentors, profile, i, j):
    """What `build` should say about one pair."""
    broken = [rule.name for rule in profile.rules if not rule_holds(rule, profile, mentees, mentors, i, j)]
    values = [part_value(part, mentees, mentors, i, j) for part in profile.parts]
    mine = [part.weight for part in profile.parts]
    theirs = [part.weight if part.mentor_weight is None else part.mentor_weight for part in profile.parts]
    my_asked = [100 if part.asked is None else int(mentees.columns[part.asked][i]) for part in profile.parts]
    their_asked = [
        100 if part.mentor_asked is None else int(mentors.columns[part.mentor_asked][j]) for part in profile.parts
    ]
    return Pair(broken, values, view(profile, values, mine, my_asked), view(profile, values, theirs, their_asked))


def table(mentees, mentors, profile):
    """Every pair: {(i, j): Pair}."""
    return {(i, j): pair(mentees, mentors, profile, i, j) for i in range(mentees.size) for j in range(mentors.size)}


def counts(profile, pairs, n_mentees):
    """Removed and removed alone, as lists by mentee and rule."""
    gate = next((rule.name for rule in profile.rules if isinstance(rule, rules.Teaches)), None)
    names = [rule.name for rule in profile.rules]
    removed, alone = ([[0] * len(names) for _ in range(n_mentees)] for _ in range(2))
    for (i, _), found in pairs.items():
        if gate in found.broken:
            removed[i][names.index(gate)] += 1
            continue
        for name in found.broken:
            removed[i][names.index(name)] += 1
        if len(found.broken) == 1:
            alone[i][names.index(found.broken[0])] += 1
    return removed, alone
