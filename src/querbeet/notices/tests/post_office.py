"""A real mail server on the loopback: what arrives here went over SMTP, envelope, headers and all."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """Takes mail in, or refuses it while `refuses` is set to an answer."""

    def __init__(self) -> None:
        self.refuses = ""
        self.arrived: list[tuple[str, list[str], EmailMessage]] = []
        self.raw: list[str] = []
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuses:
            return self.refuses
        content = envelope.content or b""
        self.raw.append(content.decode())
        message = message_from_bytes(content, policy=policy.default)
        self.arrived.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 OK"

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._controller.stop()
