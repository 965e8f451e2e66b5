#!/bin/sh
# What is shown on a terminal while the program works: one line, however narrow the terminal is, that is drawn over.
. "$G_TEST_SRCDIR/cli/harness.sh"
need_python
cat >terminal.py <<'PYTHON'
# terminal.py COLUMNS SECONDS ARG...: lockstep with a terminal as its standard error, for SECONDS at most; prints what it was sent,
# a line each time that the cursor goes back.
import fcntl, os, pty, signal, struct, subprocess, sys, termios, threading

columns, seconds = int (sys.argv[1]), float (sys.argv[2])
ours, theirs = pty.openpty ()
fcntl.ioctl (theirs, termios.TIOCSWINSZ, struct.pack ("HHHH", 24, columns, 0, 0))
child = subprocess.Popen ([os.environ["LOCKSTEP"]] + sys.argv[3:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs)
os.close (theirs)
timer = threading.Timer (seconds, lambda: child.send_signal (signal.SIGTERM))
timer.start ()
sent = b""
try:
    while piece := os.read (ours, 4096):
        sent += piece
except OSError:
    pass
child.wait ()
timer.cancel ()
for line in sent.decode ().replace ("\n", "").split ("\r"):
    print (line.replace ("\033[K", ""))
PYTHON

# shown COLUMNS SECONDS ARG...: what lockstep shows on a terminal that wide, in the file out.
shown ()
{
  command="lockstep $* (columns, seconds, arguments)"
  : >err
  python3 terminal.py "$@" >out
  status=$?
}

narrower_than ()
{
  awk -v most="$1" '/runs|%/ && length ($0) >= most { exit 1 }' out
}

sed 's/"stop"/"sweep": { "\/cluster\/workers": [1, 2, 3, 4] }, "stop"/' job.json >grid.json
sed 's/"iterations": 5/"iterations": 100000000/' job.json >endless.json
shown 60 60 sweep grid.json
expect_stdout '^\[#+\] 4 of 4 runs$'
expect "one line of the terminal" narrower_than 60
shown 60 1.7 run endless.json
expect_stdout '^\[#?\.+\] +0 %, simulated [0-9.]+ s, about [0-9]+ (min|h) left$'
expect "one line of the terminal" narrower_than 60
shown 20 1.7 run endless.json
expect_stdout '^ +0 %, simulated '
expect "one line of the terminal" narrower_than 20
shown 60 60 sweep --quiet grid.json
expect "nothing is shown" test -z "$(tr -d '\n' <out)"
finish
