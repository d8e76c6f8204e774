"""Worker and its visible chores, health, the demonstration province.

It cannot read content on its own account.
"""
