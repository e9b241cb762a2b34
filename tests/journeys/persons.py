"""Somebody at a browser of their own, in a language of theirs, who finds everything by the words they read."""

import re

from django.conf import settings
from django.utils import translation
from playwright.sync_api import BrowserContext, Locator, Page, expect

from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as communities


class Person:
    """A member who is signed in. Words are given as the code has them, in English, and read in `language`."""

    def __init__(self, member: Member, context: BrowserContext, site: str, language: str) -> None:
        self.member, self.site, self.language = member, site, language
        context.set_default_timeout(15_000)
        session = communities.signed_in_client(member).cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, "l": language}
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
        self.page: Page = context.new_page()

    @property
    def name(self) -> str:
        return self.member.display_name

    def words(self, text: str, **names: object) -> str:
        """These words in the language that the person reads."""
        with translation.override(self.language):
            return translation.gettext(text) % names if names else translation.gettext(text)

    def go(self, path: str) -> Page:
        """Open a page."""
        answer = self.page.goto(f"{self.site}{path}")
        assert answer is not None
        assert answer.ok, (path, answer.status)
        return self.page

    def button(self, text: str, **names: object) -> Locator:
        return self.page.get_by_role("button", name=self.words(text, **names), exact=True)

    def press(self, text: str, **names: object) -> None:
        """Press the first button with these words."""
        self.button(text, **names).first.click()

    def follow(self, text: str, **names: object) -> None:
        """Follow the first link with these words."""
        self.page.get_by_role("link", name=self.words(text, **names)).first.click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(self.words(label)).first.fill(text)

    def choose(self, text: str, **names: object) -> None:
        """Tick the first box, or choose the first option, with these words."""
        self.page.get_by_label(self.words(text, **names)).first.check()

    def reads(self, text: str, **names: object) -> None:
        """The words are on the page."""
        expect(self.page.get_by_text(self.words(text, **names)).first).to_be_visible()

    def reads_heading(self, text: str) -> None:
        """A heading with these words is on the page."""
        expect(self.page.get_by_role("heading", name=self.words(text)).first).to_be_visible()

    def does_not_read(self, text: str, **names: object) -> None:
        """The words are not on the page, when it has come."""
        expect(self.page.locator("main")).to_be_visible()
        expect(self.page.get_by_text(self.words(text, **names))).to_have_count(0)

    def is_at(self, end: str) -> None:
        """The address ends so."""
        expect(self.page).to_have_url(re.compile(end))
