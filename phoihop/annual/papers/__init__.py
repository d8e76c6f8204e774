"""The annual report as official paper: content, ledger, and the check of a file against its ledger."""

from phoihop.annual.papers.content import Head, content, head_of
from phoihop.annual.papers.file import draft, rebuild, written
from phoihop.annual.papers.verify import Finding, verify

__all__ = ["Finding", "Head", "content", "draft", "head_of", "rebuild", "verify", "written"]
