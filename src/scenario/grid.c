#include "scenario/grid.h"

#include "scenario/axis_values.h"
#include "scenario/members.h"

#define REPEATS_MAX 100000

/* What the reading of a sweep shares. */
typedef struct
{
  Grid *grid;
  Document *document;
  Diagnostics *diagnostics;
} GridReader;

static void
axis_free (gpointer data)
{
  Axis *axis = data;
  g_ptr_array_unref (axis->values);
  g_ptr_array_unref (axis->texts);
  g_free (axis->name);
  g_free (axis);
}

void
grid_free (Grid *grid)
{
  if (!grid)
    return;
  g_ptr_array_unref (grid->axes);
  g_array_unref (grid->blocks);
  g_free (grid);
}

const Axis *
grid_axis (const Grid *grid, const char *pointer)
{
  for (guint i = 0; i < grid->axes->len; i++)
    {
      const Axis *axis = g_ptr_array_index (grid->axes, i);
      if (strcmp (axis->pointer, pointer) == 0)
        return axis;
    }
  return NULL;
}

gboolean
value_matches (const cJSON *value, const cJSON *wanted)
{
  if (cJSON_Compare (value, wanted, TRUE))
    return TRUE;
  for (const cJSON *one = cJSON_IsArray (wanted) ? wanted->child : NULL; one; one = one->next)
    if (cJSON_Compare (value, one, TRUE))
      return TRUE;
  return FALSE;
}

#define wrong(reader, node, part, ...) \
  document_report ((reader)->document, (reader)->diagnostics, SEVERITY_ERROR, node, part, NULL, __VA_ARGS__)

/* Whether one of two pointers lies in the other. */
static gboolean
overlap (const char *a, const char *b)
{
  gsize n = MIN (strlen (a), strlen (b));
  return strncmp (a, b, n) == 0 && (a[n] == '\0' || a[n] == '/') && (b[n] == '\0' || b[n] == '/');
}

/* Whether @member may be an axis: it names a key that no other axis touches. */
static gboolean
axis_allowed (GridReader *reader, const cJSON *member)
{
  Member key;
  g_autofree char *nearest = NULL;
  const char *pointer = member->string;
  if (!member_find (pointer, &key, &nearest))
    {
      if (nearest)
        wrong (reader, member, AT_KEY, "the axis names no key (did you mean \"%s\"?)", nearest);
      else
        wrong (reader, member, AT_KEY, "the axis names no key");
      return FALSE;
    }
  if (overlap (pointer, "/sweep") || overlap (pointer, "/expect") || overlap (pointer, "/published"))
    {
      wrong (reader, member, AT_KEY, "the axis names no key of a point");
      return FALSE;
    }
  for (guint i = 0; i < reader->grid->axes->len; i++)
    {
      const Axis *other = g_ptr_array_index (reader->grid->axes, i);
      if (overlap (pointer, other->pointer))
        {
          wrong (reader, member, AT_KEY, "the axis moves what the axis \"%s\" moves", other->pointer);
          return FALSE;
        }
    }
  return TRUE;
}

static Axis *
read_axis (GridReader *reader, const cJSON *member)
{
  if (!axis_allowed (reader, member))
    return NULL;
  Axis *axis = g_new0 (Axis, 1);
  axis->pointer = member->string;
  axis->key = member;
  axis->values = g_ptr_array_new ();
  axis->texts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (reader->grid->axes, axis);
  axis_values_read (reader->document, member, axis->values, reader->diagnostics);
  for (guint i = 0; i < axis->values->len; i++)
    g_ptr_array_add (axis->texts, value_text (g_ptr_array_index (axis->values, i)));
  return axis;
}

/* The values at @at of the axes that move together in @block, as one text. (transfer full) */
static char *
block_text (const GridReader *reader, const AxisBlock *block, guint at)
{
  GString *text = g_string_new (NULL);
  for (guint a = block->first; a < block->first + block->n; a++)
    {
      const Axis *axis = g_ptr_array_index (reader->grid->axes, a);
      char *printed = cJSON_PrintUnformatted (g_ptr_array_index (axis->values, at));
      g_string_append_printf (text, "%s,", printed);
      cJSON_free (printed);
    }
  return g_string_free (text, FALSE);
}

