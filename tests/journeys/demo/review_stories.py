"""What the reviewers of the demonstration write about each case, in our own words."""

from __future__ import annotations

from tests.journeys.demo.story_steps import (
    CAMERON,
    CASEY,
    CHARLIE,
    CHRIS,
    CODY,
    ERIN,
    PAT,
    change,
    claim_steps,
    comment,
    condition,
    opinion,
    reply,
    review_step,
    step,
)

FIRST_ROUND_OF_HOUSING = [
    *claim_steps(204, CHRIS, CASEY, CAMERON),
    comment(
        202,
        CHRIS,
        "05/offer",
        "effects/disability/explanation",
        "must_address",
        "Somebody who can manage only the ground floor now has fewer homes to choose from, and one"
        " offer instead of two. Say what happens to them when that one offer does not suit.",
    ),
    comment(
        202,
        CHRIS,
        "05/abuse",
        "effects/sex",
        "praise",
        "Clear and right: who flees from abuse in another district need not have lived here.",
    ),
    comment(
        201,
        CASEY,
        "05/register",
        "evidence",
        "must_address",
        "The register is counted by band and by nothing else. How many of these households are"
        " disabled, or of which age? If nobody has counted, say that, and who will.",
    ),
    comment(
        201,
        CASEY,
        "05/online",
        "engagement",
        "suggestion",
        "Six weeks online does not reach everybody on a housing register. Add who answered on paper"
        " or by telephone, if anybody did.",
    ),
    comment(
        200,
        CAMERON,
        "05/adapted",
        "gaps",
        "question",
        "How many adapted homes are let in a year? Without that, nobody can tell how long the wait"
        " becomes.",
    ),
    opinion(
        200,
        CHRIS,
        "changes_needed",
        "The rule that weighs most on disabled applicants is described, but not what it does to"
        " them.",
    ),
    opinion(199, CASEY, "changes_needed", "We cannot see who is on the register."),
    opinion(
        198,
        CAMERON,
        "support_with_conditions",
        "Support, if somebody begins to count adapted homes.",
    ),
    step(
        197,
        ERIN,
        "request_changes",
        "Two things have to be clearer: what a single offer means for disabled applicants, and what"
        " is not known about the people on the register.",
        sections=[["effects", "disability"], ["evidence", ""], ["gaps", ""]],
    ),
]
COUNTED = "The Housing Options Manager counts this by the first yearly review."
ANSWERS_ABOUT_HOUSING = [
    change(
        "effects",
        {
            "explanation": "{before}\n\nTheir list of homes is shorter than before, and with one"
            " offer instead of two more is at risk for them when they refuse a home that does not"
            " suit. Nobody has counted yet how many they are, or how many adapted homes are let."
        },
        group="disability",
    ),
    change("gaps", {"gap_action": COUNTED}, row=0),
    change("gaps", {"gap_action": COUNTED}, row=2),
    reply(
        195,
        "05/offer",
        "changed",
        "We say now that the list is shorter for them, and that refusing the one offer puts more"
        " at risk.",
    ),
    reply(
        195,
        "05/register",
        "not_changed",
        "Nobody has counted the register by characteristic, and we did not want to guess. The gap"
        " stays, and now says who will count.",
    ),
    reply(
        195,
        "05/adapted",
        "changed",
        "Nobody has added it up yet. It is a gap with an owner now.",
    ),
    step(193, PAT, "resubmit"),
]
SECOND_ROUND_OF_HOUSING = [
    opinion(190, CHRIS, "support", "My remark was answered in full."),
    comment(
        189,
        CASEY,
        "05/plan",
        "action_plan",
        "suggestion",
        "A gap is easily forgotten. Put the counting into the action plan, with a date.",
    ),
    opinion(
        189,
        CASEY,
        "support_with_conditions",
        "Support, if the counting of the register becomes an action.",
    ),
    opinion(188, CAMERON, "support_with_conditions", "The same as in the first round."),
    condition(
        187,
        "05/count",
        "Count the adapted homes that are let in a year, and publish the number",
        "The number is in each yearly report on lettings",
    ),
    condition(
        187,
        "05/refused",
        "Read every refusal of a single offer by a disabled applicant before it has consequences",
        "Each refusal was read within ten working days, and the reasons were counted",
    ),
    step(
        186,
        ERIN,
        "complete_review",
        "The changes answer what was asked. What is not known yet becomes two actions.",
        outcome="agreed_with_conditions",
    ),
]
REVIEW_OF_CLUBS = [
    *claim_steps(39, CHARLIE, CASEY, CAMERON),
    comment(
        37,
        CHARLIE,
        "15/places",
        "effects/age",
        "praise",
        "Nearly four times as many places in a week: worth saying first.",
    ),
    comment(
        37,
        CHARLIE,
        "15/mainstream",
        "effects/disability/explanation",
        "must_address",
        "The new clubs begin with the pupils of two special schools. What is there for disabled"
        " children who go to another school?",
    ),
    comment(
        36,
        CASEY,
        "15/days",
        "effects/sex",
        "must_address",
        "There is no club on Monday and Friday any more. Say who looks after the children on those"
        " two days, and what is known of mothers’ and fathers’ working hours.",
    ),
    comment(
        35,
        CAMERON,
        "15/asked",
        "engagement",
        "must_address",
        "Only the two schools were heard. Ask the children and their parents too, in a way that"
        " suits them.",
    ),
    comment(
        35,
        CAMERON,
        "15/summer",
        "gaps",
        "question",
        "What do the families do between July and the day on which the new clubs open?",
    ),
    opinion(35, CHARLIE, "changes_needed", "Say what is offered outside the two schools."),
    opinion(34, CASEY, "changes_needed", "Working parents are missing from it."),
    opinion(
        33, CAMERON, "support_with_conditions", "More places are welcome. Ask those who use them."
    ),
    step(
        31,
        ERIN,
        "request_changes",
        "Two schools are the only voices here. Please ask the children and their parents, and say"
        " what fewer days would mean for parents who work.",
        sections=[["engagement", ""], ["effects", "disability"], ["effects", "sex"]],
    ),
    reply(
        20,
        "15/summer",
        "not_changed",
        "The schools have not told us their opening day yet, so it stays a gap.",
    ),
]
REVIEW_OF_GRANTS = [
    *claim_steps(8, CHARLIE),
    comment(
        6,
        CHARLIE,
        "07/sum",
        "what_changes//what_changes",
        "must_address",
        "The agreement with the third sector is cut by 10 per cent, and by a sum that is nearer to"
        " 16. Correct whichever is wrong, as everything below rests on it.",
    ),
    comment(
        6,
        CHARLIE,
        "07/holders",
        "evidence",
        "must_address",
        "Name the groups that hold a grant today, and whom they serve. Then the effect can be told"
        " before the money goes, not after.",
    ),
    *claim_steps(6, CASEY),
    opinion(
        5,
        CHARLIE,
        "changes_needed",
        "It says that nobody can know who loses. The council knows whom it pays today.",
    ),
    comment(
        4,
        CASEY,
        "07/heard",
        "engagement",
        "question",
        "Have the groups been asked? If not, when will they be?",
    ),
    comment(
        4,
        CASEY,
        "07/leaflets",
        "combined//cumulative",
        "suggestion",
        "The same service also saves on communications. Look at both together: who loses the group"
        " that helps them and the leaflet that says where to go?",
    ),
    review_step(4, CASEY, "look", purpose="yes", evidence="no", engagement="partly"),
    review_step(
        3,
        CASEY,
        "ask",
        email=CODY,
        about=["effects", "low_income", ""],
        question="You know the groups that hold a grant. Which of them would feel a quarter less"
        " first, and whom do they serve?",
        due_in=8,
    ),
]
