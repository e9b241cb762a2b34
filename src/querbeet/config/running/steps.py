"""Long steps, shown while they run."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[None]:
    """Print what is being done, then how long it took."""
    started = time.monotonic()
    print(f"  {what} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print(" stopped.", flush=True)
        raise
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def say(text: str) -> None:
    print(text, file=sys.stdout, flush=True)
