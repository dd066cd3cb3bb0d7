"""Text is folded for searching"""

import sqlalchemy as sa
from alembic import op

from eia_app.domain.folding import folded

revision = "0018"
down_revision = "0012"
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


def upgrade() -> None:
    with op.batch_alter_table("assessment") as table:
        table.add_column(sa.Column("searched", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("list_row") as table:
        table.add_column(sa.Column("searched", sa.JSON(none_as_null=True), nullable=True))
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
        with op.batch_alter_table(name) as table:
            table.drop_column("searched")
