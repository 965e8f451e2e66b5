/* GraphML through GMarkup: keys with their defaults, nodes, edges and their data. Nested graphs and hyperedges are refused; ports
 * are not read. */
#include "base/error.h"
#include "base/file.h"
#include "base/units.h"
#include "network/graph_pairs.h"

#define MAX_FILE_BYTES (256 << 20)

typedef enum
{
  OF_NODES,
  OF_EDGES,
  N_KINDS,
} Kind;

typedef struct
{
  GraphText *graph;
  GHashTable *attributes;        /* id of a key → what it is called */
  GHashTable *defaults[N_KINDS]; /* what a key is called → text */
  GHashTable *data;              /* the same, of the node or edge at hand */
  GHashTable *ids;               /* id of a node → its order + 1 */
  GPtrArray *ends;               /* ids: source, target of each edge; a node may come after its edges */
  GArray *directed;              /* gboolean, by edge */
  gboolean directed_graph;       /* edges are, which do not say */
  char *key;                     /* what the key at hand is called, or NULL */
  gboolean of[N_KINDS];          /* what that key is for */
  GString *text;
} Reader;

static const char *
attribute (const char *const *names, const char *const *values, const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return values[i];
  return NULL;
}

/* The attribute of an element that must have it. */
static const char *
need (const char *element, const char *const *names, const char *const *values, const char *name, GError **error)
{
  const char *value = attribute (names, values, name);
  if (value == NULL)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "<%s> without %s", element, name);
  return value;
}

static void
set_key (Reader *reader, const char *name)
{
  g_free (reader->key);
  reader->key = g_strdup (name);
  g_string_truncate (reader->text, 0);
}

static void
begin_key (Reader *reader, const char *const *names, const char *const *values, GError **error)
{
  const char *id = need ("key", names, values, "id", error), *name = attribute (names, values, "attr.name");
  const char *domain = attribute (names, values, "for");
  gboolean all = domain == NULL || g_str_equal (domain, "all");
  set_key (reader, name);
  reader->of[OF_NODES] = all || g_str_equal (domain, "node");
  reader->of[OF_EDGES] = all || g_str_equal (domain, "edge");
  if (id != NULL && name != NULL)
    g_hash_table_insert (reader->attributes, g_strdup (id), g_strdup (name));
}

static void
begin_data (Reader *reader, const char *const *names, const char *const *values, GError **error)
{
  const char *id = need ("data", names, values, "key", error);
  set_key (reader, id != NULL ? g_hash_table_lookup (reader->attributes, id) : NULL);
}

/* One of two words of an attribute that may be left out: the second one's truth. */
static gboolean
choose (const char *const *names, const char *const *values, const char *name, const char *no, const char *yes,
        gboolean otherwise, GError **error)
{
  const char *word = attribute (names, values, name);
  if (word == NULL)
    return otherwise;
  if (!g_str_equal (word, no) && !g_str_equal (word, yes))
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s is \"%s\": %s or %s expected", name, word, no, yes);
  return g_str_equal (word, yes);
}

static void
begin_edge (Reader *reader, const char *const *names, const char *const *values, GError **error)
{
  const char *source = need ("edge", names, values, "source", error);
  const char *target = source != NULL ? need ("edge", names, values, "target", error) : NULL;
  if (target == NULL)
    return;
  gboolean directed = choose (names, values, "directed", "false", "true", reader->directed_graph, error);
  g_array_append_val (reader->directed, directed);
  g_ptr_array_add (reader->ends, g_strdup (source));
  g_ptr_array_add (reader->ends, g_strdup (target));
}

/* Whether the element at hand stands in a node or an edge, which nested graphs would. */
static gboolean
check_nesting (GMarkupParseContext *context, const char *element, GError **error)
{
  const GSList *stack = g_markup_parse_context_get_element_stack (context);
  for (const GSList *outer = stack->next; outer != NULL; outer = outer->next)
    if (g_str_equal (outer->data, "node") || g_str_equal (outer->data, "edge"))
      {
        g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "<%s> inside a node or an edge: graphs in graphs are not read",
                     element);
        return FALSE;
      }
  return TRUE;
}

