"""Small faults put into the code, one at a time, to see that some test fails of each.

`python -m tests.mutants --help` says how it is run; `changes` what a fault is, `rooms` which tests
are run for which file, `alike.txt` which faults change nothing that can be seen, and why.
"""
