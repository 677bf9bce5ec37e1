"""Which reader made an article or an update. Raise it when rules change what pages mean."""

READER = "2026.11-2"
