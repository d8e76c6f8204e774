"""Write what happened, and write letters: to the log with `record`, to the outbox with `queue_mail`."""

from phoihop.journal.actions.log import Actor, Happening, mark_read, outdate, record, record_many
from phoihop.journal.actions.mail import Letter, Posted, ServerAway, queue_mail, queue_mails, send_waiting, try_again

__all__ = [
    "Actor",
    "Happening",
    "Letter",
    "Posted",
    "ServerAway",
    "mark_read",
    "outdate",
    "queue_mail",
    "queue_mails",
    "record",
    "record_many",
    "send_waiting",
    "try_again",
]
