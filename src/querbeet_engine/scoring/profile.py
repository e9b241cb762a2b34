"""What a programme asks for: its hard rules and the parts of its fit."""

from dataclasses import dataclass

from querbeet_engine.scoring.parts import Part
from querbeet_engine.scoring.rules import Rule


@dataclass(frozen=True)
class Profile:
    """A programme's rules and parts.

    With `normalised` the fit of a pair is the weighed mean of its parts (0..1,000,000); without, the weights are
    points, and the fit is their sum in millionths of a point (unanswered parts add `unanswered` x weight, or nothing).
    """

    rules: tuple[Rule, ...] = ()
    parts: tuple[Part, ...] = ()
    normalised: bool = True
