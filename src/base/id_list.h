/* A growing list of 32-bit numbers. Zero is an empty list; free with id_list_clear. */
#pragma once

#include <glib.h>

typedef struct
{
  guint32 *ids;
  guint32 n, room;
} IdList;

static inline void
id_list_clear (IdList *list)
{
  g_free (list->ids);
}

static inline void
id_list_add (IdList *list, guint32 id)
{
  if (list->n == list->room)
    {
      list->room = MAX (16, 2 * list->room);
      list->ids = g_renew (guint32, list->ids, list->room);
    }
  list->ids[list->n++] = id;
}
