"""The coach: pure rules that notice, while somebody writes, what makes an assessment fail.

Precision comes before reach: a rule says nothing where it is not sure. What the edition requires
anyway is left to `journey.missing`, and not said twice.
"""
