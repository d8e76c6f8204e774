"""Phối Hợp: the yearly cycle of a coordination regulation."""