static void
begin_node (Reader *reader, const char *const *names, const char *const *values, GError **error)
{
  const char *id = need ("node", names, values, "id", error);
  if (id != NULL)
    g_hash_table_insert (reader->data, g_strdup ("id"), g_strdup (id));
}

static void
on_start (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer data,
          GError **error)
{
  Reader *reader = data;
  const char *const *n = (const char *const *)names, *const *v = (const char *const *)values;
  gboolean node = g_str_equal (element, "node"), edge = g_str_equal (element, "edge");
  if (g_str_equal (element, "key"))
    begin_key (reader, n, v, error);
  else if (g_str_equal (element, "data"))
    begin_data (reader, n, v, error);
  else if (g_str_equal (element, "graph"))
    reader->directed_graph = choose (n, v, "edgedefault", "undirected", "directed", FALSE, error);
  else if (g_str_equal (element, "hyperedge"))
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "<hyperedge>: a cable has two ends");
  else if ((node || edge) && check_nesting (context, element, error))
    {
      g_hash_table_remove_all (reader->data);
      (node ? begin_node : begin_edge) (reader, n, v, error);
    }
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize n, gpointer data, GError **error)
{
  Reader *reader = data;
  g_string_append_len (reader->text, text, (gssize)n);
}

static const char *
value_of (const Reader *reader, Kind kind, const char *name)
{
  const char *value = g_hash_table_lookup (reader->data, name);
  return value != NULL ? value : g_hash_table_lookup (reader->defaults[kind], name);
}

static gboolean
read_quantity (const Reader *reader, const char *name, Dimension dimension, double *out, GError **error)
{
  const char *text = value_of (reader, OF_EDGES, name);
  Quantity quantity = { .value = NAN };
  if (text != NULL && !unit_parse (text, dimension, &quantity, error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  *out = quantity.value;
  return TRUE;
}

static gboolean
read_bits_per_s (const char *text, double *bytes_per_s, GError **error)
{
  char *end;
  *bytes_per_s = g_ascii_strtod (text, &end) / 8;
  if (end != text && *end == '\0' && isfinite (*bytes_per_s))
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "LinkSpeedRaw: \"%s\" is not a number", text);
  return FALSE;
}

static void
end_edge (Reader *reader, GError **error)
{
  GraphWay way;
  const char *bits_per_s = value_of (reader, OF_EDGES, "LinkSpeedRaw");
  if (!read_quantity (reader, "bandwidth", DIMENSION_RATE, &way.bandwidth, error)
      || !read_quantity (reader, "latency", DIMENSION_TIME, &way.latency, error))
    return;
  if (isnan (way.bandwidth) && bits_per_s != NULL && !read_bits_per_s (bits_per_s, &way.bandwidth, error))
    return;
  if (way.bandwidth <= 0)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "a link's bandwidth must be above 0");
  GraphEdge edge = { .there = way, .back = way };
  g_array_append_val (reader->graph->edges, edge);
}

static void
end_node (Reader *reader, GError **error)
{
  const char *id = g_hash_table_lookup (reader->data, "id"), *name = value_of (reader, OF_NODES, "name");
  const char *role = value_of (reader, OF_NODES, "role");
  gboolean worker = g_strcmp0 (role, "worker") == 0, server = g_strcmp0 (role, "server") == 0;
  name = name != NULL ? name : id;
  if (g_hash_table_contains (reader->ids, id))
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "a second node \"%s\"", id);
  else if (graph_text_find (reader->graph, name) != GRAPH_NO_NODE)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "a second node called \"%s\"", name);
  else
    {
      guint32 node = graph_text_add (reader->graph, name,
                                     worker   ? GRAPH_ROLE_WORKER
                                     : server ? GRAPH_ROLE_SERVER
                                              : GRAPH_ROLE_NONE);
      g_hash_table_insert (reader->ids, g_strdup (id), GUINT_TO_POINTER (node + 1));
    }
}

