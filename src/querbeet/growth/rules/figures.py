"""A figure that names nobody: one partition fixed beforehand, a threshold, and coarse steps."""

ON_EACH_SIDE = 10  # people: of those who do, and of those who do not
STEP = 10  # per cent


def share(part: int, whole: int) -> int | None:
    """`part` of `whole` in per cent, to the nearest ten; None where it is too few to say."""
    if min(part, whole - part) < ON_EACH_SIDE:
        return None
    return round(100 * part / whole / STEP) * STEP
