from __future__ import annotations
from uuid import uuid4
def test_a(as_lead, make_assessment, at, anonymous):
    as_lead.get("/")
    as_lead.get("/assessments/")
    o = make_assessment()
    p = as_lead.get(at(o))
    print(p.title, p.links)
    as_lead.get(at(o, "sections/proposal/basics"))
    as_lead.send({"title": "Other", "summary": "Something else entirely"})
    print(as_lead.last.location)
    as_lead.follow()
    anonymous.get("/")
