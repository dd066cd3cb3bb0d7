"""Reviewers, comments, opinions and replies of the rounds of a review.

Reviewers read the snapshot of their round, so that a comment always fits its text. The record of a
round is hashed when it is closed, with people by id, and the hash is in the event that closed it:
replies, names and job titles come and change later, and stand beside it.

After a round only the named sections can be changed, and whatever that makes necessary: what lacks
an answer or must be put right before a submit. So nobody is ever stuck (a test over generated
questionnaires proves it), and the comparison shows all that changed.
"""
