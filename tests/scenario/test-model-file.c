/* The shipped model descriptions against published totals and against what the trainable models themselves say; and mistakes in
 * such a file. Parameters exactly, FLOPs to 1 %.
 */
#include "learning/model.h"
#include "scenario/model_file.h"
#include "test-scenario.h"

typedef struct
{
  const char *name;
  guint64 parameters;
  double parameters_within; /* of the published figure, where that is rounded */
  double flops;             /* of a sample, or of a token with its share of attention */
} Published;

static const Published published[] = {
  { "resnet50", 25557032, 0, 8.18e9 },
  { "resnet101", 44549160, 0, 15.6e9 },
  { "vgg16", 138357544, 0, 30.94e9 },
  { "inception-v3", 27161264, 0, 11.43e9 },
  { "bert-large", 335141888, 0, 3.35e11 / 512 },
  { "gpt3-175b", 174600000000, 1e-3, 3.49e11 + 4.8e9 },
  { "llama3-8b", 8030261248, 0, 1.61e10 + 2.1e9 },
  { "llama3-70b", 70553706496, 0, 1.41e11 + 1.07e10 },
  { "llama3-405b", 405853388800, 0, 8.12e11 + 3.4e10 },
  /* 12lh² + 13lh + (V + s)h + 2h parameters; 2(12lh² + Vh) + 2lsh FLOPs a token; l = 48, h = 1600, V = 50257, s = 1024 */
  { "gpt2-xl", 1557611200, 0, 2 * (12. * 48 * 1600 * 1600 + 50257. * 1600) + 2. * 48 * 1024 * 1600 },
  { "softmax", 7850, 0, 15680 },
  { "mlp", 109386, 0, 218368 },
  { "lenet", 61706, 0, 833040 },
};

static ModelDescription *
read_shipped (const char *name)
{
  g_autofree char *file = g_strdup_printf ("%s.json", name);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "models", file, NULL);
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  ModelDescription *description = model_file_read (path, diagnostics);
  diagnostics_print (diagnostics, stderr, FALSE);
  g_assert_nonnull (description);
  return description;
}

static void
test_totals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    {
      const Published *p = &published[i];
      g_autoptr (ModelDescription) description = read_shipped (p->name);
      double flops = model_description_forward_flops (description) / MAX (description->tokens, 1);
      double off = fabs ((double)model_description_parameters (description) - p->parameters);
      g_assert_cmpstr (description->name, ==, p->name);
      g_assert_cmpfloat (off, <=, p->parameters_within * p->parameters);
      g_assert_cmpfloat_with_epsilon (flops, p->flops, 0.01 * p->flops);
      g_assert_cmpuint (model_description_activation_bytes (description), >, 0);
    }
}

/* The published table counts every file of the folder. */
static void
test_every_file (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "models", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;
  for (const char *name = g_dir_read_name (dir); name; name = g_dir_read_name (dir))
    n += g_str_has_suffix (name, ".json");
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (published));
}

/* A trainable description says, layer by layer, what the model says that is built from it for Fashion-MNIST. */
static void
test_trainable (void)
{
  static const char *const names[] = { "softmax", "mlp", "lenet" };
  Dataset shape = { .features = 784, .classes = 10, .shape = { 1, 28, 28 } };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (ModelDescription) description = read_shipped (names[i]);
      g_autoptr (Model) model = model_new (description->kind, description->knobs, &shape, NULL);
      g_autoptr (ModelDescription) built = model_describe (model);
      guint n, n_built;
      const LayerDescription *a = model_description_layers (description, &n);
      const LayerDescription *b = model_description_layers (built, &n_built);
      g_assert_cmpuint (n, ==, n_built);
      g_assert_cmpuint (model_description_parameters (built), ==, model_n_parameters (model));
      for (guint l = 0; l < MIN (n, n_built); l++)
        {
          g_assert_cmpuint (a[l].parameters, ==, b[l].parameters);
          g_assert_cmpfloat (a[l].forward_flops, ==, b[l].forward_flops);
          g_assert_cmpuint (a[l].activation_bytes, ==, b[l].activation_bytes);
          g_assert_cmpuint (a[l].arithmetic, ==, b[l].arithmetic);
        }
    }
}

