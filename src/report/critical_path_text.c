#include "base/escape.h"
#include "base/units.h"
#include "report/path_links.h"

/* How alike neighbours on the path are to share a line: the first of these that leaves few enough lines. */
typedef enum
{
  ALIKE_IN_PHASE, /* of one kind, phase, level and bucket */
  ALIKE_IN_BUCKET,
  ALIKE_IN_KIND,
} Likeness;

typedef struct
{
  const Record *record;
  const Topology *topology; /* NULL: links have no names */
  Likeness likeness;
  FILE *to;
} PathText;

static gboolean
belong_together (const PathStep *a, const PathStep *b, Likeness likeness)
{
  if (a->kind != PATH_MESSAGE || b->kind != PATH_MESSAGE || a->message->kind != b->message->kind)
    return FALSE;
  const MessageLabel *x = &a->message->label, *y = &b->message->label;
  if (likeness < ALIKE_IN_KIND && x->bucket != y->bucket)
    return FALSE;
  return likeness > ALIKE_IN_PHASE || (x->phase == y->phase && x->level == y->level);
}

/* How many of @path's steps from @first on share a line. */
static guint
group_length (const GArray *path, guint first, Likeness likeness)
{
  const PathStep *step = &g_array_index (path, PathStep, first);
  guint n = 1;
  while (first + n < path->len && belong_together (step, &step[n], likeness))
    n++;
  return n;
}

static guint
count_groups (const GArray *path, Likeness likeness)
{
  guint n = 0;
  for (guint i = 0; i < path->len; i += group_length (path, i, likeness))
    n++;
  return n;
}

/* --- what a group is --- */

/* "reduce-scatter and all-gather" as they come, or the word of the messages' kind. */
static void
append_phases (GString *text, const PathStep *first, guint n)
{
  gboolean seen[N_PHASES] = { FALSE };
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    {
      Phase phase = first[i].message->label.phase;
      if (phase != PHASE_NONE && !seen[phase])
        g_ptr_array_add (names, (gpointer)phase_name (phase));
      seen[phase] = TRUE;
    }
  if (names->len == 0)
    g_ptr_array_add (names, (gpointer)span_kind_name (first->message->kind));
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : i + 1 < names->len ? ", " : " and ", (char *)names->pdata[i]);
}

/* " on level 2 of bucket 3", as far as there are such. */
static void
append_place (GString *text, const PathStep *first, guint n)
{
  guint level = first->message->label.level, low = G_MAXUINT, high = 0;
  for (guint i = 0; i < n; i++)
    {
      const MessageLabel *label = &first[i].message->label;
      level = label->level == level ? level : 0;
      low = MIN (low, label->bucket);
      high = MAX (high, label->bucket);
    }
  if (level > 0)
    g_string_append_printf (text, " on level %u", level);
  if (high > 0)
    g_string_append_printf (text, low == high ? " of bucket %u" : " of buckets %u to %u", low, high);
}

static char *
group_name (const PathStep *first, guint n)
{
  GString *text = g_string_new (NULL);
  append_phases (text, first, n);
  append_place (text, first, n);
  return g_string_free (text, FALSE);
}

/* --- what it had to get through --- */

/* What one pair of machines takes of a group of messages. */
typedef struct
{
  guint32 from, to;
  SimTime time;
} Pair;

/* The pair whose messages take longest together, the first of equals. Groups are short beside the number of pairs they could have. */
static Pair
slowest_pair (const PathStep *first, guint n)
{
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Pair slowest = { first->actor, first->peer, -1 };
  for (guint i = 0; i < n; i++)
    {
      gint64 key = (gint64)((guint64)first[i].actor << 32 | first[i].peer);
      Pair *pair = g_hash_table_lookup (sums, &key);
      if (!pair)
        {
          pair = g_new (Pair, 1);
          *pair = (Pair){ first[i].actor, first[i].peer, 0 };
          g_hash_table_insert (sums, g_memdup2 (&key, sizeof key), pair);
        }
      pair->time += first[i].end - first[i].start;
      if (pair->time > slowest.time)
        slowest = *pair;
    }
  return slowest;
}

