"""The guide and the worked example on screen.

Prompts about a group stand closed on its page; a button saves the page and opens the whole guide. A
link away from a half-filled page would lose text where there is no script.
"""