/* A value, or values that move together, would be run twice under one name. */
static void
check_repeated (GridReader *reader, const AxisBlock *block)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const Axis *axis = g_ptr_array_index (reader->grid->axes, block->first);
  for (guint i = 0; i < block->length; i++)
    if (!g_hash_table_add (seen, block_text (reader, block, i)))
      wrong (reader, (const cJSON *)g_ptr_array_index (axis->values, i), AT_VALUE, "%s",
             block->n == 1 ? "the value stands twice on this axis" : "these values of the axes that move together stand twice");
}

static void
read_plain_axis (GridReader *reader, const cJSON *member)
{
  const Axis *axis = read_axis (reader, member);
  AxisBlock block = { reader->grid->axes->len - 1, 1, axis ? axis->values->len : 0 };
  if (!axis)
    return;
  check_repeated (reader, &block);
  g_array_append_val (reader->grid->blocks, block);
}

/* An object of "zip": axes of one length. */
static void
read_zip_object (GridReader *reader, const cJSON *object)
{
  AxisBlock block = { .first = reader->grid->axes->len };
  guint errors = diagnostics_errors (reader->diagnostics);
  if (!cJSON_IsObject (object) || !object->child)
    {
      wrong (reader, object, AT_VALUE, "expected an object of axes that move together");
      return;
    }
  for (const cJSON *member = object->child; member; member = member->next)
    {
      const Axis *axis = *member->string == '/' ? read_axis (reader, member) : NULL;
      if (*member->string != '/')
        wrong (reader, member, AT_KEY, "expected an axis, a pointer such as \"/cluster/workers\"");
      if (!axis)
        continue;
      if (block.n++ == 0)
        block.length = axis->values->len;
      else if (axis->values->len != block.length)
        wrong (reader, member, AT_VALUE, "axes that move together have as many values: expected %u, found %u", block.length,
               axis->values->len);
    }
  if (block.n == 0)
    return;
  if (diagnostics_errors (reader->diagnostics) == errors)
    check_repeated (reader, &block);
  g_array_append_val (reader->grid->blocks, block);
}

static void
read_zip (GridReader *reader, const cJSON *list)
{
  if (!cJSON_IsArray (list))
    {
      wrong (reader, list, AT_VALUE, "expected a list of objects of axes that move together");
      return;
    }
  for (const cJSON *object = list->child; object; object = object->next)
    read_zip_object (reader, object);
}

static gboolean
axis_takes (const Axis *axis, const cJSON *wanted)
{
  for (guint i = 0; i < axis->values->len; i++)
    if (value_matches (g_ptr_array_index (axis->values, i), wanted))
      return TRUE;
  return FALSE;
}

/* Every exclusion names axes and values that they take. */
static void
check_exclude (GridReader *reader, const cJSON *list)
{
  for (const cJSON *object = cJSON_IsArray (list) ? list->child : NULL; object; object = object->next)
    for (const cJSON *member = cJSON_IsObject (object) ? object->child : NULL; member; member = member->next)
      {
        const Axis *axis = grid_axis (reader->grid, member->string);
        if (!axis)
          wrong (reader, member, AT_KEY, "there is no such axis in this sweep");
        else if (!axis_takes (axis, member))
          wrong (reader, member, AT_VALUE, "the axis does not take this value, so nothing is excluded");
      }
  for (const cJSON *object = cJSON_IsArray (list) ? list->child : NULL; object; object = object->next)
    if (!cJSON_IsObject (object) || !object->child)
      wrong (reader, object, AT_VALUE, "expected an object of axes and the values to leave out");
  if (!cJSON_IsArray (list))
    wrong (reader, list, AT_VALUE, "expected a list of objects of axes and the values to leave out");
  reader->grid->exclude = list;
}

