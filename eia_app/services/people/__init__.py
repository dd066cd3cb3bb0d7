"""People, roles, passwords, sessions and what is logged of them.

Changes to people are `person_event`, chained with `event` through one head; each says behind which
event of an assessment it stands, so that one walk proves both and exports stay as they are.
"""
