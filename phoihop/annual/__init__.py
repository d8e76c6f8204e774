"""The annual report of a regulation: outline, narrative, quoted figures, lint, issue, verify.

Offers: `actions` (open_edition, draw_text, write_block, waive_number, issue_edition …), `figures` (live and frozen
quotes, and why they differ), `papers` (draft, rebuild, verify), `queries`. It never lets a number be typed that could
be derived, never stores a total but in an issued paper, and never changes what an issued paper quoted.
"""
