/* Knobs of all sorts, as a descriptor may declare them: read, misread, printed, found by a pointer. No descriptor of lockstep's
 * own has them all, so they stand here in a table of a protocol that does not exist. */
#include "base/distribution.h"
#include "learning/optimizer.h"
#include "scenario/members.h"
#include "scenario/reader.h"
#include "scenario/writer.h"
#include "test-scenario.h"

static const char *const merges[] = { "average", "age", "overwrite", NULL };

/* A word that brings knobs, one of which brings knobs again. */
typedef struct
{
  const char *name, *summary;
  const Knob *knobs;
} Selection;

static const Selection all_of_them = { "all", "everybody", NULL };
static const Selection by_loss = {
  "loss",
  "the worst first",
  (const Knob[]){ { "share", KNOB_NUMBER, 0.25, .max = 1, .help = "how many" },
                  { "every", DISTRIBUTION_OF_TIMES, .help = "how often" },
                  { NULL } },
};
static const Selection *const selections[] = { &all_of_them, &by_loss, NULL };
static const char *const not_yet[] = { "size", NULL };
WORDS_WITH_KNOBS (selection, Selection, selections)
static const WordTable selection_words = { "selection", "selections", WORD_FUNCTIONS (selection), not_yet };

static const Knob outer_members[] = {
  { "kind", KNOB_WORD, .table = &optimizer_words, .required = TRUE, .help = "the rule" },
  { NULL },
};

static const Knob overlay_members[] = {
  { "degree", KNOB_INTEGER, 2, .min = 1, .max = 64, .help = "neighbours" },
  { "p", KNOB_NUMBER, NAN, .max = 1, .help = "a chance" },
  { NULL },
};

static gboolean
suits (const Knobs *members, GError **error)
{
  if (knob_number (members, "low") <= knob_number (members, "high"))
    return TRUE;
  g_set_error (error, g_quark_from_static_string ("test"), 0, "low is above high");
  return FALSE;
}

static const Knob band_members[] = {
  { "low", KNOB_INTEGER, 1, .max = 1e9, .help = "the least" },
  { "high", KNOB_INTEGER, 7, .max = 1e9, .help = "the most" },
  { NULL },
};

static const Knob stage_members[] = {
  { "name", KNOB_STRING, .required = TRUE, .help = "what it is called" },
  { "bytes", KNOB_BYTES, NAN, .max = 1e18, .help = "its size" },
  { NULL },
};

static const Knob knobs_of_all_sorts[] = {
  { "local_steps", KNOB_INTEGER, 1, .min = 1, .max = 1e9, .help = "steps of a round" },
  { "seed", KNOB_INTEGER, 1, .max = 18446744073709551615.0, .help = "a number of 64 bits" },
  { "round_deadline", KNOB_TIME, NAN, .max = 9e9, .help = "when a round ends" },
  { "buffer", KNOB_BYTES, 4096, .min = 1, .max = 1e18, .help = "a size" },
  { "uplink", KNOB_RATE, NAN, .min = 1, .max = 1e15, .help = "a rate" },
  { "speed", KNOB_FLOPS_RATE, NAN, .min = 1, .max = 1e24, .help = "a speed" },
  { "asynchronous", KNOB_BOOLEAN, .help = "a switch" },
  { "merge", KNOB_WORD, .word = "age", .words = merges, .noun = "way to merge", .help = "how two become one" },
  { "file", KNOB_PATH, .help = "a file" },
  { "tag", KNOB_STRING, .help = "a text" },
  { "shares", KNOB_NUMBERS, NAN, .max = 1, .help = "some shares" },
  { "delays", KNOB_TIMES, NAN, .max = 9e9, .help = "some times" },
  { "widths", KNOB_INTEGERS, 3, .min = 1, .max = 99, .help = "some widths" },
  { "ways", KNOB_WORDS, .words = merges, .noun = "way to merge", .help = "some of the words" },
  { "hosts", KNOB_WORDS, .help = "some names" },
  { "delay", DISTRIBUTION_OF_TIMES, .help = "of a message" },
  { "factor", DISTRIBUTION_OF_NUMBERS, .help = "of a step" },
  { "outer_optimizer", KNOB_OBJECT, .members = outer_members, .help = "what a round's average does" },
  { "overlay", KNOB_OBJECT, .members = overlay_members, .help = "who knows whom" },
  { "band", KNOB_OBJECT, .members = band_members, .accepts = suits, .help = "two bounds" },
  { "stages", KNOB_OBJECTS, .members = stage_members, .help = "one after another" },
  { "selection", KNOB_WORD, .word = "all", .table = &selection_words, .help = "who takes part" },
  { NULL },
};

