"""The tables and the folder of forms: what outlives the process."""
