"""The one error of the engine for input it cannot accept."""


class Refusal(ValueError):
    """Input that cannot be used, with the place where it is wrong.

    `field` names the array or argument, `row` (and `column`) the first wrong position, counted from 0; each is
    None where it does not apply. The message says all of it in one sentence.
    """

    def __init__(
        self,
        reason: str,
        *,
        field: str | None = None,
        row: int | None = None,
        column: int | None = None,
    ):
        place = "" if field is None else field
        if row is not None:
            place += f"[{row}]" if column is None else f"[{row}, {column}]"
        super().__init__(f"{place}: {reason}" if place else reason)
        self.reason, self.field, self.row, self.column = reason, field, row, column
