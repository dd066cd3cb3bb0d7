"""Moves answers to a newer edition, and into a new assessment of the same proposal.

What is carried over counts only once somebody has saved it, and keeps a submit back until then:
last year’s text, copied and unread, is what auditors complain of. An answer whose question is gone
moves to a table of its own, with the words of its question; it is read beside the assessment and
never printed. There is no way back to the older edition.
"""
