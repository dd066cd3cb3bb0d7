"""The coach: pure rules that point out weaknesses of an assessment while somebody writes it.

Precision comes before reach: a rule reports nothing unless it is sure. Requirements of the edition
are left to `journey.missing`, and not reported twice.
"""