static void
read_repeat (GridReader *reader, const cJSON *node)
{
  double n = node->valuedouble;
  if (!cJSON_IsNumber (node) || n != floor (n) || n < 1 || n > REPEATS_MAX)
    wrong (reader, node, AT_VALUE, "expected a number of seeds, from 1 to %d", REPEATS_MAX);
  else
    reader->grid->repeats = (guint)n;
}

/* The repeats of a point have its seed and those after it. With an axis of seeds too, one run would be done twice. */
static void
check_seeds (GridReader *reader)
{
  const Axis *seeds = grid_axis (reader->grid, "/seed");
  if (seeds && reader->grid->repeats > 1)
    wrong (reader, seeds->key, AT_KEY, "both this axis and \"repeat\" choose the seeds: leave one of them out");
}

static void
report_unknown (GridReader *reader, const cJSON *member)
{
  g_autofree const char **names = row_names ("/sweep");
  const char *nearest = nearest_word (member->string, names);
  g_autofree char *all = word_alternatives (names);
  g_autofree char *pointer = g_strconcat ("/", member->string, NULL), *unused = NULL;
  Member key;
  if (nearest)
    wrong (reader, member, AT_KEY, "unknown key (did you mean \"%s\"?)", nearest);
  else if (member_find (pointer, &key, &unused))
    wrong (reader, member, AT_KEY, "unknown key: an axis begins with \"/\" (did you mean \"%s\"?)", pointer);
  else
    wrong (reader, member, AT_KEY, "unknown key: expected an axis (a pointer such as \"/cluster/workers\"), %s", all);
}

/* "workers"; where two axes end alike the whole pointer: "cluster/workers". */
static void
name_axes (Grid *grid)
{
  for (guint i = 0; i < grid->axes->len; i++)
    {
      Axis *axis = g_ptr_array_index (grid->axes, i);
      const char *last = strrchr (axis->pointer, '/') + 1;
      gboolean unique = TRUE;
      for (guint j = 0; j < grid->axes->len; j++)
        {
          const Axis *other = g_ptr_array_index (grid->axes, j);
          unique = unique && (i == j || strcmp (strrchr (other->pointer, '/') + 1, last) != 0);
        }
      axis->name = g_strdup (unique ? last : axis->pointer + 1);
    }
}

static void
read_members (GridReader *reader, const cJSON *sweep)
{
  const cJSON *exclude = NULL, *zip = NULL;
  for (const cJSON *member = sweep->child; member; member = member->next)
    {
      if (*member->string == '/')
        read_plain_axis (reader, member);
      else if (strcmp (member->string, "zip") == 0)
        zip = member;
      else if (strcmp (member->string, "exclude") == 0)
        exclude = member;
      else if (strcmp (member->string, "repeat") == 0)
        read_repeat (reader, member);
      else
        report_unknown (reader, member);
    }
  if (zip)
    read_zip (reader, zip);
  if (exclude)
    check_exclude (reader, exclude);
  check_seeds (reader);
}

Grid *
grid_read (const Scenario *scenario, Diagnostics *diagnostics)
{
  g_autoptr (Grid) grid = g_new0 (Grid, 1);
  GridReader reader = { grid, scenario->document, diagnostics };
  const cJSON *sweep = document_find (scenario->document, "/sweep");
  guint errors = diagnostics_errors (diagnostics);
  grid->axes = g_ptr_array_new_with_free_func (axis_free);
  grid->blocks = g_array_new (FALSE, FALSE, sizeof (AxisBlock));
  grid->repeats = 1;
  if (!cJSON_IsObject (sweep))
    wrong (&reader, sweep, AT_VALUE, "expected an object of axes");
  else
    read_members (&reader, sweep);
  if (diagnostics_errors (diagnostics) == errors && grid->axes->len == 0 && grid->repeats == 1)
    wrong (&reader, sweep, AT_VALUE, "no axis, so there is nothing to sweep");
  name_axes (grid);
  return diagnostics_errors (diagnostics) == errors ? g_steal_pointer (&grid) : NULL;
}
