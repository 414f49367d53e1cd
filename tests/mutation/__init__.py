"""Mutation run: change one place of a module at a time and see whether the project's own small tests notice.

`python -m tests.mutation` (the last step of `make test-long`) prints a table and fails below 80 % in any module. Python is mutated by
poodle; regular expressions, f-strings and SQL, where much of the meaning lives, by the operators of `patterns.py` and `sql.py`.
A mutated module is never written to disk: a child process imports it from memory and runs the tests that belong to the module.
"""
