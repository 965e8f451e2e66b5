#include "scenario/members.h"

#define A_CONDITION "/expect/*"
#define A_FIGURE "/published/*"

#define TEXT "\"type\": \"string\""
#define OBJECT "\"type\": \"object\""
#define OBJECTS "\"type\": \"array\", \"items\": { \"type\": \"object\""

const Member member_table[] = {
  { "/sweep", "zip", OBJECTS ", \"additionalProperties\": { \"$ref\": \"#/definitions/axis\" } }",
    "a list of objects of axes that move together: they have as many values" },
  { "/sweep", "exclude", OBJECTS " }",
    "a list of objects of axes and values (one, or a list of them): the points that match are left out" },
  { "/sweep", "repeat", "\"type\": \"integer\", \"minimum\": 1",
    "the number of seeds that each point is run with: the scenario's own and those after it" },
  { A_CONDITION, "is", TEXT, "the condition" },
  { A_CONDITION, "when", OBJECT, "axes and values (one, or a list of them): only these points are judged" },
  { A_CONDITION, "repeats", TEXT ", \"pattern\": \"^(all|mean|[0-9]+ of [0-9]+)$\"",
    "how the repeats of a point count: \"all\" (unless given), \"mean\", or a share such as \"4 of 5\"" },
  { A_CONDITION, "fingerprint", "\"anyOf\": [ { " TEXT ", \"pattern\": \"^([0-9a-f]{16})?$\" }, { " OBJECT " } ]",
    "instead of a condition: the fingerprint of the timeline, or an object with timeline, weights and blas_core; test --update "
    "fills in one that is \"\". Weights are judged only where the processor is the one that blas_core names" },
  { A_CONDITION, "description", TEXT, "free text" },
  { A_CONDITION, "source", TEXT, "where the figure comes from" },
  { A_FIGURE, "is", TEXT, "what was measured: metric == value" },
  { A_FIGURE, "when", OBJECT, "axes and values (one, or a list of them): the points that it is about" },
  { A_FIGURE, "description", TEXT, "free text" },
  { A_FIGURE, "source", TEXT, "where it was published" },
  { NULL },
};

const char **
member_names (const char *object)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (const Member *m = member_table; m->object; m++)
    if (g_str_equal (m->object, object))
      g_ptr_array_add (names, (gpointer)m->name);
  g_ptr_array_add (names, NULL);
  return (const char **)g_ptr_array_steal (names, NULL);
}
