"""Doors of the room: stored files, and letters."""
