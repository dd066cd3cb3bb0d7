"""Where a document leads: into another network, or no further than the council’s own."""

from __future__ import annotations

import pytest

from eia_app.attachments.office_xml import is_remote


@pytest.mark.parametrize(
    ("target", "remote"),
    [
        ("https://x.example/a.dotm", True),
        ("\\\\198.51.100.7\\a\\b.dotm", True),
        ("file://x.example/a.dotm", True),
        ("file:////x.example/a.dotm", True),
        ("file:///%5C%5Cx.example%5Ca.dotm", True),
        ("\\\\x.example@SSL\\DavWWWRoot\\a", True),
        ("//3325256711/a", True),
        ("ms-msdt:/id PCWDiagnostic", True),
        ("C:\\Users\\me\\Normal.dotm", False),
        ("file:///C:/Users/me/Normal.dotm", False),
        ("file:///Users/me/a.b/Normal.dotm", False),
        ("\\\\hartdc\\templates\\Report.dotx", False),
        ("\\\\files.hart.gov.uk\\templates\\Report.dotx", False),
        ("../media/image1.png", False),
        ("Normal.dotm", False),
    ],
)
def test_what_is_in_another_network_is_told_from_what_is_here(target: str, remote: bool) -> None:
    assert is_remote(target) is remote
