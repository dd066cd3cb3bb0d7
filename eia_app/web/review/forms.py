"""The forms of a review: a comment, a note, an opinion, an invitation."""

from __future__ import annotations

from wtforms import EmailField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import UUID, DataRequired, Length

from eia_app.domain.review.review import CommentKind, Recommendation
from eia_app.domain.text.conversions import sent_or
from eia_app.web.http.unsaved_text import RestorableForm
from eia_app.web.review.labels import KINDS, RECOMMENDATIONS
from eia_app.wizard.fields import Choice, DateField

LONGEST = 10_000
SHORTER = Length(max=LONGEST, message="Use 10,000 characters or fewer")
REAL_DATE = "Enter a real date, such as 7 3 2026"


class CommentForm(RestorableForm):
    """`token` is the id of a new comment: pressing twice adds one."""

    token = HiddenField(validators=[DataRequired(), UUID()])
    seen = HiddenField()
    kind = RadioField(
        "What kind of remark is it?",
        choices=[Choice(kind.value, KINDS[kind].name) for kind in CommentKind],
        validators=[DataRequired("Select what kind of remark it is")],
    )
    text = TextAreaField("Your remark", validators=[DataRequired("Enter your remark"), SHORTER])


class NoteForm(RestorableForm):
    text = TextAreaField("Your own notes", validators=[SHORTER])


class OpinionForm(RestorableForm):
    """An opinion on the whole assessment, or on the section of an invitation."""

    seen = HiddenField()
    recommendation = RadioField(
        "What do you recommend?",
        choices=[
            Choice(recommendation.value, RECOMMENDATIONS[recommendation].name)
            for recommendation in Recommendation
        ],
        validators=[DataRequired("Select what you recommend")],
    )
    reason = TextAreaField("Why?", validators=[SHORTER])


class InvitationForm(RestorableForm):
    email = EmailField(
        "Their work email address",
        validators=[DataRequired("Enter your colleague’s work email address"), Length(max=250)],
    )
    place = SelectField(
        "Which section should they look at?",
        validators=[DataRequired("Select a section")],
    )
    question = TextAreaField(
        "What do you want to know from them?",
        validators=[DataRequired("Enter what you want to know"), SHORTER],
    )
    due = DateField(
        "By when do you need it?",
        validators=[DataRequired(REAL_DATE)],
        render_kw={"bad": REAL_DATE, "exclusive": set()},
    )


def revision_seen(form: CommentForm | OpinionForm) -> int:
    """Return the revision that the page was drawn with; 0, which no row has, for anything else."""
    return sent_or(form.seen.data, 0)
