"""Who fits one person best, out of a million, in milliseconds.

>>> from querbeet_engine import scoring, suggestions
>>> skills = scoring.flat(3)
>>> wishes, offers = scoring.levels([[(0,)]]), scoring.levels([[(1,)], [(0,), (2,)], [(0,)]])
>>> home = scoring.coded(["north", "south", None])[0]
>>> ask, pool = scoring.People(1, {"wishes": wishes}), scoring.People(3, {"offers": offers, "home": home})
>>> profile = scoring.Profile(
...     rules=(scoring.rules.Teaches("teaches", "skills"),),
...     parts=(scoring.parts.Skills(name="skills", mentee="wishes", mentor="offers", hierarchy=skills),),
... )
>>> index = suggestions.Index(ask, pool, profile, group="home")
>>> index.best(0, k=5, groups=[1]).person.tolist()
[1]
"""

from querbeet_engine.suggestions.index import Index, Suggestions, suggest

__all__ = ["Index", "Suggestions", "suggest"]
