"""What can go wrong in the warehouse.

Errors::

    WarehouseError
    ├── Locked        another process held it for longer than we wait
    ├── NewerSchema   the file was written by a newer Regionwatch
    ├── Damaged       the file, or bytes in it, are not what was written
    ├── Unwritable    the folder or the file cannot be written
    ├── UnderWay      another run is handing this very report over, or has
    ├── Overtaken     another writer was first, or the lake's catalog went away meanwhile; nothing was written
    ├── NotEmpty      a warehouse can only be moved whole, into an empty one of the other kind
    ├── Unreachable   the lake's catalog does not answer
    └── NotFound      no such update
"""

from __future__ import annotations


class WarehouseError(Exception):
    pass


class Locked(WarehouseError):
    pass


class NewerSchema(WarehouseError):
    pass


class Damaged(WarehouseError):
    pass


class Unwritable(WarehouseError):
    pass


class UnderWay(WarehouseError):
    pass


class Overtaken(WarehouseError):
    pass


class NotEmpty(WarehouseError):
    pass


class Unreachable(WarehouseError):
    pass


class NotFound(WarehouseError):
    pass
