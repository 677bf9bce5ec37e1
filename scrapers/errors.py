"""Why a page did not come.

Errors::

    FetchError                 this page did not come; `.kind`, `.status`, `.transient`
    ├── Transient              may go well another time: timeout, slow, connection, dns, truncated, server_error …
    ├── Blocked                the site does not want us: forbidden, robots, unavailable_legally
    ├── Gone                   404 or 410: an honest answer that there is no such page
    ├── Refused                we do not want it: private_address, bad_address, other_host, too_large, bomb, redirects …
    └── Odd                    an answer we have no use for: an unusual status, TLS that does not verify, not HTTP

Only `Transient` is retried. What a page that did come may lack is `scrapers.page.ReadError`. `docs/failures.md` explains
each kind.
"""

from __future__ import annotations


class FetchError(Exception):
    """A page that did not come."""

    transient = False

    def __init__(self, kind: str, message: str, status: int | None = None, wait: float = 0.0) -> None:
        super().__init__(message)
        self.kind, self.status, self.wait = kind, status, wait  # wait: seconds that the host asked for


class Transient(FetchError):
    transient = True


class Blocked(FetchError):
    pass


class Gone(FetchError):
    pass


class Refused(FetchError):
    pass


class Odd(FetchError):
    pass