static const Knob protocol = { "protocol", KNOB_OBJECT, .members = knobs_of_all_sorts, .help = "an object of all of them" };

/* Reads @text, an object of knobs, into @knobs. (transfer full) What was said. */
static char *
read_into (const char *text, Knobs *knobs)
{
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  g_autoptr (Document) document = document_new (json_text_new ("t.json", text, strlen (text), diagnostics));
  g_autoptr (GPtrArray) wrong = g_ptr_array_new_with_free_func (g_free);
  Scenario scenario = { .base_dir = (char *)"/data" };
  Reader reader = { .document = document, .diagnostics = diagnostics, .scenario = &scenario, .wrong = wrong };
  read_knobs (&reader, document_root (document), knobs);
  report_stray_knobs (&reader, document_root (document), knobs);
  return diagnostics_text (diagnostics, FALSE);
}

/* (transfer full) The knobs of all sorts as @text, an object, says; what was said goes to @said. */
static Knobs *
read_text (const char *text, char **said)
{
  Knobs *knobs = knobs_new (knobs_of_all_sorts);
  *said = read_into (text, knobs);
  return knobs;
}

static void
test_given (void)
{
  static const char text[] =
      "{ \"local_steps\": 5, \"seed\": 18446744073709551615, \"round_deadline\": \"2.5 s\", \"buffer\": \"3 MB\", "
      "\"uplink\": \"10 Mbit/s\", \"speed\": \"7 TFLOP/s\", \"asynchronous\": true, \"merge\": \"overwrite\", \"file\": \"a/b\", "
      "\"tag\": \"x\", \"shares\": [0.25, 0.5], \"delays\": \"3 ms\", \"widths\": [7, 11], "
      "\"ways\": [\"age\", \"average\"], \"hosts\": \"a\", "
      "\"delay\": { \"dist\": \"lognormal\", \"median\": \"13 ms\", \"sigma\": 0.5 }, "
      "\"factor\": { \"dist\": \"uniform\", \"low\": 1, \"high\": 3 }, "
      "\"outer_optimizer\": { \"kind\": \"sgd\", \"rate\": 0.7, \"momentum\": 0.9 }, \"overlay\": { \"p\": 0.1 }, "
      "\"stages\": [ { \"name\": \"a\" }, { \"name\": \"b\", \"bytes\": \"7 kB\" } ], \"selection\": \"loss\", "
      "\"every\": { \"dist\": \"constant\", \"value\": \"2 s\" } }";
  g_autofree char *said = NULL;
  g_autoptr (Knobs) k = read_text (text, &said);
  const Knobs *brought;
  guint n;
  g_assert_cmpstr (said, ==, "");
  g_assert_cmpuint (knob_integer (k, "local_steps"), ==, 5);
  g_assert_true (knob_integer (k, "seed") == G_MAXUINT64);
  g_assert_cmpfloat (knob_number (k, "round_deadline"), ==, 2.5);
  g_assert_cmpfloat (knob_number (k, "buffer"), ==, 3e6);
  g_assert_cmpfloat (knob_number (k, "uplink"), ==, 1.25e6);
  g_assert_cmpfloat (knob_number (k, "speed"), ==, 7e12);
  g_assert_true (knob_boolean (k, "asynchronous"));
  g_assert_cmpstr (knob_word (k, "merge"), ==, "overwrite");
  g_assert_cmpuint (knob_word_index (k, "merge"), ==, 2);
  g_assert_cmpstr (knob_word (k, "file"), ==, "/data/a/b");
  g_assert_cmpfloat (knob_numbers (k, "shares", &n)[1], ==, 0.5);
  g_assert_cmpfloat (knob_numbers (k, "delays", &n)[0], ==, 0.003);
  g_assert_cmpint (knob_integers (k, "widths", &n)[1], ==, 11);
  g_assert_cmpstr (knob_words (k, "ways")[1], ==, "average");
  g_assert_cmpstr (knob_words (k, "hosts")[0], ==, "a");
  g_assert_null (knob_words (k, "hosts")[1]);
  Distribution delay = distribution_from_knobs (knob_object (k, "delay"));
  g_assert_cmpstr (delay.kind->name, ==, "lognormal");
  g_assert_cmpfloat (delay.p[0], ==, 0.013);
  g_assert_cmpfloat (delay.p[1], ==, 0.5);
  g_assert_cmpfloat (distribution_from_knobs (knob_object (k, "factor")).p[1], ==, 3);
  g_assert_true (knob_choice (knob_object (k, "outer_optimizer"), "kind", &brought) == &optimizer_sgd);
  g_assert_cmpfloat (knob_number (brought, "rate"), ==, 0.7);
  g_assert_cmpfloat (knob_number (brought, "weight_decay"), ==, 0);
  g_assert_cmpuint (knob_integer (knob_object (k, "overlay"), "degree"), ==, 2);
  g_assert_cmpstr (knob_word (knob_objects (k, "stages", &n)[1], "name"), ==, "b");
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (knob_choice (k, "selection", &brought) == &by_loss);
  g_assert_cmpfloat (knob_number (brought, "share"), ==, 0.25);
  g_assert_cmpfloat (distribution_from_knobs (knob_object (brought, "every")).p[0], ==, 2);
}

