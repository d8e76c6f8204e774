"""Addresses, settings and entry points; knows every room, and no room knows it."""
