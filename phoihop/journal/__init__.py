"""What happened: one append-only, hash-chained entry for every verb, the notices that follow from it, the outbox.

It offers `actions.record`, `actions.queue_mail`, `queries.history_of`, `queries.verify` and `registry.tells`. It never
decides anything, never forgets, and knows posts only by their number and by the label they had on the day.
"""
