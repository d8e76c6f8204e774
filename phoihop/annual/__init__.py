"""The annual report of a regulation: outline, narrative, quoted figures, lint, issue, verify.

It never lets a number be typed that could be derived.
"""
