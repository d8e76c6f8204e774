"""The entrance: what waits for me, leader's page, search, calendar, a unit's page.

It owns no facts; it composes those of the rooms below.
"""
