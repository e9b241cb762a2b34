import pytest

from querbeet.core import sealing

KEY = "a secret of this installation"


def test_what_was_sealed_for_a_place_opens_there():
    sealed = sealing.seal(b"moos", key=KEY, context="table/column/1")
    assert sealing.unseal(sealed, key=KEY, context="table/column/1") == b"moos"


def test_equal_words_look_different_and_tell_nothing():
    first, second = (sealing.seal(b"moos", key=KEY, context="a") for _ in range(2))
    assert first != second
    assert b"moos" not in first


@pytest.mark.parametrize("place", range(0, 33, 4))
def test_one_changed_bit_is_noticed(place):
    sealed = bytearray(sealing.seal(b"moos", key=KEY, context="a"))
    sealed[place] ^= 1
    with pytest.raises(sealing.Broken):
        sealing.unseal(bytes(sealed), key=KEY, context="a")


def test_a_value_moved_to_another_row_does_not_open():
    sealed = sealing.seal(b"moos", key=KEY, context="row/1")
    with pytest.raises(sealing.Broken):
        sealing.unseal(sealed, key=KEY, context="row/2")


def test_another_key_does_not_open_it():
    with pytest.raises(sealing.Broken):
        sealing.unseal(sealing.seal(b"moos", key=KEY, context="a"), key="another", context="a")


@pytest.mark.parametrize("rest", [b"", b"\x01", b"\x01short", b"\x02" + b"x" * 40])
def test_what_was_never_sealed_is_named_broken(rest):
    with pytest.raises(sealing.Broken):
        sealing.unseal(rest, key=KEY, context="a")


def test_a_fingerprint_keeps_its_parts_apart():
    assert sealing.digest("ab", "c", key=KEY) != sealing.digest("a", "bc", key=KEY)
    assert sealing.digest("ab", "c", key=KEY) == sealing.digest("ab", "c", key=KEY)
    assert sealing.digest("ab", key=KEY) != sealing.digest("ab", key="another")
