"""A network of its own for each worker, as on machines of their own: namespaces, joined with this machine by a bridge.

Made where the machine allows it (root, with leave to change networks); elsewhere all of it is on loopback, and says so.

    10.N.0.1       this machine: Postgres and the Prefect server
    10.N.0.11 …    the workers, each in its own namespace, where no other address of this machine can be reached
    10.N.1.1 …     the hosts of the site, on this machine
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

FIRST_WORKER = 11


@dataclass
class Network:
    """`here` is this machine's address for the workers, `base` the first two numbers of the site's hosts."""

    here: str = "127.0.0.1"
    base: str = "127.0"
    bridge: str = ""  # "" on loopback
    stack: ExitStack = field(default_factory=ExitStack)
    made: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return f"namespaces on {self.bridge}, {self.here}" if self.bridge else "loopback"

    def inside(self, worker: str) -> list[str]:
        """What a worker's command begins with; its network is made when it is first asked for."""
        if not self.bridge:
            return []
        name = f"{self.bridge}-{worker}"
        if name not in self.made:
            self._make(name)
        return ["ip", "netns", "exec", name]

    def _make(self, name: str) -> None:
        number = len(self.made) + 1
        outer, inner = f"{self.bridge}h{number}", f"{self.bridge}w{number}"
        _ip("netns", "add", name)
        self.made.append(name)
        self.stack.callback(_ip, "netns", "delete", name)
        _ip("link", "add", outer, "type", "veth", "peer", "name", inner)
        self.stack.callback(_ip, "link", "delete", outer)
        _ip("link", "set", outer, "master", self.bridge, "up")
        _ip("link", "set", inner, "netns", name)
        _ip("-n", name, "link", "set", "lo", "up")
        _ip("-n", name, "address", "add", f"{self.base}.0.{FIRST_WORKER + number - 1}/24", "dev", inner)
        _ip("-n", name, "link", "set", inner, "up")
        _ip("-n", name, "route", "add", "default", "via", self.here)


@contextmanager
def network() -> Iterator[Network]:
    """Namespaces, if this machine allows them and lets them reach it; else loopback."""
    with ExitStack() as stack:
        yield _namespaces(stack) or Network()


def _namespaces(stack: ExitStack) -> Network | None:
    number = 64 + os.getpid() % 128  # two proofs at once do not meet
    bridge, base = f"rw{number}", f"10.{number}"
    made = ExitStack()
    try:
        if os.geteuid() != 0:
            return None
        _ip("link", "add", bridge, "type", "bridge")
        made.callback(_ip, "link", "delete", bridge)
        _ip("address", "add", f"{base}.0.1/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        for part in (1, 2):  # any of these addresses is this machine
            _ip("route", "add", "local", f"{base}.{part}.0/24", "dev", "lo")
            made.callback(_ip, "route", "delete", "local", f"{base}.{part}.0/24", "dev", "lo")
        found = Network(here=f"{base}.0.1", base=base, bridge=bridge, stack=made)
        if not _reaches(found):
            made.close()
            return None
    except (OSError, RuntimeError):
        made.close()
        return None
    stack.push(made)
    return found


def _reaches(found: Network) -> bool:
    """Can a worker's network reach this machine at both kinds of address, and not at loopback?"""
    inside = found.inside("probe")
    with ExitStack() as open_:
        ports = []
        for address in (found.here, f"{found.base}.1.1", "127.0.0.1"):
            ports.append((address, open_.enter_context(socket.create_server((address, 0))).getsockname()[1]))
        reached = [_connects(inside, address, port) for address, port in ports]
    return reached == [True, True, False]


def _connects(inside: list[str], address: str, port: int) -> bool:
    command = [*inside, "bash", "-c", f"exec 3<>/dev/tcp/{address}/{port}"]
    return subprocess.run(command, capture_output=True, timeout=10, check=False).returncode == 0


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, timeout=10, check=False)
    if done.returncode:
        raise RuntimeError(f"ip {' '.join(words)}: {done.stderr.strip()}")
