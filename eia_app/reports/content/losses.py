"""The losses of a group, in the author’s own sentences."""

from __future__ import annotations

import re

from eia_app.reports.content.group_facts import GroupFacts
from eia_app.reports.text.rich_text import one_line
from eia_app.reports.text.sentences import closed, count, opening, sentences

# Words of a sentence that states a loss, or a gain. Only for editions that do not ask for the loss
# by itself: there one answer holds the good and the bad, and often begins with neither.
LOSS = re.compile(
    r"\b(?:negative|worse|los(?:e|es|ing|s|t)|cannot|can’t|can't|unable|no longer|harder|further"
    r"|less|fewer|stop|stay away|cuts?|closes?|closed|closure|charged?|pay(?:s|ing)? (?:more|the)"
    r"|costs? more|risk|barriers?|exclude[sd]?|shorter|would have to|must bring|reduc\w*|poorer"
    r"|difficult|confus\w*|isolat\w*|without)\b",
    re.IGNORECASE,
)
GAIN = re.compile(
    r"\b(?:positive side|gain|better|easier|safer|benefits?|improves?|help|protects?)\b",
    re.IGNORECASE,
)
STRONG = re.compile(
    r"\b(?:negative side|worse off|los(?:e|es|ing)|cannot|no longer)\b", re.IGNORECASE
)


def loss_of(group: GroupFacts, most: int) -> str:
    """Return what the group would lose: as it was answered, or whole sentences of about `most`
    words of its explanation. Nothing where some gain and no sentence clearly states a loss.
    """
    if group.loss:
        return one_line(group.loss)
    parts = sentences(group.explanation)
    strong = [number for number, sentence in enumerate(parts) if STRONG.search(sentence)]
    bad = [number for number, sentence in enumerate(parts) if _states_loss(sentence)]
    if group.is_better and not strong:
        return ""
    if not bad or (len(parts) <= 2 and not group.is_better):
        return opening(group.explanation, most) or (closed(parts[0]) if parts else "")
    begin = (strong or bad)[0] if group.is_better else bad[0]
    words = closed(parts[begin])
    for number in range(begin + 1, len(parts)):
        longer = f"{words} {closed(parts[number])}"
        if number not in bad or count(longer) > most:
            break
        words = longer
    return words


def _states_loss(sentence: str) -> bool:
    return bool(STRONG.search(sentence) or (LOSS.search(sentence) and not GAIN.search(sentence)))
