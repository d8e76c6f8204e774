"""Indicators and their dated rules, forms, reports, acceptance, roll-ups, sources of every figure.

It stores no total.
"""
