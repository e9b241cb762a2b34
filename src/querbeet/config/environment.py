"""Settings from the environment: one place that knows their names, loud when a value is wrong."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[3]


class WrongSetting(SystemExit):
    """A setting that cannot be used; the message says which, why, and how to mend it."""

    def __init__(self, name: str, problem: str, mend: str) -> None:
        super().__init__(f"{name}: {problem} {mend}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if value in ("", "0", "1", "true", "false", "yes", "no", "on", "off"):
        return value in ("1", "true", "yes", "on") if value else default
    raise WrongSetting(name, f"{value!r} is neither yes nor no.", "Write 1 or 0.")


def number(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    value = text(name, str(default))
    if not value.lstrip("-").isdigit() or not least <= int(value) <= most:
        raise WrongSetting(
            name, f"{value!r} is not a whole number from {least} to {most}.", f"Leave it out for {default}."
        )
    return int(value)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def data_folder() -> Path:
    """The folder of database, files and keys; made on first use, readable for its owner alone."""
    folder = Path(text("QUERBEET_DATA", str(ROOT / "var"))).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret(name: str) -> str:
    """A secret from the environment, else from the keys folder, where the first start writes it."""
    variable = name.upper().replace("-", "_")
    if value := text(variable):
        return value
    path = keys_folder() / name
    if not path.exists():
        write_secret(path)
    return path.read_text().strip()


def keys_folder() -> Path:
    folder = data_folder() / "keys"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def write_secret(path: Path) -> None:
    """Write a new secret unless there is one; whoever reads at the same time sees a whole one or none."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


class NumberedKeys:
    """Keys `vault-1`, `vault-2`, ... in the keys folder or in VAULT_1, VAULT_2, ...: the newest wraps, all unwrap.

    A key that another process added is found when it is first needed.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._read: dict[int, str] = {}

    def numbers(self) -> list[int]:
        """All keys that are there, oldest first."""
        pattern = re.compile(rf"{self.name}-(\d+)")
        names = [path.name for path in keys_folder().iterdir()]
        names += [variable.lower().replace("_", "-") for variable in os.environ]
        return sorted({int(found[1]) for name in names if (found := pattern.fullmatch(name))})

    def newest(self) -> int:
        """The key to wrap with; the first one is made when there is none."""
        return max(self.numbers(), default=0) or self.add()

    def read(self, number: int) -> str:
        """A key, or an empty text where it is missing."""
        if number not in self._read and number in self.numbers():
            self._read[number] = secret(f"{self.name}-{number}")
        return self._read.get(number, "")

    def add(self) -> int:
        """Make the next key; from now on it is the newest."""
        number = max(self.numbers(), default=0) + 1
        write_secret(keys_folder() / f"{self.name}-{number}")
        return number

    def forget(self) -> None:
        """Read the keys folder anew, as a process does when it starts."""
        self._read.clear()


@dataclass(frozen=True)
class DatabaseUrl:
    """A PostgreSQL address, in the parts that Django and psycopg want."""

    host: str
    port: str
    user: str
    password: str
    name: str
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, url: str, variable: str = "DATABASE_URL") -> "DatabaseUrl":
        parts = urlsplit(url)
        name = unquote(parts.path.lstrip("/"))
        if parts.scheme not in ("postgres", "postgresql") or not name:
            raise WrongSetting(
                variable,
                "is not the address of a PostgreSQL database.",
                "Write postgresql://user:password@host:5432/name.",
            )
        options = dict(parse_qsl(parts.query))
        host = options.pop("host", unquote(parts.hostname or ""))
        return cls(
            host,
            str(parts.port or options.pop("port", 5432)),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            name,
            tuple(options.items()),
        )

    def django(self, *, pool: dict[str, int] | None = None) -> dict[str, object]:
        options: dict[str, object] = dict(self.options)
        if pool:
            options["pool"] = pool
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": self.port,
            "USER": self.user,
            "PASSWORD": self.password,
            "NAME": self.name,
            "OPTIONS": options,
            "CONN_HEALTH_CHECKS": bool(pool),
        }

    def psycopg(self) -> dict[str, Any]:
        """Keyword arguments of `psycopg.connect`."""
        parts = {
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": self.password,
            "dbname": self.name,
            **dict(self.options),
        }
        return {name: value for name, value in parts.items() if value}

    def url(self) -> str:
        secret_part = f":{quote(self.password, safe='')}" if self.password else ""
        query = urlencode({"host": self.host, "port": self.port, **dict(self.options)})
        return f"postgresql://{quote(self.user, safe='')}{secret_part}@/{quote(self.name, safe='')}?{query}"
