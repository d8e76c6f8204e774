"""What happened: one append-only, hash-chained entry for every verb.

It never decides anything and never forgets.
"""
