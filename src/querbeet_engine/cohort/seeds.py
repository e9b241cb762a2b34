"""Random numbers from a seed that are the same on every machine and with every number of threads."""

import numpy as np
from numpy.typing import NDArray


def lottery(seed: int, count: int) -> NDArray[np.uint64]:
    """One number for each row, by splitmix64 (Steele, Lea, Flood 2014) of seed and row."""
    golden = 0x9E3779B97F4A7C15
    with np.errstate(over="ignore"):
        x = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(golden)
        x += np.uint64((seed * 0xD1342543DE82EF95) % 2**64)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))


def order(seed: int, count: int) -> NDArray[np.int64]:
    """A permutation of the rows."""
    return np.argsort(lottery(seed, count), kind="stable")
