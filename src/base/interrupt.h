/* The signals that ask the program to end: SIGINT, SIGTERM and, but under nohup, SIGHUP.
 *
 * Until interrupt_watch they end it at once. From then on they are only noted: whoever works for long asks now and then, and what
 * is being written is finished or taken away. Once it is settled whether results are those of an interrupted run, signals come
 * too late to change them, until interrupt_watch is called again for further work.
 *
 * A signal handler can reach nothing but globals, so these are the only ones of the program that change.
 */
#pragma once

#include <glib.h>

/** From now on signals are noted, until interrupt_settle. */
void interrupt_watch (void);
/** The signal that was noted last, or 0; and how many were. */
int interrupt_signal (void);
gint interrupt_count (void);
/** Where the number of the signal stands. */
const volatile gint *interrupt_flag (void);
/** As interrupt_signal; no later signal is noted or obeyed. */
int interrupt_settle (void);
