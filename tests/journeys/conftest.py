"""What browser tests share: a page whose errors count, a page without JavaScript, and a device with passkeys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about on `page`: script errors, blocked styles and scripts. Must stay empty."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            heard.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield heard
    assert heard == []


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page as in Tor Browser's safest level: no JavaScript, on a small phone."""
    context = browser.new_context(
        java_script_enabled=False, locale="de-DE", viewport={"width": 320, "height": 640}, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


class Phone:
    """A phone with a fingerprint reader that always recognises its owner."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self._session = context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self._id = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def passkeys(self) -> list[dict]:
        """The passkeys on the phone."""
        return self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"]

    def recognise(self, owner: bool) -> None:
        """Whether the finger on the reader is the owner's."""
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": owner})


@pytest.fixture
def phone(context: BrowserContext, page: Page) -> Phone:
    return Phone(context, page)
