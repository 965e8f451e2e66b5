/* Private to link_script*.c: a script, read. */
#pragma once

#include "network/link_script.h"

typedef struct
{
  SimTime at;
  LinkChange change; /* rates are raw */
} ScriptStep;

typedef struct
{
  char *link;
  char *where;    /* in cluster.network.changes */
  GArray *steps;  /* ScriptStep, in order of time */
  SimTime period; /* after which all comes again; 0: never */
} ScriptSource;

struct _LinkScript
{
  GArray *sources; /* ScriptSource */
};

/** A new source; valid until the next one. (transfer full) @where */
ScriptSource *script_add (LinkScript *script, const char *link, char *where);

/* link_files.c */
gboolean link_trace_read (LinkScript *script, const char *path, GError **error);
gboolean link_profile_read (ScriptSource *source, const char *path, gboolean latency, GError **error);
