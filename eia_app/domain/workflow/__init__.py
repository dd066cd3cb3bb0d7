"""States, transitions, permissions, and the timeline.

The timeline is worked back from the decision over working days and never stored. It knows only what
the service knows: nobody says that papers were published, so that day has “passed” once it is over.
A council changes the days it allows, and every open assessment follows at once.
"""
