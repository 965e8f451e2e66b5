/* The reader: a document, walked along the table of keys, into the settings.
 *
 * Every mistake is reported where it stands and the walk goes on. Which pointers had a mistake is kept, so that the checks
 * afterwards (checks.c) do not blame one thing twice: they ask reader_sound first.
 */
#pragma once

#include "scenario/keys.h"

/* Knobs that the chosen word does not have. In a sweep they are forgiven where another point has them: the points are read once
 * to count, and one of them again to report what no point has. */
typedef struct
{
  GHashTable *counts; /* pointer → in how many readings; looked up, never iterated */
  guint reported_at;  /* those counted so often are reported; 0: while counting */
} Strays;

struct _Reader
{
  Document *document;
  Diagnostics *diagnostics;
  Scenario *scenario;
  const ScenarioOptions *options;
  GPtrArray *wrong;     /* pointers, owned */
  Strays *strays;       /* NULL: no sweep */
  const Scenario *base; /* of a sweep's point: the scenario that the sweep stands in; else NULL */
};

/** Reads and checks @document, whose mistakes go to @diagnostics. @path as in scenario_parse, @base as in Reader. (transfer
 * full), mistakes or not. */
Scenario *read_document (Document *document /* (transfer full) */, const char *path, const ScenarioOptions *options,
                         Strays *strays, const Scenario *base, Diagnostics *diagnostics);

/** Reads the members of @node, which should be an object, by the rows of @object into @base. */
void read_object (Reader *reader, const cJSON *node, const char *object, gpointer base);
/** Reads the members of @object that are declared in @knobs, and those that their words bring; misses the required ones. */
void read_knobs (Reader *reader, const cJSON *object, Knobs *knobs);
/** Reports the members of @node, read into @base by the rows of @object, that nobody knows. */
void report_strays (Reader *reader, const cJSON *node, const char *object, gpointer base);
/** The same for what was read into @knobs. */
void report_stray_knobs (Reader *reader, const cJSON *node, const Knobs *knobs);

/* Values. Each returns FALSE (or NULL) when it has reported a mistake at @node. */
/** Any value of @knob, which is declared in @out. */
void read_knob (Reader *reader, const cJSON *node, const Knob *knob, Knobs *out);
gboolean read_number (Reader *reader, const cJSON *node, double min, double max, double *out);
gboolean read_integer (Reader *reader, const cJSON *node, double min, double max, guint64 *out);
gboolean read_boolean (Reader *reader, const cJSON *node, gboolean *out);
const char *read_string (Reader *reader, const cJSON *node);
gboolean read_quantity (Reader *reader, const cJSON *node, Dimension dimension, double min, double max, double *out);
/** A list of whole numbers, or one; appended to @out (gint64). */
gboolean read_integers (Reader *reader, const cJSON *node, double min, double max, GArray *out);
/** One of @words, called @noun; @planned (may be NULL) are those that are not in this version. */
const char *read_word (Reader *reader, const cJSON *node, const char *noun, const char *const *words, const char *const *planned);
/** The descriptor that a word of @table chooses. */
gconstpointer read_choice (Reader *reader, const cJSON *node, const WordTable *table);
/** An absolute path. (transfer full) */
char *read_path (Reader *reader, const cJSON *node);
/** Whether @node is an object (a list); says so when it is not. */
gboolean read_is_object (Reader *reader, const cJSON *node);
gboolean read_is_list (Reader *reader, const cJSON *node);

/** Reports a mistake at @node and keeps its pointer. */
void reader_wrong (Reader *reader, const cJSON *node, DocumentPart part, const char *format, ...) G_GNUC_PRINTF (4, 5);
/** The same at @pointer, or, where nothing stands there, at the object that it would be in. */
void reader_mistake (Reader *reader, const char *pointer, const char *format, ...) G_GNUC_PRINTF (3, 4);
/** The same for what is missing: @pointer's object has no such member; @why in words. */
void reader_missing (Reader *reader, const char *pointer, const char *why);
/** The same for the member @knob of @object. */
void reader_missing_in (Reader *reader, const cJSON *object, const Knob *knob);

/** Whether the document has a value at @pointer. */
gboolean reader_has (const Reader *reader, const char *pointer);
/** Whether no mistake was reported at @pointer, in it or around it. */
gboolean reader_sound (const Reader *reader, const char *pointer);

/** " (did you mean "x"?)" or "". (transfer full) */
char *suggestion (const char *wrong, const char *const *words);
