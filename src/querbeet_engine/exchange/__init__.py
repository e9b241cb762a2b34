"""Rings and chains: who teaches whom when nobody needs to pay back the same person.

`pool` holds the two dataclasses; `solve.rings` finds, `repair.repair_rings` mends, `referee.check_rings` judges.
"""