static char *
node_name (const PathText *text, NodeId node)
{
  return printable (node < topology_n_hosts (text->topology) ? record_actor_name (text->record, node)
                                                             : topology_switch_name (text->topology, node));
}

static char *
actor_name (const PathText *text, guint32 actor)
{
  return printable (record_actor_name (text->record, actor));
}

static char *
slowest_way (const PathText *text, const PathStep *first, guint n)
{
  Pair slowest = slowest_pair (first, n);
  g_autofree char *took = unit_format_short (sim_time_to_s (slowest.time), DIMENSION_TIME);
  g_autofree char *from = actor_name (text, slowest.from), *to = actor_name (text, slowest.to);
  return g_strdup_printf ("slowest way %s → %s, %s of it", from, to, took);
}

/* Where not everything is recorded the links carried more than what is. */
static gboolean
is_whole (const Record *record)
{
  guint n = record_n_actors (record);
  for (guint i = 0; i < n; i++)
    if (!record_actor_kept (record, i))
      return FALSE;
  return !record_truncated (record) && record_stride (record) == 1;
}

static char *
busiest_link (const PathText *text, const PathStep *first, guint n)
{
  BusyLink busy = path_busiest_link (text->record, text->topology, first, n);
  const Link *link = topology_link (text->topology, busy.link);
  g_autofree char *from = node_name (text, link->from), *to = node_name (text, link->to);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup_printf ("busiest link %s → %s, %s%s %% used", from, to, is_whole (text->record) ? "" : "at least ",
                          g_ascii_formatd (digits, sizeof digits, "%.3g", busy.used * 100));
}

static void
print_way (const PathText *text, const PathStep *first, guint n)
{
  g_autofree char *slowest = n > 1 ? slowest_way (text, first, n) : NULL;
  g_autofree char *busiest = text->topology ? busiest_link (text, first, n) : NULL;
  if (slowest || busiest)
    fprintf (text->to, "%15s%s%s%s\n", "", slowest ? slowest : "", slowest && busiest ? "; " : "", busiest ? busiest : "");
}

/* --- lines --- */

static void
print_messages (const PathText *text, const PathStep *first, guint n)
{
  guint64 sum = 0;
  for (guint i = 0; i < n; i++)
    sum += first[i].message->bytes;
  g_autofree char *name = group_name (first, n), *bytes = unit_format_short (sum, DIMENSION_BYTES);
  g_autofree char *from = actor_name (text, first->actor), *to = actor_name (text, first[n - 1].peer);
  fprintf (text->to, "%s: ", name);
  if (n > 1)
    fprintf (text->to, "%u messages one after another, ", n);
  fprintf (text->to, "%s → %s%s, %s\n", from, n > 1 ? "… → " : "", to, bytes);
  print_way (text, first, n);
}

static void
print_group (const PathText *text, const PathStep *first, guint n)
{
  static const char *const does[] = { [PATH_COMPUTE] = "computes", [PATH_APPLY] = "applies", [PATH_WAIT] = "waits" };
  g_autofree char *took = unit_format_short (sim_time_to_s (first[n - 1].end - first->start), DIMENSION_TIME);
  g_autofree char *actor = actor_name (text, first->actor);
  fprintf (text->to, "    %9s  ", took);
  if (first->kind == PATH_MESSAGE)
    print_messages (text, first, n);
  else
    fprintf (text->to, "%s %s\n", actor, does[first->kind]);
}

void
critical_path_print (const Record *record, const Topology *topology, const GArray *path, guint lines, FILE *to)
{
  PathText text = { record, topology, ALIKE_IN_PHASE, to };
  const PathStep *step = (const PathStep *)(gconstpointer)path->data;
  while (text.likeness < ALIKE_IN_KIND && count_groups (path, text.likeness) > lines)
    text.likeness++;
  for (guint i = 0, n; i < path->len; i += n)
    {
      n = group_length (path, i, text.likeness);
      if (lines-- == 0)
        {
          g_autofree char *rest = unit_format_short (sim_time_to_s (step[path->len - 1].end - step[i].start), DIMENSION_TIME);
          fprintf (to, "    %9s  %u further steps\n", rest, path->len - i);
          return;
        }
      print_group (&text, &step[i], n);
    }
}
