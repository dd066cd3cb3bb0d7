"""The queue is read in the order of its decisions"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAME = "ix_assessment_state_decision_date_reference"


def upgrade() -> None:
    op.create_index(NAME, "assessment", ["state", "decision_date", "reference"])


def downgrade() -> None:
    op.drop_index(NAME, "assessment")
