"""Every address of the program and who may open it. A route that does not stand here fails the suite.

The right is a capability of `orgs.roles`, or one of the words below. `see` is for GET, `do` for POST; None means
that the address does not take the method at all. A route with a number in it answers 404 to a post that may not see the
thing; that is tested where the thing is.
"""

from dataclasses import dataclass

OPEN = "anyone"
"""Nobody has to be signed in."""
SIGNED_IN = "any account"
"""Any account, even one without a post."""
DEMONSTRATION = "the demonstration"
"""Anyone, but only where the database is a demonstration; elsewhere 404."""
ANY_POST = "any post"
"""Any account that holds a post today."""


@dataclass(frozen=True)
class Right:
    see: str | None = None
    do: str | None = None
    asks: bool = False
    """The address names its thing in the query and answers 404 without one."""


LIBRARY = {
    "account_login": Right(OPEN, OPEN),
    "account_logout": Right(SIGNED_IN, SIGNED_IN),
    "account_inactive": Right(OPEN),
    "account_change_password": Right(SIGNED_IN, SIGNED_IN),
    "account_reauthenticate": Right(SIGNED_IN, SIGNED_IN),
    "mfa_authenticate": Right(OPEN, OPEN),
    "mfa_reauthenticate": Right(SIGNED_IN, SIGNED_IN),
    "mfa_index": Right(SIGNED_IN),
    "mfa_activate_totp": Right(SIGNED_IN, SIGNED_IN),
    "mfa_deactivate_totp": Right(SIGNED_IN, SIGNED_IN),
    "mfa_view_recovery_codes": Right(SIGNED_IN, SIGNED_IN),
    "mfa_generate_recovery_codes": Right(SIGNED_IN, SIGNED_IN),
}
"""Pages of the sign-in library (django-allauth), which guards them itself."""

