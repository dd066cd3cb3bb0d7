"""States, transitions, permissions, and the timeline.

The timeline is worked back from the decision over working days and never stored. The service does
not know when papers were published, so their day has “passed” once it is over. A council changes
the days it allows, and every open assessment follows at once.
"""
