"""The guide and the worked example: reading them, and checking them.

The worked example is answers beside the edition, made into a journey and a snapshot by the rules
of an assessment, without the database. The checker refuses what the coach would notice, as a bad
example would be copied by everybody. Its PDF carries no record: nobody can import it as a draft.
"""
