"""Doors of conferences: load what this post may see, check, call, render."""
