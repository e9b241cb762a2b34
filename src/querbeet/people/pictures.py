"""The square picture that an app scans."""

from urllib.parse import quote, urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4  # modules of white around the picture, as the standard asks


def app_address(*, secret: str, account: str, site: str) -> str:
    """What an app reads: `otpauth://totp/…`, as the key URI format writes it."""
    return f"otpauth://totp/{quote(f'{site}:{account}')}?{urlencode({'secret': secret, 'issuer': site})}"


def qr(text: str, *, label: str) -> SafeString:
    """An inline SVG, dark on light in every theme, without styles; `label` is its text alternative."""
    import qrcode  # type: ignore[import-untyped]  # brings an image library along, which a start does without

    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    squares = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<rect width="100%" height="100%" fill="#fff"/><path fill="#000" d="{}"/></svg>',
        label,
        len(matrix),
        len(matrix),
        mark_safe(squares),  # noqa: S308  digits and letters of our own
    )
