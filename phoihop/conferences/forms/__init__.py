"""The shape of what is typed before, during and after a conference."""

__all__ = []
