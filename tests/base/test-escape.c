/* A text in each language: what is said of it there by hand. */
#include "base/escape.h"
#include "test-base.h"

typedef struct
{
  const char *text, *gnuplot, *tic, *csv, *json, *xml, *tap, *terminal;
} Case;

static const Case cases[] = {
  { "plain", "\"plain\"", "\"plain\"", "plain", "\"plain\"", "plain", "plain", "plain" },
  { "", "\"\"", "\"\"", "", "\"\"", "", "", "" },
  { "a''b", "\"a''b\"", "\"a''b\"", "a''b", "\"a''b\"", "a''b", "a''b", "a''b" },
  { "50 %s", "\"50 %s\"", "\"50 %%s\"", "50 %s", "\"50 %s\"", "50 %s", "50 %s", "50 %s" },
  { "`id`\\", "\"\\140id\\140\\134\"", "\"\\140id\\140\\134\"", "`id`\\", "\"`id`\\\\\"", "`id`\\", "`id`\\\\", "`id`\\" },
  { "x\nok 9", "\"x ok 9\"", "\"x ok 9\"", "\"x\nok 9\"", "\"x\\u000aok 9\"", "x&#10;ok 9", "x\\u000aok 9", "x\\u000aok 9" },
  { "\"q\", r", "\"\\042q\\042, r\"", "\"\\042q\\042, r\"", "\"\"\"q\"\", r\"", "\"\\\"q\\\", r\"", "&quot;q&quot;, r", "\"q\", r",
    "\"q\", r" },
  { "]]>&<", "\"]]\u200b>&<\"", "\"]]\u200b>&<\"", "]]>&<", "\"]]>&<\"", "]]&gt;&amp;&lt;", "]]>&<", "]]>&<" },
  { "\033[1m", "\"\ufffd[1m\"", "\"\ufffd[1m\"", "\ufffd[1m", "\"\\u001b[1m\"", "\ufffd[1m", "\\u001b[1m", "\\u001b[1m" },
  { "\xef\xbf\xbe", "\"\ufffd\"", "\"\ufffd\"", "\ufffd", "\"\xef\xbf\xbe\"", "\ufffd", "\xef\xbf\xbe", "\xef\xbf\xbe" },
  { "\xffz", "\"\ufffdz\"", "\"\ufffdz\"", "\ufffdz", "\"\ufffdz\"", "\ufffdz", "\ufffdz", "\ufffdz" },
  { "# skip", "\"# skip\"", "\"# skip\"", "# skip", "\"# skip\"", "# skip", "\\# skip", "# skip" },
  { "\u202eab", "\"\u202eab\"", "\"\u202eab\"", "\u202eab", "\"\\u202eab\"", "\u202eab", "\\u202eab", "\\u202eab" },
};

static void
check (Escaper escape, const char *text, const char *wanted)
{
  g_autoptr (GString) to = g_string_new ("before ");
  g_autofree char *alone = escaped (escape, text), *behind = g_strconcat ("before ", wanted, NULL);
  escape (to, text);
  g_assert_cmpstr (alone, ==, wanted);
  g_assert_cmpstr (to->str, ==, behind);
}

static void
test_languages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      check (escape_gnuplot, c->text, c->gnuplot);
      check (escape_gnuplot_tic, c->text, c->tic);
      check (escape_csv, c->text, c->csv);
      check (escape_json, c->text, c->json);
      check (escape_xml, c->text, c->xml);
      check (escape_tap, c->text, c->tap);
      check (escape_terminal, c->text, c->terminal);
    }
}

void
escape_tests_add (void)
{
  g_test_add_func ("/base/escape/languages", test_languages);
}
