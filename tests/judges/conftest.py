"""The judges' own tests use the fixtures that everybody uses."""

from tests.judges.fixtures import chromium, nu, postgres

__all__ = ["chromium", "nu", "postgres"]
