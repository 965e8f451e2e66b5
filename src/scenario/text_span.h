/* A place in a text, for messages. */
#pragma once

#include <glib.h>

typedef struct
{
  gsize offset, length; /* bytes */
  guint line, column;   /* from 1; columns count characters (code points) */
} TextSpan;
