/* The one error domain of lockstep; the code is the exit status that the error leads to. */
#pragma once

#include <glib.h>

#define LOCKSTEP_ERROR (lockstep_error_quark ())

typedef enum
{
  LOCKSTEP_ERROR_INPUT = 2, /* the user's file, data or command line is wrong */
  LOCKSTEP_ERROR_RUN = 3,   /* the run failed: deadlock, not-a-number, input or output */
} LockstepError;

GQuark lockstep_error_quark (void);
