"""The inspector's rules about forms: labels, groups, errors, and where a form goes."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.judges.page_tree import Page, shown, text_of

BUTTONS = frozenset({"submit", "button", "reset", "image"})


def labels(page: Page, _service_name: str) -> Iterator[str]:
    """Whatever can be filled in has a name."""
    labelled = {e.get("for", "") for e in page.every("label") if text_of(e)}
    for control in _controls(page):
        around = page.inside(control, "label")
        named = _has_aria_name(control) and page.name_of(control)
        if not (
            named or control.get("id", "?") in labelled or (around is not None and text_of(around))
        ):
            yield f"{shown(control)} has no label: add a <label> with words, for its id."


def groups(page: Page, _service_name: str) -> Iterator[str]:
    """Radios, and checkboxes that belong together, stand under their question."""
    told = set()
    choices = [e for e in _controls(page) if e.get("type") in {"radio", "checkbox"}]
    names = [(page.inside(e, "form"), e.get("name")) for e in choices]
    for choice, name in zip(choices, names, strict=True):
        alone = choice.get("type") == "checkbox" and names.count(name) == 1
        if alone or name in told:
            continue
        fieldset = page.inside(choice, "fieldset")
        legend = None if fieldset is None else fieldset.find("legend")
        if legend is None or not text_of(legend):
            told.add(name)
            yield f"{shown(choice)} is one of a group: put them in a <fieldset> with a <legend>."


def errors(page: Page, _service_name: str) -> Iterator[str]:
    """Each error is tied to its field, in the summary and beside the field.

    Where a list is too short, the summary may lead to the button that adds to it.
    """
    adders = [link for link in page.every("a") if link.get("role") == "button"]
    controls = {*_controls(page), *adders}
    for summary in page.of_class("govuk-error-summary"):
        for link in summary.iter("a"):
            if page.ids.get(link.get("href", "")[1:]) not in controls:
                yield f"{shown(link)} in the error summary must lead to the field with the error."
    described = {name for e in page.every() for name in e.get("aria-describedby", "").split()}
    for message in page.of_class("govuk-error-message"):
        if message.get("id") not in described:
            yield (
                f"The error “{text_of(message)}” belongs to no field: "
                "name its id in the aria-describedby of the field or fieldset."
            )


def where_forms_go(page: Page, _service_name: str) -> Iterator[str]:
    """Each form says where it goes and how; it posts the token, and never gets with it."""
    for form in page.every("form"):
        method = form.get("method", "").lower()
        if not form.get("action"):
            yield f"{shown(form)} does not say where it goes: give it an action."
        if method not in {"get", "post"}:
            yield f'{shown(form)} does not say how it goes: write method="post" or method="get".'
        token = any(
            e.get("name") == "csrf_token" and e.get("type") == "hidden" and e.get("value")
            for e in _fields_of(page, form)
        )
        if method == "post" and not token:
            yield f"{shown(form)} has no csrf_token: add the hidden field."
        if method == "get" and token:
            yield f"{shown(form)} would show its csrf_token in the address: leave it out."


def _controls(page: Page) -> list[Element]:
    """Return what a person can fill in, in order."""
    return [
        e
        for e in page.every("input", "textarea", "select")
        if e.tag != "input" or e.get("type") not in {"hidden", *BUTTONS}
    ]


def _has_aria_name(control: Element) -> bool:
    return "aria-label" in control.attrib or "aria-labelledby" in control.attrib


def _fields_of(page: Page, form: Element) -> Iterator[Element]:
    """Yield the inputs that are sent with this form, also those that stand outside it."""
    for field in page.every("input"):
        owner = field.get("form")
        belongs = page.ids.get(owner) if owner else page.inside(field, "form")
        if belongs is form:
            yield field
