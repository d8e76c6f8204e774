"""Official paper: stored files, dated layouts, number series, issued papers, the gate for text and uploads.

Offers: `paper` (what a paper says), `word`, `html`, `pdf` (its forms), `read` (back from a file), `check` (faults of
layout), `layouts.on` (the guidance of a day), `gate` (what may be kept), `actions.keep_upload`, `actions.issue`,
`access.shows_files` (who may open a file). It never writes the content of a paper; the rooms do.
"""
