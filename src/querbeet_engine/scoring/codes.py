"""Numbers that the compiled kernels know rules and parts by, and where an operation keeps its operands."""

# An operation is a row of int64: its kind, then the operands.
KIND = 0
MENTEE, MENTEE_WORDS = 1, 2  # offset of the mentee's column in its flat array; words a person (sets only)
MENTOR, MENTOR_WORDS = 3, 4
X, Y, Z = 5, 6, 7  # numbers of the kind: bounds, table places
UNANSWERED = 8  # rules: 1 keeps the pair; parts: the value where an answer is missing, or LEFT_OUT
OPERANDS = 9

NONE = -1  # no such column
LEFT_OUT = -1  # value of a part that has no say in this pair

# rules
SAME, DIFFERENT, STEPS, SHARE, READY, APART, AMONG, TEACHES = range(8)

# parts
EQUAL, LADDER, COMMON, OWN, LOAD, LISTED, SKILLS = range(7)

# the whole of a COMMON part
OF_NUMBER, OF_MENTEE, OF_MENTOR, OF_EITHER = range(4)

# where candidates come from
ALL, POSTINGS, GIVEN = range(3)
