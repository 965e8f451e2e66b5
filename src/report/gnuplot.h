/* One picture by gnuplot, a process of its own.
 *
 * A signal that asks lockstep to end (base/interrupt.h) ends gnuplot, with what that has started, and the picture with it.
 */
#pragma once

#include <glib.h>

/** Draws @dir/@name.svg with the script @dir/@name.gp. Returns: NULL when it is there, whole; otherwise there is none, and why:
 * one line (transfer full). */
char *gnuplot_draw (const char *dir, const char *name);
