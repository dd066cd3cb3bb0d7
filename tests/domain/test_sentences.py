"""Sentences as council officers write them: what both rules point out in them, and what not."""

from __future__ import annotations

import re

import pytest

from eia_app.domain.questionnaire.small_numbers import can_be_worked_out, notices
from eia_app.domain.text.personal_data import finds

OURS = ("equality@example.org", "01252 622122")
QUIET = """
    The consultation ran from 01/04/2026 to 30/06/2026 and 2,026 people replied.
    3 of the 5 wards have no library, and five of the seven centres have step-free access.
    The desk is open 4 hours a day, from 0900 to 1300 hours.
    Provision for under 5s stays as it is, and children under 5 travel free.
    Families with three children would pay £6 more a month; couples with 2 children lose most.
    A household of three people saves £41 a year.
    Year 6 pupils get free swimming, and Key Stage 2 pupils half price.
    Zone 3 residents pay £75 for a permit; ward 2 residents reply most; phase 1 tenants move first.
    Band 4 employees keep their allowance.
    Table 5 residents by age shows this.
    One household in 5 has no car; 1 household in 4 rents; 3 people in 10 are not online.
    Two people in five told us so, and two of three respondents agreed.
    We run three children’s centres and two women's refuges.
    There are 2 household waste sites, four family homes and two 1 person flats.
    3 residents’ associations, 2 residents associations and two tenants' groups were asked.
    4 customer service points close, and bus route 7 customers lose an hourly service.
    At least 2 members of staff are on duty, and a minimum of two people must witness it.
    Two parent families are less affected than one parent families.
    A family ticket is for 2 adults and 2 children; each taxi takes up to 4 people.
    Residents may bring up to 2 children for each adult.
    Of 40 replies in total, 12 came from people less than 10 minutes away.
    Altogether 30 of the 45 shops are fewer than 5 miles away.
    7.5 people a hectare; 3,004 residents; 4% of tenants; a maximum of six people.
    Call the council on 0300 123 4567 or 0800 123 456, or text 60777.
    Ring us on 01252 622122, +44 1252 622122 or (01252) 622 122.
    Write to planningpolicy@example.gov.uk or localplan2040@example.gov.uk.
    housingoptions@example.gov.uk, counciltax@example.gov.uk and revenues@example.gov.uk
    communities@example.gov.uk, leisure@example.gov.uk, waste@example.gov.uk, edi@example.gov.uk
    haveyoursay@example.gov.uk and community.safety@example.gov.uk took the replies.
    chief.executive@example.gov.uk, monitoringofficer@example.gov.uk, eia@example.gov.uk
    carersteam@example.gov.uk, youth.service@example.gov.uk, chair@example.org.uk
    RG27 8AE and GU51 2AB have the fewest buses; 12 Mill Lane and 3 Church Road are empty.
    The budget falls from £1,250,000 to £985,000 (21.2%); council tax band D is £2,012.44.
    Planning application 26/01234/FUL, UPRN 100062449120, charity 1122334, order PO 123456.
    The grant AB 12/34/56, the file CX 123 456 and the case HO 123456 are closed.
    ISBN 978-0-11-670123-4; account 01 2024 2025; vehicle AB12 CDE.
    Census 2021 table TS038, E07000089, 21 March 2021.
    Every two years we ask all tenants; stage 2 complaints fell from 31 to 18.
    At the 3 February meeting residents objected.
    We wrote to 4,120 households on 3 March and held eight drop-in sessions in 4 libraries.
"""
TOLD = {
    "Call Pat on 07700 900123.": "07700 900123",
    "Call Pat on 07700\u00a0900\u2011123.": "07700\u00a0900\u2011123",
    "Pat’s mobile: 0044 7700 900123": "0044 7700 900123",
    "Phone 07700.900.123 after six.": "07700.900.123",
    "Mrs Smith (tel.07700900123) complained.": "07700900123",
    "Our tenant, tel 01632 960001, is deaf.": "01632 960001",
    "Ask pat.smith@example.gov.uk about it.": "pat.smith@example.gov.uk",
    "psmith@example.gov.uk said so.": "psmith@example.gov.uk",
    "NI number AB 123456 C": "AB 123456 C",
    "NINO ab123456c": "ab123456c",
    "It is AB-12-34-56-C.": "AB-12-34-56-C",
    "AB 12 34 56C was on the form.": "AB 12 34 56C",
    "Two wheelchair users attend the club.": "Two wheelchair users",
    "3 Syrian families live in the block.": "3 Syrian families",
    "Damp was found in 3 households.": "3 households",
    "We spoke to 4 Traveller families.": "4 Traveller families",
    "Two lone parents would lose it.": "Two lone parents",
    "4 staff are affected.": "4 staff",
    "We know of one trans employee.": "one trans employee",
    "3 of our tenants are blind.": "3 of our tenants",
    "4 of the 60 residents asked us.": "4 of the 60 residents",
    "Of the 63 staff, 3 are disabled.": "3 are disabled",
    "Three care leavers live there.": "Three care leavers",
}


def pointed_out(text: str) -> list[str]:
    small = [re.findall("“(.+?)” could", each) for each in notices(text, 5)]
    return [find.text for find in finds(text, OURS)] + [said for each in small for said in each]


@pytest.mark.parametrize("sentence", QUIET.strip().splitlines())
def test_nothing_is_pointed_out_that_gives_nobody_away(sentence: str) -> None:
    assert pointed_out(sentence) == []
    assert not can_be_worked_out(sentence)


@pytest.mark.parametrize("sentence", TOLD)
def test_what_may_give_somebody_away_is_pointed_out(sentence: str) -> None:
    assert pointed_out(sentence) == [TOLD[sentence]]
