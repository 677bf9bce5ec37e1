"""What can go wrong in the warehouse.

Errors::

    WarehouseError
    ├── Locked        another process held it for longer than we wait
    ├── NewerSchema   the file was written by a newer Regionwatch
    ├── Damaged       the file, or bytes in it, are not what was written
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


class NotFound(WarehouseError):
    pass
