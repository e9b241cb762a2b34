"""Sending one mail to one address. What may stand in it is up to `texts` of the package that sends it."""

from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage


def send(*, subject: str, body: str, address: str, key: str = "") -> None:
    """Hand one letter to the mail server. Raises what the server or the network raises.

    `key` makes the Message-ID: a letter that is sent a second time, because nobody knows whether the first arrived,
    bears the same one, so that mail programs show it once.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    number = f"<{key}@{domain}>" if key else make_msgid(domain=domain)
    headers = {"Message-ID": number, "Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], headers=headers).send()
