/* Descriptions of models. */
#include "fuzz/fuzz.h"
#include "scenario/model_file.h"

static void
run (const char *bytes, gsize n)
{
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  g_autoptr (ModelDescription) model = model_file_parse ("fuzz.json", bytes, n, diagnostics);
  g_autofree char *said = diagnostics_text (diagnostics, FALSE);
  g_assert_true (model || diagnostics_errors (diagnostics) > 0);
}

static const char *const seeds[] = { "models/lenet.json", "models/mlp.json", "models/softmax.json", "models/vgg16.json", NULL };

const FuzzTarget fuzz_model = { .name = "model", .seeds = seeds, .run = run };
