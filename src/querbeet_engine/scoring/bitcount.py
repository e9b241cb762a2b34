"""Two small functions on 64-bit words for the kernels, with the same answers compiled or not."""

from numba import njit
from numba.core import types
from numba.extending import intrinsic, overload


def popcount(word):
    """How many bits of an unsigned 64-bit word are set."""
    return int(word).bit_count()


@intrinsic
def _hardware_popcount(typing, word):
    def generate(context, builder, signature, arguments):
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@overload(popcount, inline="always")
def _popcount(word):
    return lambda word: _hardware_popcount(word)  # type: ignore[call-arg]


@njit(cache=True)
def mixed(low, high):
    """A well-spread unsigned 32-bit number from two (a step of PCG's output function on each half; no secret is kept by
    it)."""
    state = (low * 747796405 + high * 2891336453 + 2147001325) & 0xFFFFFFFF
    state = (((state >> ((state >> 28) + 4)) ^ state) * 277803737) & 0xFFFFFFFF
    return (state >> 22) ^ state
