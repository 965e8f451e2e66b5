# A program a protocol, on the runs that tests/training/job.h describes.
PROTOCOL_JOB = tests/training/job.c tests/training/job.h
