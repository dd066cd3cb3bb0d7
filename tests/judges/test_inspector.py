"""The inspector passes a good page, and finds each fault that is planted in it."""

import pytest

from tests.judges.inspector import RULES, faults
from tests.judges.page_tree import parse
from tests.judges.sample import GOOD, SERVICE, with_change, with_error, with_more

PLANTED = [
    # the page
    (with_change("<h1>Who is affected?</h1>", "<p>Who?</p>"), "There are 0 <h1>"),
    (with_more("<h1>Who is affected?</h1>"), "There are 2 <h1>"),
    (with_change("<title>Who", "<title>How"), "must start with “Who is affected?”"),
    (with_change("<title>", "<title>Error: "), "must start with “Who is affected?”"),
    (
        with_error().replace("<title>Error: ", "<title>"),
        "must start with “Error: Who is affected?”",
    ),
    (with_change(" – Equality assessments<", "<"), "must end with the service name"),
    (with_more("<h4>Too deep</h4>"), "<h4> “Too deep” comes after level 2: use <h3>"),
    (with_change(' lang="en-GB"', ' lang="en"'), 'write <html lang="en-GB">'),
    (with_change("<header>", "<header><div role='main'></div>"), "There are 2 main landmarks"),
    (with_change('<a href="#main" class="skip">Skip to main content</a>', ""), "a skip link"),
    (with_change('<a href="#main"', '<a href="/">Home</a><a href="#main"'), "a skip link"),
    (with_more('<p id="name">Again</p>'), "The id “name” is used 2 times"),
    (with_more('<p id="two words">Again</p>'), "“two words” must be one word"),
    (with_change('describedby="name-hint"', 'describedby="hint"'), "nothing has that id"),
    (with_more('<div aria-labelledby="gone">A</div>'), "aria-labelledby=“gone”"),
    (with_more('<label for="gone">Gone</label>'), "correct its “for”"),
    (with_more('<a href="#gone">Gone</a>'), "nothing has the id “gone”"),
    (with_more('<a href="#">Nowhere</a>'), "goes nowhere"),
    (with_more('<a href="/x"></a>'), "has no text"),
    (with_more('<a href="/x"><img src="/x.png" alt=""></a>'), "has no text"),
    (with_change("Save and continue", " "), "has no text"),
    (with_more('<a href="/x" target="_blank">X</a>'), "opens a new window"),
    (with_more("<a>X</a>"), "has no href"),
    (with_more('<input type="submit">'), "has no value"),
    (with_more('<img src="/x.png">'), "has no alt"),
    (with_more('<svg viewBox="0 0 1 1"></svg>'), "is a drawing"),
    (with_change("<caption>Groups so far</caption>", ""), "has no <caption>"),
    (with_more("<table><caption>A</caption><tr><td>1</td></tr></table>"), "has no <th>"),
    (with_change('<th scope="row">', "<th>"), "“Carers” has no scope"),
    (with_more("<p> <!-- nothing --> </p>"), "<p> is empty"),
    (with_more("<ul></ul>"), "<ul> is empty"),
    (with_more("<h2><span></span></h2>"), "<h2> is empty"),
    (with_more('<p style="color: red">A</p>'), "has a style attribute"),
    (with_more('<button type="button" onclick="go()">A</button>'), "has onclick"),
    (with_more('<a href="javascript:go()">A</a>'), "has a script in its href"),
    (with_more("<script>go()</script>"), "with its code in the page"),
    (with_change("</head>", "<style>p { color: red }</style></head>"), "There is a <style>"),
    # forms
    (with_change('<label for="name">Name of the group</label>', ""), 'id="name" name="name"'),
    (with_change(">Name of the group<", "><"), 'name="name" type="text"> has no label'),
    (with_more('<textarea name="why"></textarea>'), "has no label"),
    (with_more('<select name="y"><option>A</option></select>'), "has no label"),
    (with_change("<legend>How are they affected?</legend>", ""), "with a <legend>"),
    (
        with_more("".join(f'<label><input type="checkbox" name="c"> {n}</label>' for n in "ab")),
        "one of a group",
    ),
    (with_error().replace('href="#name"', 'href="#main"'), "must lead to the field"),
    (with_error().replace('href="#name"', 'href="#gone"'), "must lead to the field"),
    (with_error().replace(" name-error", ""), "“Enter a name” belongs to no field"),
    (with_change(' action="/who"', ""), "give it an action"),
    (with_change(' action="/who"', ' action=""'), "give it an action"),
    (with_change(' method="post"', ""), "does not say how it goes"),
    (with_change('name="csrf_token" value="x"', 'name="csrf_token"'), "has no csrf_token"),
    (with_change('type="hidden" name="csrf_token"', 'type="hidden" name="other"'), "no csrf_token"),
    (with_change(' method="post"', ' method="get"'), "would show its csrf_token"),
    # words
    (with_more("<p>It's ours</p>"), "“It's ours” has a straight quote"),
    (with_more('<p>The "best"</p>'), "has a straight quote"),
    (with_more("<p><b>So</b> it's late</p>"), "has a straight quote"),
    (with_more('<img src="/x.png" alt="It\'s here">'), "has a straight quote"),
    (with_change("<title>Who", "<title>It's – Who"), "has a straight quote"),
    (with_more("<p>Now - or never</p>"), "has a hyphen for a dash"),
    (with_more("<p>Now -- or never</p>"), "has a hyphen for a dash"),
    # HTML
    (with_more("<p>Open <div>inside</div></p>"), "Correct the HTML near"),
    (with_change("<!DOCTYPE html>\n", ""), "Correct the HTML near"),
]


@pytest.mark.parametrize(("html", "sentence"), PLANTED, ids=[said for _page, said in PLANTED])
def test_a_planted_fault_is_found(html: str, sentence: str) -> None:
    assert [f for f in faults(html, service_name=SERVICE) if sentence in f]


@pytest.mark.parametrize(
    "html",
    [
        GOOD,
        with_error(),
        with_change(
            "Who is affected?</h1>", '<span class="govuk-caption-l">EIA</span>Who is affected?</h1>'
        ),
        with_more('<p>Say <code>"it\'s" - so</code></p>'),
        with_more("<label>Why<textarea name='why'>\nIt's \"so\" - I think</textarea></label>"),
        with_more('<select name="y" aria-label="Year"><option>2026</option></select>'),
        with_more(
            '<div aria-labelledby="name-hint"><input name="z" aria-labelledby="name-hint"></div>'
        ),
        with_more('<form action="/find" method="get"><button>Find</button></form>'),
        with_more('<svg viewBox="0 0 1 1" aria-hidden="true" focusable="false"></svg>'),
        with_more('<script type="module" src="/a.js"></script>'),
        with_more('<script type="application/json">{"a": "it\'s"}</script>'),
        with_more('<p><a href="/x"><img src="/x.png" alt="Our council"></a></p>'),
    ],
)
def test_a_good_page_has_no_fault(html: str) -> None:
    assert faults(html, service_name=SERVICE) == []


def test_the_title_may_repeat_what_a_person_typed() -> None:
    page = GOOD.replace("Who is affected?", "Children's centre")
    marked = page.replace("<h1>", "<h1 data-typed>")
    assert len(faults(page, service_name=SERVICE)) == 2
    assert faults(marked, service_name=SERVICE) == []


def test_every_rule_has_a_planted_fault() -> None:
    for rule in RULES:
        assert any(list(rule(parse(page), SERVICE)) for page, _sentence in PLANTED), rule.__name__
