"""Doors of the annual report."""