OURS = {
    "live": Right(SIGNED_IN),
    "accounts:home": Right(SIGNED_IN),
    "accounts:language": Right(do=OPEN),
    "annual:block": Right(do="annual.write"),
    "annual:compare": Right("annual.read"),
    "annual:direction": Right("annual.read", "annual.read"),
    "annual:directions": Right("annual.read", "annual.read"),
    "annual:download": Right("annual.read"),
    "annual:edition": Right("annual.read"),
    "annual:editions": Right("annual.read"),
    "annual:issue": Right("annual.issue", "annual.issue"),
    "annual:open": Right(do="annual.write"),
    "annual:paper_date": Right(do="annual.write"),
    "annual:rebuilt": Right("annual.read"),
    "annual:section": Right(do="annual.write"),
    "annual:waiver": Right(do="annual.write"),
    "base:style": Right(DEMONSTRATION),
    "documents:download": Right(ANY_POST),
    "duties:add_article": Right("regulation.write", "regulation.write"),
    "duties:add_duty": Right("regulation.write", "regulation.write"),
    "duties:add_periods": Right(do="regulation.write"),
    "duties:add_regulation": Right("regulation.write", "regulation.write"),
    "duties:periods": Right("regulation.read"),
    "duties:regulation": Right("regulation.read"),
    "duties:regulations": Right("regulation.read"),
    "duties:reword_article": Right("regulation.write", "regulation.write"),
    "duties:set_due": Right("regulation.write", "regulation.write"),
    "duties:waive_clause": Right("regulation.write", "regulation.write"),
    "tasks:loop": Right("regulation.read"),
    "tasks:campaign": Right("task.read"),
    "tasks:campaign_file": Right("task.read"),
    "tasks:campaign_report": Right("task.read"),
    "tasks:campaign_slots": Right("campaign.write", "campaign.write"),
    "tasks:campaign_unit": Right("task.read"),
    "tasks:campaigns": Right("task.read"),
    "tasks:close_campaign": Right("campaign.write", "campaign.write"),
    "tasks:plan_campaign": Right("campaign.write", "campaign.write"),
    "tasks:report_situation": Right("task.write", "task.write"),
    "tasks:situation": Right("task.read", "task.read"),
    "tasks:start_campaign": Right(do="campaign.write"),
    "tasks:accept_together": Right(do="task.read"),
    "tasks:export": Right("task.read"),
    "tasks:list": Right("task.read"),
    "tasks:programmes": Right("task.read"),
    "tasks:programme": Right("task.read"),
    "tasks:add_programme": Right("task.assign", "task.assign"),
    "tasks:directives": Right("task.read"),
    "tasks:directive": Right("task.read"),
    "tasks:add_directive": Right("task.assign", "task.assign"),
    "tasks:assign": Right("task.assign", "task.assign"),
    "tasks:load": Right("task.assign", "task.assign"),
    "tasks:load_template": Right("task.assign"),
    "tasks:bulk": Right(do="task.accept"),
    "tasks:plan": Right("regulation.write", "regulation.write"),
    "tasks:terms": Right("regulation.write", "regulation.write"),
    "tasks:board": Right("task.read"),
    "tasks:board_switch": Right(do="board.open"),
    "tasks:matrix": Right("task.read"),
    "tasks:score": Right("task.read"),
    "tasks:reminders": Right("task.read"),
    "tasks:reminded_units": Right("task.accept"),
    "tasks:silent": Right("task.read"),
    "tasks:silent_file": Right("task.read"),
    "tasks:remind_now": Right(do="task.accept"),
    "tasks:share": Right("task.read", "task.read"),
    "tasks:task": Right("task.read", "task.read"),
    "conferences:conference": Right("conference.read"),
    "conferences:list": Right("conference.read"),
    "desk:calendar": Right(ANY_POST),
    "desk:calendar_file": Right(ANY_POST),
    "desk:drop_feed": Right(do=ANY_POST),
    "desk:feed": Right(OPEN),
    "desk:renew_feed": Right(do=ANY_POST),
    "desk:home": Right(SIGNED_IN),
    "desk:leader": Right("leader.read"),
    "desk:read_news": Right(do=ANY_POST),
    "desk:search": Right(ANY_POST),
    "desk:unit": Right("units.read"),
    "journal:log": Right("journal.read"),
    "ops:demo_sign_in": Right(DEMONSTRATION, DEMONSTRATION),
    "ops:health": Right(OPEN),
    "orgs:away": Right(ANY_POST, ANY_POST),
    "orgs:contact": Right(do=ANY_POST),
    "orgs:end_delegation": Right(do=ANY_POST),
    "orgs:load": Right("units.load", "units.load"),
    "orgs:posts": Right("units.read"),
    "orgs:switch_post": Right(SIGNED_IN, SIGNED_IN),
    "orgs:units": Right("units.read"),
    "orgs:units_file": Right("units.read"),
    "registers:area": Right("register.read", "register.read"),
    "registers:areas": Right("register.read"),
    "registers:areas_put_in": Right("area.decide", "area.decide"),
    "registers:areas_take_out": Right(do="area.decide"),
    "registers:home": Right("register.read"),
    "registers:matter": Right("register.read", "register.read"),
    "registers:matters": Right("register.read", "register.read"),
    "registers:matters_export": Right("register.read"),
    "registers:model": Right("register.read", "register.read"),
    "registers:models": Right("register.read", "register.read"),
    "registers:operations": Right("register.read", "register.read"),
    "registers:standard": Right("register.read", "register.read"),
    "registers:standards": Right("register.read", "register.read"),
    "registers:standards_export": Right("register.read"),
    "reporting:indicators": Right("figure.read"),
    "reporting:over_time": Right("figure.read", asks=True),
    "reporting:rollup": Right("figure.read"),
    "reporting:sources": Right("figure.read"),
    "reporting:accept": Right(do="report.accept"),
    "reporting:accept_together": Right(do="report.accept"),
    "reporting:attach": Right(do="report.write"),
    "reporting:detach": Right(do="report.write"),
    "reporting:let_through": Right(do="report.lock"),
    "reporting:load": Right("report.write", "report.write"),
    "reporting:lock": Right(do="report.lock"),
    "reporting:locks": Right("report.lock"),
    "reporting:queue": Right("report.accept"),
    "reporting:reopen": Right(do="report.read"),
    "reporting:report": Right("report.read"),
    "reporting:reports": Right("report.read"),
    "reporting:save": Right(do="report.write"),
    "reporting:save_cell": Right(do="report.write"),
    "reporting:send_back": Right(do="report.accept"),
    "reporting:template": Right("report.write"),
    "reporting:withdraw": Right(do="report.write"),
}
RIGHTS = {**LIBRARY, **OURS}
