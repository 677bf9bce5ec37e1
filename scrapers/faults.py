"""What requests, urllib3 and the sockets raise, by our names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException, IncompleteRead, RemoteDisconnected

import requests
import urllib3

from scrapers.errors import FetchError, Odd, Refused, Transient
from scrapers.unpack import Bomb, Cut

# urllib3 wraps the first in a ProtocolError; the others are its own, some of which are http.client's too.
BROKEN_OFF = (IncompleteRead, urllib3.exceptions.IncompleteRead, urllib3.exceptions.InvalidChunkLength)


@contextmanager
def named_faults(out_of_time: Callable[[], bool]) -> Iterator[None]:
    """Raise what happens inside as a FetchError. `out_of_time` says whether the answer's whole time is over: then a
    silence was no pause between two pieces but an answer that was too slow."""
    try:
        yield
    except FetchError:
        raise
    except Bomb as fault:
        raise Refused("bomb", str(fault)) from None
    except Cut as fault:
        raise Transient("truncated", f"the answer broke off: {fault}") from None
    except requests.exceptions.InvalidURL as fault:
        raise Refused("bad_address", str(fault)) from None
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as fault:
        raise Odd("tls", f"TLS: {fault}") from None
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError) as fault:
        if out_of_time():
            raise Transient("slow", f"the answer was not done in its time: {fault}") from None
        raise Transient("timeout", f"no answer in time: {fault}") from None
    except (requests.exceptions.ConnectionError, urllib3.exceptions.HTTPError, OSError) as fault:
        # requests' adapter wraps what urllib3 raises; the address rules raise inside of urllib3 and come through it.
        if (ours := _within(fault)) is not None:
            raise ours from None
        if any(isinstance(inner, BROKEN_OFF) for inner in _chain(fault)):
            raise Transient("truncated", f"the answer broke off: {fault}") from None
        if _garbled(fault):
            raise Odd("bad_answer", f"not an HTTP answer: {fault}") from None
        raise Transient("connection", f"no connection: {fault}") from None
    except (requests.exceptions.RequestException, ValueError) as fault:
        raise Odd("bad_answer", f"not an HTTP answer: {fault}") from None


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


def _within(fault: BaseException) -> FetchError | None:
    return next((inner for inner in _chain(fault) if isinstance(inner, FetchError)), None)


def _garbled(fault: BaseException) -> bool:
    """Did something come that is no HTTP, rather than nothing or too little?"""
    return any(
        isinstance(inner, urllib3.exceptions.InvalidHeader)
        or (isinstance(inner, HTTPException) and not isinstance(inner, RemoteDisconnected | IncompleteRead))
        for inner in _chain(fault)
    )
