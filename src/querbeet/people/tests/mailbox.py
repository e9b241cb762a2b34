"""A mail server of our own: what arrives here went over SMTP, headers and all."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 ready")
        envelope: list[str] = []
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].split()[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                self.server.mailbox.arrived.append((envelope, self._message()))  # type: ignore[attr-defined]
                envelope = []
            elif verb in ("MAIL", "RCPT"):
                envelope.append(line)
            self._say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def _message(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)  # type: ignore[return-value]

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Mailbox:
    """`arrived` holds the envelope's lines and the message of each mail."""

    def __init__(self) -> None:
        self.arrived: list[tuple[list[str], EmailMessage]] = []
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk)
        self._server.daemon_threads = True
        self._server.mailbox = self  # type: ignore[attr-defined]
        self.host, self.port = self._server.server_address[:2]

    def __enter__(self) -> "Mailbox":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._server.shutdown()
        self._server.server_close()
