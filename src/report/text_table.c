#include "report/text_table.h"

#include "base/escape.h"

#define GAP 2 /* before a column */

typedef struct
{
  char *heading;
  char **cells;
  gboolean left;
  guint width;
} Column;

struct _TextTable
{
  guint n_rows;
  GArray *columns; /* Column */
};

static void
column_clear (gpointer data)
{
  Column *column = data;
  g_free (column->heading);
  g_strfreev (column->cells);
}

TextTable *
text_table_new (guint n_rows)
{
  TextTable *table = g_new0 (TextTable, 1);
  table->n_rows = n_rows;
  table->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (table->columns, column_clear);
  return table;
}

void
text_table_free (TextTable *table)
{
  g_array_unref (table->columns);
  g_free (table);
}

static const Column *
column_at (const TextTable *table, guint column)
{
  return &g_array_index (table->columns, Column, column);
}

/* Puts what the terminal may show in the place of @text and takes its width into account. */
static void
take_cell (Column *column, char **text)
{
  g_autofree char *raw = *text;
  *text = printable (raw);
  column->width = MAX (column->width, (guint)g_utf8_strlen (*text, -1));
}

void
text_table_add (TextTable *table, char *heading, char **cells, gboolean left)
{
  Column column = { heading, cells, left, 0 };
  g_assert (g_strv_length (cells) == table->n_rows);
  take_cell (&column, &column.heading);
  for (guint i = 0; i < table->n_rows; i++)
    take_cell (&column, &column.cells[i]);
  g_array_append_val (table->columns, column);
}

guint
text_table_n_columns (const TextTable *table)
{
  return table->columns->len;
}

const char *
text_table_heading (const TextTable *table, guint column)
{
  return column_at (table, column)->heading;
}

guint
text_table_width (const TextTable *table, guint column)
{
  return GAP + column_at (table, column)->width;
}

/* @row G_MAXUINT: the headings. */
static void
print_row (const TextTable *table, guint row, const guint *columns, guint n, FILE *to)
{
  for (guint i = 0; i < n; i++)
    {
      const Column *column = column_at (table, columns[i]);
      const char *text = row == G_MAXUINT ? column->heading : column->cells[row];
      guint room = column->width - (guint)g_utf8_strlen (text, -1);
      if (column->left)
        fprintf (to, "%*s%s%*s", i > 0 ? GAP : 0, "", text, i + 1 < n ? (int)room : 0, "");
      else
        fprintf (to, "%*s%s", GAP + (int)room, "", text);
    }
}

/* How many columns from @first on, a multiple of @together, fit into @room; at least @together. */
static guint
count_fitting (const TextTable *table, guint first, guint together, guint64 room)
{
  guint64 used = 0;
  guint n = 0;
  while (first + n < table->columns->len)
    {
      for (guint i = 0; i < together; i++)
        used += text_table_width (table, first + n + i);
      if (n > 0 && used > room)
        break;
      n += together;
    }
  return n;
}

void
text_table_print_blocks (const TextTable *table, guint n_fixed, guint together, FILE *to, gboolean colour, guint width)
{
  g_autofree guint *columns = g_new (guint, table->columns->len);
  guint64 fixed = 0;
  for (guint c = 0; c < n_fixed; c++)
    {
      columns[c] = c;
      fixed += text_table_width (table, c);
    }
  for (guint first = n_fixed, n; first < table->columns->len; first += n)
    {
      n = count_fitting (table, first, together, width - MIN (width, fixed));
      for (guint c = 0; c < n; c++)
        columns[n_fixed + c] = first + c;
      if (first > n_fixed)
        fputc ('\n', to);
      text_table_print (table, columns, n_fixed + n, to, colour);
    }
}

void
text_table_print (const TextTable *table, const guint *columns, guint n, FILE *to, gboolean colour)
{
  fputs (colour ? "\033[1m" : "", to);
  print_row (table, G_MAXUINT, columns, n, to);
  fputs (colour ? "\033[0m\n" : "\n", to);
  for (guint row = 0; row < table->n_rows; row++)
    {
      print_row (table, row, columns, n, to);
      fputc ('\n', to);
    }
}
