"""Measurements: each line a ratio to something named and run beside it."""
