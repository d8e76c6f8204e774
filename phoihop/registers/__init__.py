"""Dated records of a unit with evidence: security-standard results, models, matters, key areas, joint operations.

It holds no private person and no content of an operation.
"""
