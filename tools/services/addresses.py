"""Addresses: where a result may be fetched from, seen to when the connection is made."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from functools import cache

import httpx

from tools.services.failures import ServiceError

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Networks of IPv6 whose last bits are an address of IPv4: RFC 6052 and RFC 4291.
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")


class Guarded(httpx.AsyncHTTPTransport):
    """Connects to public addresses only, and to those of the provider's own machine.

    A name is resolved once, what came of it checked, and exactly that connected to: a name that
    means another address the next time gains nothing.

    Args:
        engine: Whose result it is.
        base_url: Where the operator put the provider.
    """

    def __init__(self, engine: str, base_url: str) -> None:
        super().__init__(verify=trusted())
        self._engine = engine
        self._base_host = httpx.URL(base_url).host if base_url else ""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Resolve, check, and connect to what was checked.

        Raises:
            ServiceError: It may not be connected to.
        """
        check_address(self._engine, request.url)
        host = request.url.host
        addresses = await _resolved(self._engine, host)
        inside = [each for each in addresses if not _is_public(each)]
        if inside and not await self._is_own(host, inside):
            raise ServiceError(self._engine, "private_address", host)
        # The name stays in the Host header and in what the certificate is checked against.
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=str(addresses[0]))
        return await super().handle_async_request(request)

    async def _is_own(self, host: str, inside: list[_Address]) -> bool:
        if not self._base_host:
            return False
        if host == self._base_host:
            return True
        own = await _resolved(self._engine, self._base_host)
        return all(each in own for each in inside)


def check_address(engine: str, url: httpx.URL) -> None:
    """See whether an address is one of the web.

    Raises:
        ServiceError: It is another one, such as that of a file.
    """
    if url.scheme not in {"http", "https"} or not url.host:
        raise ServiceError(engine, "answer", f"an address of kind '{url.scheme}'")


@cache
def trusted() -> ssl.SSLContext:
    """Whose certificates are believed; loading them takes longer than many a request."""
    return httpx.create_ssl_context()


async def _resolved(engine: str, host: str) -> list[_Address]:
    try:
        return [_plain(ipaddress.ip_address(host))]
    except ValueError:
        pass
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ServiceError(engine, "unreachable", f"{host} is not known") from error
    return [_plain(ipaddress.ip_address(str(each[4][0]).split("%")[0])) for each in found]


def _is_public(address: _Address) -> bool:
    return address.is_global and not address.is_multicast


def _plain(address: _Address) -> _Address:
    """An IPv4 address that is written into an IPv6 one is what it is."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
