#include "scenario/members.h"

#include <glib.h>

#define A_CONDITION "/expect/*"
#define A_FIGURE "/published/*"

const Member member_table[] = {
  { "/sweep", "zip", "a list of objects of axes that move together: they have as many values" },
  { "/sweep", "exclude", "a list of objects of axes and values (one, or a list of them): the points that match are left out" },
  { "/sweep", "repeat", "the number of seeds that each point is run with: the scenario's own and those after it" },
  { A_CONDITION, "is", "the condition" },
  { A_CONDITION, "when", "axes and values (one, or a list of them): only these points are judged" },
  { A_CONDITION, "repeats", "how the repeats of a point count: \"all\" (unless given), \"mean\", or a share such as \"4 of 5\"" },
  { A_CONDITION, "fingerprint",
    "instead of a condition: the fingerprint of the timeline, or an object with timeline, weights and blas_core; test --update "
    "fills in one that is \"\". Weights are judged only where the processor is the one that blas_core names" },
  { A_CONDITION, "description", "free text" },
  { A_FIGURE, "is", "what was measured: metric == value" },
  { A_FIGURE, "when", "axes and values (one, or a list of them): the points that it is about" },
  { A_FIGURE, "source", "where it was published" },
  { NULL },
};
