"""Who can sign in: user, password, second factor, lock-out, sessions.

It knows nothing of posts and bodies.
"""
