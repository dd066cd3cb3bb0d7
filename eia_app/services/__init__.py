"""Use cases: the only code that changes anything. Services flush; the request commits."""