/* @text read as a model file must fail with the words @told, "LINE:COLUMN: error: POINTER: …", in what is printed. */
static void
check_wrong (const char *text, const char *told)
{
  g_autofree char *dir = g_dir_make_tmp ("lockstep-model-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "m.json", NULL), *printed = g_build_filename (dir, "printed", NULL);
  g_autofree char *words = NULL;
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_null (model_file_read (path, diagnostics));
  FILE *to = fopen (printed, "w");
  diagnostics_print (diagnostics, to, FALSE);
  fclose (to);
  g_assert_true (g_file_get_contents (printed, &words, NULL, NULL));
  g_assert_nonnull (strstr (words, told));
  g_remove (path);
  g_remove (printed);
  g_rmdir (dir);
}

/* Every layer with FLOPs is a convolution by its name, or a product. */
static void
test_arithmetic (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    {
      g_autoptr (ModelDescription) description = read_shipped (published[i].name);
      guint n;
      const LayerDescription *layers = model_description_layers (description, &n);
      for (guint l = 0; l < n; l++)
        {
          const char *name = layers[l].name;
          gboolean once = strcmp (name, "aux.conv1") == 0; /* its output is one element a channel */
          gboolean convolution = !once && (strstr (name, "conv") || strstr (name, "downsample") || strstr (name, "branch"));
          if (layers[l].forward_flops > 0)
            g_assert_cmpint (layers[l].arithmetic, ==, convolution ? ARITHMETIC_CONVOLUTION : ARITHMETIC_PRODUCT);
        }
    }
}

#define HEAD "{\"format\":1,\"name\":\"m\",\"summary\":\"s\",\"source\":\"x\",\"sample\":\"row\",\n"
#define LAYER "{\"name\":\"a\",\"parameters\":3,\"forward_flops\":6,\"activation_bytes\":4}"

static void
test_wrong (void)
{
  check_wrong ("[]", "m.json:1:1: error:");
  check_wrong ("{\"format\": 2}", "m.json:1:12: error: /format: must be 1");
  check_wrong (HEAD "\"layers\":[]}", "m.json:2:10: error: /layers: must have at least one layer");
  check_wrong (HEAD "\"layer\":[]}", "did you mean \"layers\"?");
  check_wrong (HEAD "\"layers\":[{\"name\":\"a\"}]}", "\"parameters\" is missing");
  check_wrong (HEAD "\"layers\":[" LAYER ",\n{\"name\":\"b\",\"parameters\":-3,\"forward_flops\":6,\"activation_bytes\":4}]}",
               "m.json:3:26: error: /layers/1/parameters: must be at least 0");
  check_wrong (HEAD "\"train\":{\"model\":\"mpl\"},\"layers\":[" LAYER "]}", "did you mean \"mlp\"?");
  check_wrong (HEAD "\"train\":{\"model\":\"mlp\",\"hidden\":[0]},\"layers\":[" LAYER "]}",
               "/train/hidden/0: must be at least 1");
  check_wrong (HEAD "\"train\":{\"model\":\"mlp\",\"kernel\":3},\"layers\":[" LAYER "]}", "/train/kernel: mlp has no such knob");
}

/* A vision transformer's projection is used for every patch and yet a product: the file says so. */
static void
test_arithmetic_given (void)
{
  static const char text[] = HEAD
      "\"layers\":[{\"name\":\"a\",\"parameters\":3,\"forward_flops\":600,\"activation_bytes\":4},"
      "{\"name\":\"b\",\"parameters\":3,\"forward_flops\":600,\"activation_bytes\":4,\"arithmetic\":\"product\"}]}";
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  g_autoptr (ModelDescription) description = model_file_parse ("m.json", text, strlen (text), diagnostics);
  guint n;
  g_assert_nonnull (description);
  const LayerDescription *layers = model_description_layers (description, &n);
  g_assert_cmpint (layers[0].arithmetic, ==, ARITHMETIC_CONVOLUTION);
  g_assert_cmpint (layers[1].arithmetic, ==, ARITHMETIC_PRODUCT);
  check_wrong (HEAD "\"layers\":[{\"name\":\"a\",\"parameters\":3,\"forward_flops\":6,\"activation_bytes\":4,\n\"arithmetic\":"
                    "\"gemm\"}]}",
               "m.json:3:14: error: /layers/0/arithmetic: must be product or convolution, found \"gemm\"");
}

static void
test_find (void)
{
  g_autofree char *tree = g_test_build_filename (G_TEST_DIST, "..", NULL);
  static const char *const words[] = { "lenet", "lenet.json", "models/lenet", "models/lenet.json" };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *path = model_file_find (words[i], tree);
      g_assert_nonnull (path);
      g_assert_true (path && g_str_has_suffix (path, "/models/lenet.json"));
    }
  g_assert_null (model_file_find ("no-such-model", tree));
}

/* Beside a scenario resnet50.json the word resnet50 still means the model, and resnet50.json the file. */
static void
test_find_beside (void)
{
  g_autofree char *dir = g_dir_make_tmp ("lockstep-model-XXXXXX", NULL);
  g_autofree char *beside = g_build_filename (dir, "resnet50.json", NULL);
  g_assert_true (g_file_set_contents (beside, "{}", -1, NULL));
  g_autofree char *word = model_file_find ("resnet50", dir), *path = model_file_find ("resnet50.json", dir);
  g_assert_true (word && g_str_has_suffix (word, "/models/resnet50.json"));
  g_assert_cmpstr (path, ==, beside);
  g_remove (beside);
  g_rmdir (dir);
}

void
add_model_file_tests (void)
{
  g_test_add_func ("/model-file/totals", test_totals);
  g_test_add_func ("/model-file/every-file", test_every_file);
  g_test_add_func ("/model-file/trainable", test_trainable);
  g_test_add_func ("/model-file/arithmetic", test_arithmetic);
  g_test_add_func ("/model-file/arithmetic-given", test_arithmetic_given);
  g_test_add_func ("/model-file/wrong", test_wrong);
  g_test_add_func ("/model-file/find", test_find);
  g_test_add_func ("/model-file/find-beside", test_find_beside);
}