/* An object that is not given has its members' defaults; one whose members cannot do without a value is not there. */
static void
test_absent (void)
{
  g_autofree char *said = NULL;
  g_autoptr (Knobs) k = read_text ("{}", &said);
  guint n;
  g_assert_cmpstr (said, ==, "");
  g_assert_cmpuint (knob_integer (knob_object (k, "overlay"), "degree"), ==, 2);
  g_assert_false (knob_given (k, "overlay"));
  g_assert_null (knob_object (k, "outer_optimizer"));
  g_assert_null (knob_object (k, "delay"));
  g_assert_null (distribution_from_knobs (knob_object (k, "delay")).kind);
  g_assert_null (knob_objects (k, "stages", &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (knob_words (k, "hosts"));
  g_assert_true (knob_choice (k, "selection", NULL) == &all_of_them);
  g_assert_true (isnan (knob_number (k, "round_deadline")));
}

/* Each mistake at its place, in words that fit. */
static void
test_wrong (void)
{
  static const struct
  {
    const char *text, *said;
  } cases[] = {
    { "{ \"local_step\": 5 }", "/local_step: unknown key (did you mean \"local_steps\"?)" },
    { "{ \"local_steps\": 0 }", "/local_steps: must be at least 1, found 0" },
    { "{ \"round_deadline\": 3 }", "/round_deadline: expected a time with a unit, such as \"25 us\", found a number" },
    { "{ \"merge\": \"rage\" }", "/merge: \"rage\" is no way to merge (did you mean \"age\"?)" },
    { "{ \"shares\": [0.5, 2] }", "/shares/1: must be at most 1, found 2" },
    { "{ \"delays\": [\"1 s\", \"1 B\"] }", "/delays/1: " },
    { "{ \"ways\": [\"age\", \"fade\"] }", "/ways/1: \"fade\" is no way to merge: expected average, age or overwrite" },
    { "{ \"overlay\": 3 }", "/overlay: expected an object, found a number" },
    { "{ \"overlay\": { \"degre\": 3 } }", "/overlay/degre: unknown key (did you mean \"degree\"?)" },
    { "{ \"overlay\": { \"degree\": 65 } }", "/overlay/degree: must be at most 64, found 65" },
    { "{ \"outer_optimizer\": { \"rate\": 1 } }", "/outer_optimizer: \"kind\" is missing: the rule" },
    { "{ \"outer_optimizer\": { \"kind\": \"sgd\" } }", "/outer_optimizer: \"rate\" is missing" },
    { "{ \"outer_optimizer\": { \"kind\": \"adam\" } }", "/outer_optimizer/kind: the optimizer \"adam\" is not in this version" },
    { "{ \"outer_optimizer\": { \"kind\": \"sgd\", \"rate\": 1, \"momentun\": 0 } }",
      "/outer_optimizer/momentun: unknown key (did you mean \"momentum\"?)" },
    { "{ \"share\": 0.5 }", "/share: share is a knob of loss, not of all" },
    { "{ \"selection\": \"size\" }", "/selection: the selection \"size\" is not in this version" },
    { "{ \"selection\": \"loss\", \"every\": { \"dist\": \"exponential\", \"mean\": 3 } }", "/every/mean: expected a time" },
    { "{ \"delay\": { \"dist\": \"uniform\", \"low\": \"3 s\", \"high\": \"1 s\" } }", "/delay: high of a uniform distribution" },
    { "{ \"band\": { \"low\": 8 } }", "/band: low is above high" },
    { "{ \"stages\": [ { \"name\": \"a\" }, { \"nam\": \"b\" } ] }", "/stages/1: \"name\" is missing" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = NULL, *expected = g_strconcat ("error: ", cases[i].said, NULL);
      g_autoptr (Knobs) knobs = read_text (cases[i].text, &said);
      if (!strstr (said, expected))
        g_test_message ("%s: %s", cases[i].text, said);
      g_assert_nonnull (strstr (said, expected));
    }
}

/* What is printed has every default filled in and reads back to the same. */
static void
test_printed (void)
{
  static const char text[] = "{ \"round_deadline\": \"2 s\", \"outer_optimizer\": { \"kind\": \"sgd\", \"rate\": 0.5 }, "
                             "\"stages\": [ { \"name\": \"a\" } ], \"selection\": \"loss\", \"widths\": [], \"hosts\": [\"a\"] }";
  const Knob alone[] = { protocol, { NULL } };
  g_autoptr (Knobs) first = knobs_new (alone), second = knobs_new (alone);
  g_autofree char *said = read_into (text, knobs_add_object (first, "protocol"));
  g_autofree char *printed = knob_json (first, alone, 0);
  g_assert_cmpstr (printed, ==,
                   "{\n  \"local_steps\": 1,\n  \"seed\": 1,\n  \"round_deadline\": \"2 s\",\n  \"buffer\": \"4.096 kB\",\n"
                   "  \"asynchronous\": false,\n  \"merge\": \"age\",\n  \"widths\": [],\n  \"hosts\": [\"a\"],\n"
                   "  \"outer_optimizer\": {\n    \"kind\": \"sgd\",\n    \"rate\": 0.5,\n    \"momentum\": 0,\n"
                   "    \"weight_decay\": 0\n  },\n  \"overlay\": {\n    \"degree\": 2\n  },\n"
                   "  \"band\": {\n    \"low\": 1,\n    \"high\": 7\n  },\n"
                   "  \"stages\": [\n    {\n      \"name\": \"a\"\n    }\n  ],\n  \"selection\": \"loss\",\n"
                   "  \"share\": 0.25\n}");
  g_autofree char *said_again = read_into (printed, knobs_add_object (second, "protocol"));
  g_autofree char *reprinted = knob_json (second, alone, 0);
  g_assert_cmpstr (said_again, ==, "");
  g_assert_cmpstr (reprinted, ==, printed);
}

/* A copy shares nothing with its original, however deep. */
static void
test_copied (void)
{
  g_autofree char *said = NULL;
  g_autoptr (Knobs) first = read_text ("{ \"outer_optimizer\": { \"kind\": \"sgd\", \"rate\": 0.5 }, "
                                       "\"stages\": [ { \"name\": \"a\" } ], \"selection\": \"loss\" }",
                                       &said);
  g_autoptr (Knobs) second = knobs_copy (first);
  const Knobs *brought;
  guint n;
  knobs_set_number (knobs_brought (knobs_add_object (first, "outer_optimizer"), "kind"), "rate", 0.25);
  knobs_set_word (knobs_add_object (first, "stages"), "name", "b");
  knobs_set_word (first, "selection", "all");
  knob_choice (knob_object (second, "outer_optimizer"), "kind", &brought);
  g_assert_cmpfloat (knob_number (brought, "rate"), ==, 0.5);
  knob_objects (second, "stages", &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (knob_choice (second, "selection", &brought) == &by_loss);
  g_assert_nonnull (brought);
  g_assert_null (knobs_table (knobs_brought (first, "selection")));
}

static gboolean
holds (const GArray *members, const char *name, const char *word)
{
  for (guint i = 0; i < members->len; i++)
    {
      const Member *m = &g_array_index (members, Member, i);
      if (strcmp (member_name (m), name) == 0 && g_strcmp0 (m->table ? m->table->name (m->word) : NULL, word) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What the schema, explain and the manual walk: members of objects of knobs, and the knobs of every word, in the same way. */
static void
test_members (void)
{
  const Member object = { .knob = &protocol }, outer = { .knob = knob_find (knobs_of_all_sorts, "outer_optimizer") };
  g_autoptr (GArray) all = members_of (&object), inside = members_of (&outer);
  g_assert_true (holds (all, "overlay", NULL));
  g_assert_true (holds (all, "share", "loss"));
  g_assert_false (holds (all, "rate", "sgd"));
  g_assert_true (holds (inside, "kind", NULL));
  g_assert_true (holds (inside, "rate", "sgd"));
}

void
add_knobs_tests (void)
{
  g_test_add_func ("/scenario/knobs/given", test_given);
  g_test_add_func ("/scenario/knobs/absent", test_absent);
  g_test_add_func ("/scenario/knobs/wrong", test_wrong);
  g_test_add_func ("/scenario/knobs/printed", test_printed);
  g_test_add_func ("/scenario/knobs/copied", test_copied);
  g_test_add_func ("/scenario/knobs/members", test_members);
}
