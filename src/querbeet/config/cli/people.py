"""Commands about communities and members."""

from contextlib import contextmanager
from typing import Annotated

import typer

community = typer.Typer(no_args_is_help=True, help="Communities.")
member = typer.Typer(no_args_is_help=True, help="Members.")


@community.command("create")
def create(
    name: Annotated[str, typer.Argument(help="Name of the community; shown to its members only.")],
    language: Annotated[list[str] | None, typer.Option(help="A language spoken there; repeat it for more.")] = None,
) -> None:
    """Found a community and print the invitation of its first coordinator."""
    with _database():
        from querbeet.communities.actions import founding

        code = founding.found(name=name, languages=language or ["de", "en"]).code
    typer.echo(f"Founded. The first coordinator joins at /join with this code (14 days, once):\n{code}")


@member.command("invite")
def invite(
    community_id: Annotated[str, typer.Argument(help="Id; may be left out where there is only one.")] = "",
    role: Annotated[list[str] | None, typer.Option(help="coordinator or steward; repeat for both.")] = None,
) -> None:
    """Print an invitation code for a community."""
    with _database():
        from querbeet.communities.actions import invitations
        from querbeet.core import viewing

        with viewing.for_purpose("operate"):
            invited = invitations.invite(community=_community(community_id), by=None, roles=role or [])
    typer.echo(f"Single use, valid for {invitations.DAYS} days. Join at /join with this code:\n{invited.code}")


def _community(wanted: str):
    from querbeet.communities.models.community import Community

    known = list(Community.objects.order_by("name"))
    chosen = [one for one in known if str(one.pk) == wanted] if wanted else known
    if len(chosen) == 1:
        return chosen[0]
    listed = "\n".join(f"  {one.pk}  {one.name}" for one in known) or "  none yet: querbeet community create NAME"
    raise SystemExit(f"Say which community by its id:\n{listed}")


@contextmanager
def _database():
    from querbeet.config.running import server
    from querbeet.core.errors import Refused

    with server.database():
        server.migrate()
        try:
            yield
        except Refused as refusal:
            raise SystemExit(str(refusal)) from None
