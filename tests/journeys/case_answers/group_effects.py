"""Answer the effect on each group from a case; keep apart what is none of our groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eia_app.domain.questionnaire.answers import Value
from eia_app.domain.questionnaire.model import Group
from tests.journeys.case_answers.answer_sheet import AnswerSheet, join_words
from tests.journeys.case_answers.case_text import Case, Item, key_in_words, matches, remaining_texts

SYNONYMS = {  # other words for a group
    "disabled": "disability",
    "disabled_people": "disability",
    "older_people": "age",
    "young_people": "age",
    "children": "age",
    "trans": "gender_reassignment",
    "transgender": "gender_reassignment",
    "gender_identity": "gender_reassignment",
    "marriage": "marriage_civil_partnership",
    "marriage_and_civil_partnership": "marriage_civil_partnership",
    "pregnancy": "pregnancy_maternity",
    "maternity": "pregnancy_maternity",
    "pregnancy_and_maternity": "pregnancy_maternity",
    "ethnicity": "race",
    "race_ethnicity": "race",
    "race_and_ethnicity": "race",
    "religion": "religion_belief",
    "religion_or_belief": "religion_belief",
    "religion_and_belief": "religion_belief",
    "gender": "sex",
    "poverty": "low_income",
    "socio_economic": "low_income",
    "socioeconomic": "low_income",
    "deprivation": "low_income",
    "unpaid_carers": "carers",
    "veterans": "armed_forces",
    "armed_forces_community": "armed_forces",
    "care_leavers": "care_experienced",
    "care_experience": "care_experienced",
    "looked_after_children": "care_experienced",
    "rurality": "rural",
    "rural_isolation": "rural",
    "digital": "digital_exclusion",
    "homeless_people": "homelessness",
}
GOOD = "positive|benefi|better|advantage|improve|mixed|both|varied"
BAD = "negative|adverse|harm|worse|detriment|disadvantage|differential|mixed|both|varied"
UNKNOWN = "unknown|unclear|uncertain|not known|not assessed|not sure|tbc"
DIRECTION = {(True, True): "both", (True, False): "better", (False, True): "worse"}
LEVELS = ("low", "medium", "high")
KNOWN = ("impact", "severity", "explanation", "evidence")


@dataclass(frozen=True)
class Effect:
    """What a case says of one group, or of a heading that it uses like a group."""

    key: str
    item: Item

    @property
    def impact(self) -> str:
        return self.item.get("impact", "")

    @property
    def is_unknown(self) -> bool:
        return matches(self.impact, UNKNOWN) or not (self.is_good or self.is_bad or self.is_neutral)

    @property
    def is_neutral(self) -> bool:
        words = self.impact.strip()
        if matches(words, UNKNOWN):
            return False
        if re.match("no |not ", words, re.IGNORECASE):
            return True
        return matches(words, "nil|none|neutral") and not matches(words, f"{GOOD}|{BAD}")

    @property
    def is_good(self) -> bool:
        return matches(self.impact, GOOD) and not self.is_neutral

    @property
    def is_bad(self) -> bool:
        return matches(self.impact, BAD) and not self.is_neutral

    @property
    def values(self) -> list[str]:
        """Return the options of the effect to tick."""
        if self.is_neutral:
            return ["neutral"]
        ticked = {"positive": self.is_good, "negative": self.is_bad, "not_known": self.is_unknown}
        return [value for value, is_ticked in ticked.items() if is_ticked]

    @property
    def direction(self) -> str:
        return "not_sure" if self.is_unknown else DIRECTION[self.is_good, self.is_bad]

    @property
    def level(self) -> str:
        """Return the severity: low, medium or high; medium if the file does not say."""
        words = self.item.get("severity", "")
        if matches(words, "high|major|severe|serious|significant|substantial"):
            return "high"
        return (
            "low" if matches(words, "low|minor|small|slight|limited|none|negligible") else "medium"
        )

    @property
    def recorded(self) -> str:
        """Return a sentence with the impact and severity in the file’s own words."""
        severity = self.item.get("severity", "")
        graded = f", severity {severity}" if severity else ""
        return f"Recorded as {self.impact or 'nothing'}{graded}."

    def words(self) -> list[str]:
        """Return all other texts of the file about this effect."""
        evidence = self.item.get("evidence", "")
        return list(
            filter(
                None,
                (
                    self.item.get("explanation", ""),
                    f"Evidence: {evidence}" if evidence else "",
                    *remaining_texts(self.item, KNOWN),
                ),
            )
        )


def effects_of(case: Case, groups: Iterable[Group]) -> tuple[dict[str, Effect], list[Effect]]:
    """Return the effects by group id, and a list of those that are none of our groups."""
    ids, effects, others = {group.id for group in groups}, {}, []
    for key, item in case.characteristics().items():
        plain = re.sub(r"[^a-z0-9]+", "_", key.lower()).strip("_")
        group = plain if plain in ids else SYNONYMS.get(plain, plain)
        effect = Effect(key, item)
        if group in ids and group not in effects:
            effects[group] = effect
        else:
            others.append(effect)
    return effects, others


def fill_groups(sheet: AnswerSheet, case: Case, effects: Mapping[str, Effect]) -> None:
    """Answer the page of each group. The effect on a group without a mention is not known."""
    for group in sheet.groups:
        effect = effects.get(group.id)
        if effect is None:
            for question, value in nothing_known(group.people).items():
                sheet.put(question, value, group.id)
        else:
            _fill_group(sheet, case, group, effect)


def nothing_known(people: str) -> dict[str, Value]:
    """Return the answers for a group that the file does not mention."""
    return {
        "effect": ["not_known"],
        "explanation": f"The published form says nothing about {people}.",
        "mitigation": _find_out(people),
        "aims_touched": ["no_aim"],
    }


def _find_out(people: str) -> str:
    return (
        f"Ask the service what it knows about {people}, hear from them, and write down at the next"
        " review what we find."
    )


def _fill_group(sheet: AnswerSheet, case: Case, group: Group, effect: Effect) -> None:
    words = effect.item.get("explanation", "")
    evidence = effect.item.get("evidence", "")
    nothing = f"The published form gives no reason for its answer about {group.people}."
    sheet.put("effect", list(effect.values), group.id)
    sheet.say("explanation", words or nothing, *remaining_texts(effect.item, KNOWN), group=group.id)
    none = f"No evidence about {group.people} is quoted."
    sheet.say("know", evidence or none, effect.recorded, group=group.id)
    cited = cited_by(sheet, evidence)
    if cited:
        sheet.put("know_rows", cited, group.id)
    if effect.is_bad:
        sheet.put("severity", effect.level, group.id)
        sheet.put("likelihood", "medium", group.id)
        sheet.say("told", _engagement_result(case, group), group=group.id)
    if effect.is_bad or effect.is_unknown:
        plan = "See the action plan." if case.items("actions", "action") and effect.is_bad else ""
        sheet.say("mitigation", plan or _find_out(group.people), group=group.id)
    touches = (effect.is_good or effect.is_bad) and "aims_touched" not in group.only
    sheet.put("aims_touched", ["advance"] if touches else ["no_aim"], group.id)


def _engagement_result(case: Case, group: Group) -> str:
    people = [item["who"] for item in case.items("engagement", "who") if item.get("who")]
    if not people:
        return f"The published form records nothing that {group.people} said."
    return f"See what came of the engagement with: {join_words(people)}."


def cited_by(sheet: AnswerSheet, evidence: str) -> list[str]:
    """Return the ids of evidence rows that share at least two long words with this text."""
    words = _long_words(evidence)
    return [
        row.id
        for row in sheet.filled.rows.get("evidence", ())
        if len(words & _long_words(" ".join(map(str, row.values.values())))) >= 2
    ]


def _long_words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{5,}", text.lower()))


def worst_severity(effects: Iterable[Effect]) -> str:
    """Return the highest severity among bad effects, or "" if there are none."""
    levels = [effect.level for effect in effects if effect.is_bad]
    return max(levels, key=LEVELS.index, default="")


def effect_in_words(effect: Effect) -> str:
    """Return an effect as one paragraph."""
    return " ".join([f"{key_in_words(effect.key)}: {effect.recorded}", *effect.words()])
