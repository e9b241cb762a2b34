"""How well every mentee and every mentor fit, and why a pair is impossible.

Give each side as `People`: columns of answers (`coded`, `ordered`), of sets (`tagged`) and of skills (`levels`). Give
the programme as a `Profile` of hard rules (`rules`) and weighed parts (`parts`). `build` answers with edges, integer
fits, the parts of each edge and, for each mentee and rule, how many mentors that rule took away:

>>> from querbeet_engine import scoring
>>> from querbeet_engine.scoring import parts, rules
>>> grade = scoring.ordered(["junior", "senior", "lead"], ["junior", "senior"], ["senior", "lead", "lead"])
>>> employer = scoring.coded(["Tram", "Library"], ["Tram", "Library", "Zoo"])
>>> mentees, mentors = (
...     scoring.People(len(g), {"grade": g, "employer": e}) for g, e in zip(grade, employer, strict=True)
... )
>>> profile = scoring.Profile(
...     rules=(
...         rules.Different("employer", "employer", "employer"),
...         rules.Steps("grade", "grade", "grade", at_least=1, at_most=2),
...     ),
...     parts=(parts.Ladder(name="grade", weight=12, mentee="grade", mentor="grade", values={1: 0.75, 2: 1}),),
... )
>>> scored = scoring.build(mentees, mentors, profile)
>>> [*zip(scored.mentee.tolist(), scored.mentor.tolist(), scored.fit.tolist())]
[(0, 1, 1000000), (0, 2, 1000000), (1, 2, 750000)]
>>> scored.rule_names, scored.removed.tolist()
(('employer', 'grade'), [[1, 0], [1, 1]])

`pair` explains a single pair to a coordinator, `told` gives what the two of them may read about it.

``Problem(**scored.problem_fields(), capacity_mentor=...)`` makes the problem for `solve`. A fit is in millionths; in a
profile with ``normalised=False`` weights are points, and a fit is the sum of points in millionths."""

from querbeet_engine.scoring.building import Scored, build
from querbeet_engine.scoring.explain import PairFit, pair, told
from querbeet_engine.scoring.hierarchy import Hierarchy, flat, linked
from querbeet_engine.scoring.people import Levels, People, bits, coded, levels, ordered, tagged
from querbeet_engine.scoring.profile import Profile

__all__ = [
    "Hierarchy",
    "Levels",
    "PairFit",
    "People",
    "Profile",
    "Scored",
    "bits",
    "build",
    "coded",
    "flat",
    "levels",
    "linked",
    "ordered",
    "pair",
    "tagged",
    "told",
]
