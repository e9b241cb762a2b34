"""A box opens with its passphrase and with nothing else, and its page loads nothing from anywhere."""

import re

import pytest

from querbeet.rights import boxes, words

TOLD = {"version": 1, "chapters": [{"title": "Garten", "parts": []}]}
SALT = b"s" * boxes.SALT


def box(passphrase: str = "Möhren, Kohl und Salat") -> bytes:
    return boxes.lock(TOLD, key=boxes.derive(passphrase, SALT), salt=SALT, words=words.page(), language="en")


def test_it_opens_with_its_passphrase():
    assert boxes.open_box(box(), "Möhren, Kohl und Salat") == TOLD


def test_a_passphrase_typed_with_other_code_points_is_the_same():
    assert boxes.open_box(box(), "Mo\u0308hren, Kohl und Salat") == TOLD


def test_another_passphrase_does_not_open_it():
    with pytest.raises(boxes.WrongPassphrase):
        boxes.open_box(box(), "möhren, Kohl und Salat")


def test_something_else_is_no_box():
    with pytest.raises(boxes.WrongPassphrase):
        boxes.open_box(b"<html></html>", "x")


def test_the_page_allows_itself_nothing_but_its_own_script_and_style():
    page = box().decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in page.replace("http-equiv", "")


def test_what_is_in_it_is_not_in_the_file():
    assert b"Garten" not in box()


def test_two_boxes_of_the_same_never_look_the_same():
    key = boxes.derive("x" * 12, SALT)
    one, other = (boxes.lock(TOLD, key=key, salt=SALT, words=words.page(), language="en") for _ in range(2))
    assert one != other
