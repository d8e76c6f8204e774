"""What happened: one append-only, hash-chained entry for every verb, and the notices that follow from it.

It offers `actions.record`, `queries.history_of`, `queries.verify` and `registry.tells`. It never decides anything,
never forgets, and knows posts only by their number and by the label they had on the day.
"""
