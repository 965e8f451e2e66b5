#include "base/knob.h"
#include "test-base.h"

static const char *const graphs[] = { "ring", "star", NULL };

static const Knob table[] = {
  { .name = "staleness", .type = KNOB_INTEGER, .value = 3, .max = 1e9, .help = "the bound" },
  { .name = "alpha", .type = KNOB_NUMBER, .value = NAN, .max = 1, .help = "may be absent" },
  { .name = "overlay", .type = KNOB_WORD, .word = "ring", .words = graphs, .help = "the graph" },
  { .name = "asynchronous", .type = KNOB_BOOLEAN, .help = "a switch" },
  { .name = "shape", .type = KNOB_INTEGERS, .value = NAN, .min = 1, .max = 100, .help = "absent unless given" },
  { .name = "hosts", .type = KNOB_WORDS, .help = "absent unless given" },
  { .name = "hidden", .type = KNOB_INTEGERS, .value = 128, .min = 1, .max = 1e6, .help = "one of 128" },
  { .name = NULL },
};

static void
test_defaults (void)
{
  g_autoptr (Knobs) knobs = knobs_new (table);
  guint n;

  g_assert_true (knobs_table (knobs) == table);
  g_assert_cmpuint (knob_integer (knobs, "staleness"), ==, 3);
  g_assert_true (isnan (knob_number (knobs, "alpha")));
  g_assert_cmpstr (knob_word (knobs, "overlay"), ==, "ring");
  g_assert_false (knob_boolean (knobs, "asynchronous"));
  g_assert_null (knob_integers (knobs, "shape", &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (knob_words (knobs, "hosts"));
  g_assert_cmpint (knob_integers (knobs, "hidden", &n)[0], ==, 128);
  g_assert_cmpuint (n, ==, 1);
  for (const Knob *knob = table; knob->name != NULL; knob++)
    g_assert_false (knob_given (knobs, knob->name));
}

/* A copy shares nothing with its original: what is set in one leaves the other. */
static void
test_copy_is_independent (void)
{
  g_autoptr (Knobs) first = knobs_new (table);
  g_autoptr (Knobs) second = NULL;
  guint n;

  knobs_set_number (first, "alpha", 0.385);
  knobs_set_word (first, "overlay", "star");
  knobs_set_integers (first, "shape", (const gint64[]){ 7, 11, 13 }, 3);
  knobs_set_words (first, "hosts", (const char *const[]){ "Paris", "New York", NULL });
  second = knobs_copy (first);
  knobs_set_number (first, "alpha", 0.7);
  knobs_set_word (first, "overlay", knob_word (first, "overlay"));
  knobs_set_word (first, "overlay", "ring");
  knobs_set_integers (first, "shape", (const gint64[]){ 5 }, 1);
  knobs_set_words (first, "hosts", (const char *const[]){ NULL });

  g_assert_cmpfloat (knob_number (second, "alpha"), ==, 0.385);
  g_assert_true (knob_given (second, "alpha"));
  g_assert_false (knob_given (second, "staleness"));
  g_assert_cmpstr (knob_word (second, "overlay"), ==, "star");
  g_assert_cmpint (knob_integers (second, "shape", &n)[2], ==, 13);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (knob_words (second, "hosts")[1], ==, "New York");
  g_assert_null (knob_words (first, "hosts")[0]);
  g_assert_cmpint (knob_integers (first, "shape", &n)[0], ==, 5);
  g_assert_cmpuint (n, ==, 1);
}

static void
test_find (void)
{
  g_autoptr (Knobs) none = knobs_new (NULL);

  g_assert_true (knob_find (table, "overlay") == &table[2]);
  g_assert_null (knob_find (table, "overlays"));
  g_assert_null (knob_find (NULL, "overlay"));
  g_assert_null (knobs_table (none));
}

void
knob_tests_add (void)
{
  g_test_add_func ("/base/knob/defaults", test_defaults);
  g_test_add_func ("/base/knob/copy-is-independent", test_copy_is_independent);
  g_test_add_func ("/base/knob/find", test_find);
}
