"""Assessments that wait for review, in the order in which their papers must be published.

Papers go out five clear working days before a meeting, so the order is that of the decision dates.
Counting a long queue takes longer than reading a page of it, so each process keeps what the filters
count until the event log grows: the first look after a change counts again.
"""
