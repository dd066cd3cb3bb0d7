"""Text is folded for searching"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NAMES = ("title", "reference", "service", "decision_body")
ASSESSMENT = sa.table(
    "assessment", sa.column("id", sa.Uuid()), sa.column("searched", sa.Text()),
    *(sa.column(name, sa.Text()) for name in NAMES),
)  # fmt: skip
ROW = sa.table(
    "list_row", sa.column("id", sa.Uuid()),
    sa.column("values", sa.JSON()), sa.column("searched", sa.JSON(none_as_null=True)),
)  # fmt: skip
AT_A_TIME = 500
QUOTES = dict.fromkeys(map(ord, "'’‘‛ʼʹ′`´\"“”„″«»"))  # “Carers’”, “Carers'” and “Carers” are alike
LETTERS = {  # those that Unicode does not take apart into a letter and its mark
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
OTHER = re.compile(r"[^\x00-\x7f]")
NOT_SEEN = {"Mn", "Me", "Cf"}  # marks on letters, and what shows nothing
MINUS = "\u2212"


def upgrade() -> None:
    op.add_column("assessment", sa.Column("searched", sa.Text(), server_default="", nullable=False))
    op.add_column("list_row", sa.Column("searched", sa.JSON(none_as_null=True), nullable=True))
    names = [ASSESSMENT.c[name] for name in NAMES]
    fill(ASSESSMENT, names, lambda *said: "\n".join(map(folded, said)))
    fill(ROW, [ROW.c["values"]], of_row)


def fill(table, columns, fold) -> None:
    """Write the folded text of each row, some rows at a time."""
    connection = op.get_bind()
    query = sa.select(table.c.id, *columns).order_by(table.c.id).limit(AT_A_TIME)
    found = connection.execute(query).all()
    this = sa.update(table).where(table.c.id == sa.bindparam("this"))
    this = this.values(searched=sa.bindparam("new"))
    while found:
        connection.execute(this, [{"this": id_, "new": fold(*said)} for id_, *said in found])
        found = connection.execute(query.where(table.c.id > found[-1].id)).all()


def of_row(values):
    return {key: folded(said) for key, said in (values or {}).items() if isinstance(said, str)}


def downgrade() -> None:
    for name in ("list_row", "assessment"):
        op.drop_column(name, "searched")


def folded(text: str) -> str:
    """Return small letters without accents, no quotation marks or apostrophes, a space for each
    hyphen, and single spaces.
    """
    apart = unicodedata.normalize("NFKD", text.translate(QUOTES)).casefold()
    return " ".join(OTHER.sub(_plain, apart).replace("-", " ").split())


def _plain(found: re.Match[str]) -> str:
    character = found[0]
    if character in LETTERS:
        return LETTERS[character]
    category = unicodedata.category(character)
    if category in NOT_SEEN:
        return ""
    return " " if category == "Pd" or character == MINUS else character
