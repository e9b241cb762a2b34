import math

import pytest
from django.utils import translation

from querbeet.people import devices, rules, wordlists


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("kurz", "That is a little short"),
        ("          spaces    ", "That is a little short"),
        ("aaaaaaaaaaaaaaaa", "That would be guessed quickly"),
        ("abababababababab", "That would be guessed quickly"),
        ("4820193847561", "That would be guessed quickly"),
        ("Moos Quitte 482", "Please do not use your sign-in name"),
        ("qwertyuiop", "Many people use that one"),
        ("x" * 201, "That is very long"),
    ],
)
def test_a_weak_passphrase_is_refused_with_its_reason(weak, why):
    with pytest.raises(rules.WeakPassphrase) as refusal:
        rules.check_passphrase(weak, sign_in_name="moos-quitte-482")
    with translation.override("en"):
        assert str(refusal.value).startswith(why)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_suggested_passphrase_is_never_refused(language):
    for _ in range(50):
        rules.check_passphrase(wordlists.passphrase(language), sign_in_name="moos-quitte-482")


@pytest.mark.parametrize("typed", ["moos-quitte-482", " Moos Quitte 482 ", "MOOS_QUITTE_482", "moos - quitte - 482"])
def test_a_sign_in_name_is_read_however_it_was_typed(typed):
    assert rules.plain_name(typed) == "moos-quitte-482"


@pytest.mark.parametrize("language", ["de", "en"])
def test_names_and_passphrases_are_too_many_to_guess(language):
    words = len(wordlists.words(language))
    assert len(set(wordlists.words(language))) == words
    assert 2 * math.log2(words) + math.log2(900) > 28
    assert 4 * math.log2(words) + math.log2(90) > 44


def test_every_word_can_be_typed_on_every_keyboard():
    assert [w for code in ("de", "en") for w in wordlists.words(code) if not (w.isascii() and w.isalpha())] == []


def test_a_language_without_words_gets_german_ones():
    assert wordlists.words("fr") == wordlists.words("de")


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0", "Firefox, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/128.0 Safari/537.36 Edg/128.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/128.0.6613.84 Safari/537.36", "Chrome, Linux"),
        ("something else", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_coarsely(agent, label):
    assert devices.label(agent) == label