static void
end_default (Reader *reader)
{
  const char *text = g_strstrip (reader->text->str);
  for (Kind kind = 0; kind < N_KINDS; kind++)
    if (reader->of[kind])
      g_hash_table_insert (reader->defaults[kind], g_strdup (reader->key), g_strdup (text));
}

static void
on_end (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Reader *reader = data;
  if (g_str_equal (element, "default") && reader->key != NULL)
    end_default (reader);
  else if (g_str_equal (element, "data") && reader->key != NULL)
    g_hash_table_insert (reader->data, g_strdup (reader->key), g_strdup (g_strstrip (reader->text->str)));
  else if (g_str_equal (element, "node"))
    end_node (reader, error);
  else if (g_str_equal (element, "edge"))
    end_edge (reader, error);
}

/* Gives the edges their nodes, now that all are known. */
static gboolean
join_edges (Reader *reader, GError **error)
{
  for (guint i = 0; i < reader->ends->len; i++)
    {
      const char *id = g_ptr_array_index (reader->ends, i);
      guint32 node = GPOINTER_TO_UINT (g_hash_table_lookup (reader->ids, id));
      GraphEdge *edge = &g_array_index (reader->graph->edges, GraphEdge, i / 2);
      if (node == 0)
        {
          g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "an edge ends at \"%s\", which is no node", id);
          return FALSE;
        }
      *(i % 2 == 0 ? &edge->from : &edge->to) = node - 1;
    }
  return graph_pairs_join (reader->graph, (const gboolean *)(gpointer)reader->directed->data, error);
}

static gboolean
parse (Reader *reader, const char *text, gsize n, GError **error)
{
  static const GMarkupParser parser = { .start_element = on_start, .end_element = on_end, .text = on_text };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, reader, NULL);
  gboolean fine =
      g_markup_parse_context_parse (context, text, (gssize)n, error) && g_markup_parse_context_end_parse (context, error);
  if (!fine && error != NULL && (*error)->domain == LOCKSTEP_ERROR)
    {
      int line = 0;
      g_markup_parse_context_get_position (context, &line, NULL);
      g_prefix_error (error, "line %d: ", line);
    }
  g_markup_parse_context_free (context);
  return fine && join_edges (reader, error);
}

static GHashTable *
string_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
reader_clear (Reader *reader)
{
  g_hash_table_unref (reader->attributes);
  for (Kind kind = 0; kind < N_KINDS; kind++)
    g_hash_table_unref (reader->defaults[kind]);
  g_hash_table_unref (reader->data);
  g_hash_table_unref (reader->ids);
  g_ptr_array_unref (reader->ends);
  g_array_unref (reader->directed);
  g_string_free (reader->text, TRUE);
  g_free (reader->key);
}

gboolean
graph_text_parse_graphml (GraphText *graph, const char *path, const char *text, gsize n, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  Reader reader = { .graph = graph,
                    .attributes = string_table (),
                    .defaults = { string_table (), string_table () },
                    .data = string_table (),
                    .ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                    .ends = g_ptr_array_new_with_free_func (g_free),
                    .directed = g_array_new (FALSE, FALSE, sizeof (gboolean)),
                    .text = g_string_new (NULL) };
  gboolean fine = parse (&reader, text, n, &wrong);
  reader_clear (&reader);
  if (!fine)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: %s", path, wrong->message);
  return fine;
}

gboolean
graph_text_read_graphml (GraphText *graph, const char *path, GError **error)
{
  gsize n = 0;
  g_autofree char *text = file_read (path, MAX_FILE_BYTES, &n, error);
  return text != NULL && graph_text_parse_graphml (graph, path, text, n, error);
}
