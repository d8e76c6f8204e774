"""Regulations and their articles, duties, occurrences, reporting periods, working days.

It never judges the content of a report.
"""
