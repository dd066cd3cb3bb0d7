"""A page with nothing wrong with it, for tests that put one thing wrong and look for the judge."""

SERVICE = "Equality assessments"

GOOD = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who is affected? – Equality assessments</title>
</head>
<body>
<a href="#main" class="skip">Skip to main content</a>
<header><p>Equality assessments</p></header>
<!-- a comment with 'straight' quotes -->
<main id="main">
<h1>Who is affected?</h1>
<p>Say who it is – and don’t guess. <span data-typed>The tenants' "say" - so far</span></p>
<form action="/who" method="post" novalidate>
<input type="hidden" name="csrf_token" value="x">
<label for="name">Name of the group</label>
<input id="name" name="name" type="text" aria-describedby="name-hint">
<div id="name-hint">As they call themselves</div>
<fieldset>
<legend>How are they affected?</legend>
<input type="radio" id="better" name="effect" value="better"><label for="better">Better</label>
<input type="radio" id="worse" name="effect" value="worse"><label for="worse">Worse</label>
</fieldset>
<label><input type="checkbox" name="sure" value="yes"> I am sure</label>
<button type="submit">Save and continue</button>
</form>
<h2>So far</h2>
<table>
<caption>Groups so far</caption>
<thead><tr><th scope="col">Group</th><th scope="col">Effect</th></tr></thead>
<tbody><tr><th scope="row">Carers</th><td>Worse</td></tr></tbody>
</table>
<ul><li><a href="/start">Back to the start</a></li></ul>
</main>
</body>
</html>
"""

SUMMARY = """<div class="govuk-error-summary" role="alert">
<h2>There is a problem</h2><ul><li><a href="#name">Enter a name</a></li></ul></div>"""


def with_change(old: str, new: str) -> str:
    """Return the good page with one thing in it replaced; raises ValueError if it is not there."""
    if GOOD.count(old) != 1:
        raise ValueError(
            f"The good page must have {old!r} once, and has it {GOOD.count(old)} times."
        )
    return GOOD.replace(old, new)


def with_more(html: str) -> str:
    """Return the good page with something added at the end of its main."""
    return with_change("</main>", f"{html}</main>")


def with_error() -> str:
    """Return the page as it comes back when the name was left out, done well."""
    page = with_change("<title>", "<title>Error: ").replace("<h1>", f"{SUMMARY}<h1>")
    page = page.replace('"name-hint">\n<div', '"name-hint name-error">\n<div')
    message = '<p id="name-error" class="govuk-error-message">Enter a name</p>'
    return page.replace("As they call themselves</div>", f"As they call themselves</div>{message}")
