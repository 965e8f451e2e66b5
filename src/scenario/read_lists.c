/* The knobs that are lists: of times or rates, of strings, and of links. */
#include "scenario/reader.h"

gboolean
read_quantities (Reader *reader, const cJSON *node, Dimension dimension, double min, double max, GArray *out)
{
  const cJSON *element = cJSON_IsArray (node) ? node->child : node;
  gboolean ok = TRUE;
  for (; element; element = cJSON_IsArray (node) ? element->next : NULL)
    {
      double value = 0;
      ok = read_quantity (reader, element, dimension, min, max, &value) && ok;
      g_array_append_val (out, value);
    }
  return ok;
}

gboolean
read_strings (Reader *reader, const cJSON *node, GPtrArray *out)
{
  gboolean ok = read_is_list (reader, node);
  for (const cJSON *element = ok ? node->child : NULL; element; element = element->next)
    {
      const char *string = read_string (reader, element);
      ok = string && ok;
      g_ptr_array_add (out, (gpointer)string);
    }
  return ok;
}

/* One member of a link; what it points to belongs to the document. */
static gboolean
read_link_member (Reader *reader, const cJSON *member, KnobLink *link)
{
  const char *text;
  if (strcmp (member->string, "bandwidth") == 0)
    return read_quantity (reader, member, DIMENSION_RATE, 1, 1e18, &link->bandwidth);
  if (strcmp (member->string, "latency") == 0)
    return read_quantity (reader, member, DIMENSION_TIME, 0, 1e6, &link->latency);
  if (strcmp (member->string, "from") != 0 && strcmp (member->string, "to") != 0)
    {
      static const char *const names[] = { "from", "to", "bandwidth", "latency", NULL };
      g_autofree char *nearest = suggestion (member->string, names);
      reader_wrong (reader, member, AT_KEY, "unknown key%s", nearest);
      return FALSE;
    }
  if (!(text = read_string (reader, member)))
    return FALSE;
  *(member->string[0] == 'f' ? &link->from : &link->to) = text;
  return TRUE;
}

static gboolean
read_link (Reader *reader, const cJSON *node, KnobLink *link)
{
  gboolean ok = read_is_object (reader, node);
  *link = (KnobLink){ .bandwidth = NAN, .latency = NAN };
  for (const cJSON *member = ok ? node->child : NULL; member; member = member->next)
    ok = read_link_member (reader, member, link) && ok;
  if (ok && !(link->from && link->to))
    {
      reader_wrong (reader, node, AT_VALUE, "a link needs \"from\" and \"to\", the names of two nodes");
      return FALSE;
    }
  return ok;
}

gboolean
read_links (Reader *reader, const cJSON *node, GArray *out)
{
  gboolean ok = read_is_list (reader, node);
  for (const cJSON *element = ok ? node->child : NULL; element; element = element->next)
    {
      KnobLink link;
      ok = read_link (reader, element, &link) && ok;
      g_array_append_val (out, link);
    }
  return ok;
}
