"""Settings: everything an operator can set, a file for each subject."""

from agent.settings.settings import Settings, read_settings

__all__ = ["Settings", "read_settings"]
