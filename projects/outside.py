"""Addresses outside the house: which the studio may call for somebody, and where they really lead.

A name is only believed after it was resolved, and the address that was looked at is the one that is called: a name that
leads elsewhere a moment later (DNS rebinding) changes nothing.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from projects.errors import Invalid

URL_LENGTH = 500
PORTS = {"https": 443, "http": 80}
# Unicast that is routed in the open; everything else of IPv6 is somebody's own or nobody's.
OPEN_IPV6 = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Place:
    """Where a URL leads. `host` is what it is called there, `addresses` are what was looked at."""

    is_tls: bool
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def called(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS["https" if self.is_tls else "http"] else f"{host}:{self.port}"


def found(url: str) -> Place:
    """Resolve a URL. Raises Invalid where it is none, leads nowhere, or to where the studio must not call."""
    parts = _parts(url)
    host, port = _host(parts), parts.port or PORTS[parts.scheme]
    addresses = _resolved(host, port)
    if not all(may_be_called(one) for one in addresses):
        raise Invalid("webhook.address_private", _("That address lies inside the network, not outside."), field="url")
    if parts.scheme == "http" and any(is_open(one) for one in addresses):
        raise Invalid("webhook.needs_https", _("Outside the network only https is called."), field="url")
    path = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
    return Place(parts.scheme == "https", host, port, path, tuple(str(one) for one in addresses))


def is_open(address: Address) -> bool:
    """Whether anybody on the internet could reach it by this address."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    inner = _inner(address)
    if inner is not None:
        return all(is_open(one) for one in inner)
    return address in OPEN_IPV6 and address.is_global


def may_be_called(address: Address) -> bool:
    """Those inside only where the operator says so; those of the line itself, where clouds keep their keys, never."""
    if is_open(address):
        return True
    inner = _inner(address) if isinstance(address, IPv6Address) else None
    every = [address, *(inner or [])]
    never = any(one.is_link_local or one.is_multicast or one.is_unspecified for one in every)
    return bool(settings.WEBHOOKS_PRIVATE) and not never


def _inner(address: IPv6Address) -> list[Address] | None:
    """The addresses of the older kind that one of the newer kind wraps, for it is they that are called."""
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address.sixtofour is not None:
        return [address.sixtofour]
    if address.teredo is not None:
        return list(address.teredo)
    return [IPv4Address(int(address) & 0xFFFFFFFF)] if address in NAT64 else None


def _parts(url: str) -> SplitResult:
    if len(url) > URL_LENGTH:
        raise _wrong()
    if any(letter.isspace() or not letter.isprintable() for letter in url) or "\\" in url:
        raise _wrong()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong() from None
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        raise _wrong()
    if parts.username is not None or parts.password is not None:
        words = _("Leave name and password out of the address. The signature says who is calling.")
        raise Invalid("webhook.url_has_password", words, field="url")
    return parts


def _wrong() -> Invalid:
    words = _("Write the whole address, such as https://example.org/studio.")
    return Invalid("webhook.url_wrong", words, field="url")


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise _wrong() from None


def _resolved(host: str, port: int) -> list[Address]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        # A scope (`fe80::1%eth0`) is no part of the address.
        return list(dict.fromkeys(ip_address(str(row[4][0]).partition("%")[0]) for row in rows))
    except (OSError, UnicodeError, ValueError):
        words = _("No address is known for “{host}”.").format(host=host)
        raise Invalid("webhook.host_unknown", words, field="url") from None
