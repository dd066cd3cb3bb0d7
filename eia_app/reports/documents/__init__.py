"""The documents that are made of a snapshot.

The full report explains abbreviations before its first part: those that the questionnaire’s own
title, the law or an author’s brackets explain, and no others, as answers are printed in another
order than they were typed. The list is the same in every format.
"""
