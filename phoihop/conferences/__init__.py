"""Conferences over many sites: prepared, held by one numbered log, and followed until every conclusion is proved done.

Offers: `actions` (call, reply, open, ask to speak, vote, conclude …), `queries.state` (the room at this instant or any
other, derived from the log), `papers` (invitation, minutes, notice of conclusion, communiqué). Nothing in the room is
decided on the live stream or by the video, no state is stored beside the log, and who chose what in a secret ballot is
never kept.
"""
