# The command line tests.
