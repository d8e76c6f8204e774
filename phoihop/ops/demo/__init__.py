"""The demonstration: the year 2021 of Sơn La, played through the same verbs that people use.

Units are real. Officials exist by post only. What the seed article does not say is invented and marked so; its
totals hold.
"""
