"""Numbers that the compiled kernels know rules and parts by, and where an operation keeps its operands."""

# Rules and parts: the kind, then places of columns in the pools, then numbers of the kind.
KIND = 0
MENTEE, MENTEE_WORDS = 1, 2  # the mentee's column; words a person (sets only)
MENTOR, MENTOR_WORDS = 3, 4
X, Y, Z = 5, 6, 7  # bounds, tables, rows of pairs
UNANSWERED = 8  # rules: 1 keeps the pair; parts: the value where an answer is missing, or LEFT_OUT
OPERANDS = 9

NONE = -1  # no such column
LEFT_OUT = -1  # value of a part that has no say in this pair

SAME, DIFFERENT, STEPS, SHARE, READY, APART, AMONG, TEACHES = range(8)  # rules
EQUAL, LADDER, COMMON, OWN, LOAD, LISTED, SKILLS = range(7)  # parts
OF_NUMBER, OF_MENTEE, OF_MENTOR, OF_EITHER = range(4)  # the whole of a COMMON part

# Skill parts: places of the vocabulary's near skills, the mentees' entries, the mentors' postings, ...
NEAR_FIRST, NEAR_SKILL, NEAR_VALUE = 0, 1, 2
ROW_FIRST, ROW_SKILL, ROW_LEVEL, ROW_WEIGHT = 3, 4, 5, 6
POST_FIRST, POST_PERSON, POST_LEVEL, POST_WEIGHT = 7, 8, 9, 10
ASKER = 11  # MENTEE_ASKS or MENTOR_ASKS
WHOLE = 12  # sum of the importance of each asker's wishes
TABLE, LOWEST, ENTRIES = 13, 14, 15  # level fits: place, first difference, how many
SKILL_OPERANDS = 16
MENTEE_ASKS, MENTOR_ASKS = 0, 1
