#include "suites.h"

cJSON *
gradcheck_read (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "gradcheck.json", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  cJSON *root = cJSON_Parse (text);
  g_assert_nonnull (root);
  return root;
}

const cJSON *
gradcheck_get (const cJSON *node, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  for (guint i = 0; names[i]; i++)
    node = cJSON_GetObjectItemCaseSensitive (node, names[i]);
  g_assert_nonnull (node);
  return node;
}

static void
append_numbers (const cJSON *node, GArray *out)
{
  if (cJSON_IsNumber (node))
    g_array_append_val (out, node->valuedouble);
  for (const cJSON *child = node->child; child; child = child->next)
    append_numbers (child, out);
}

double *
gradcheck_numbers (const cJSON *node, guint *n)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));
  append_numbers (node, numbers);
  *n = numbers->len;
  return (double *)g_array_free (numbers, FALSE);
}

float *
gradcheck_floats (const cJSON *node, guint *n)
{
  g_autofree double *numbers = gradcheck_numbers (node, n);
  float *floats = g_new (float, *n);
  for (guint i = 0; i < *n; i++)
    floats[i] = numbers[i];
  return floats;
}

Model *
make_model (const ModelKind *kind, guint features, guint classes, const gint64 *hidden, guint n_hidden)
{
  g_autoptr (Knobs) knobs = knobs_new (kind->knobs);
  Dataset shape = { .features = features, .classes = classes };
  if (n_hidden > 0)
    knobs_set_integers (knobs, "hidden", hidden, n_hidden);
  g_autoptr (GError) error = NULL;
  Model *model = model_new (kind, knobs, &shape, &error);
  g_assert_no_error (error);
  return model;
}

Model *
make_cnn (const guint shape[3], guint classes, const gint64 *channels, guint n_channels, guint padding, guint pool)
{
  g_autoptr (Knobs) knobs = knobs_new (model_cnn.knobs);
  Dataset data = { .features = shape[0] * shape[1] * shape[2], .classes = classes, .shape = { shape[0], shape[1], shape[2] } };
  knobs_set_integers (knobs, "channels", channels, n_channels);
  knobs_set_integers (knobs, "padding", (gint64[]){ padding }, 1);
  knobs_set_integers (knobs, "pool", (gint64[]){ pool }, 1);
  g_autoptr (GError) error = NULL;
  Model *model = model_new (&model_cnn, knobs, &data, &error);
  g_assert_no_error (error);
  return model;
}

float *
make_workspace (const Model *model, guint n)
{
  return g_new (float, model_workspace_floats (model, n));
}

double
norm (const float *x, gsize n)
{
  double sum = 0;
  for (gsize i = 0; i < n; i++)
    sum += (double)x[i] * x[i];
  return sqrt (sum);
}
