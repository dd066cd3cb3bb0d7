"""The judges: real validators, a real browser and a real PostgreSQL, for use in tests only."""
