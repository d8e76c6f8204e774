"""Official paper: stored files, dated layouts, number series, issued papers, the gate for text and uploads.

It never writes the content of a paper; the rooms do.
"""
