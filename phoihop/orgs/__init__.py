"""Units over time, succession, bodies, posts, holders, roles, who acts for whom.

It never names a level in code and never overwrites history.
"""
