"""The names of browsers and systems, in words that their owners know."""

from __future__ import annotations

# The first that is named counts: most browsers also name those that they are like.
NAMES = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "Chrome/": "Chrome",
    "CriOS": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "a Mac",
    "Linux": "Linux",
}


def in_words(user_agent: str) -> str:
    """Return such as “Firefox on Windows”; never the words of the header itself."""
    name = _first(NAMES, user_agent) or "Another browser"
    system = _first(SYSTEMS, user_agent)
    return f"{name} on {system}" if system else name


def _first(known: dict[str, str], text: str) -> str:
    return next((words for mark, words in known.items() if mark in text), "")
