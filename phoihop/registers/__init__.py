"""Dated records of a unit with evidence: security-standard results, models, joint operations.

It holds no private person and no content of an operation.
"""
