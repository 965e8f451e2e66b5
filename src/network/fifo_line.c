#include "network/fifo_line.h"

void
fifo_line_clear (FifoLine *line)
{
  g_free (line->spots);
}

static guint32 *
spot_of (const FlowTable *table, const Spot *spot)
{
  return &flow_hops (flow_table_flow (table, spot->flow))[spot->hop].spot;
}

static void
close_gaps (FifoLine *line, const FlowTable *table)
{
  guint32 n = 0, end = 0;
  for (guint32 i = 0; i < line->n; i++)
    if (line->spots[i].flow != FLOW_NONE)
      {
        line->spots[n] = line->spots[i];
        *spot_of (table, &line->spots[n]) = n;
        n++;
        if (i < line->end)
          end = n;
      }
  line->n = n;
  line->end = end;
}

void
fifo_line_join (FifoLine *line, const FlowTable *table, FlowId flow, guint32 hop, guint32 n_members)
{
  if (line->n == line->room && n_members <= line->room / 2)
    close_gaps (line, table);
  else if (line->n == line->room)
    {
      line->room = MAX (2, 2 * line->room);
      line->spots = g_renew (Spot, line->spots, line->room);
    }
  line->spots[line->n] = (Spot){ .flow = flow, .hop = hop };
  *spot_of (table, &line->spots[line->n]) = line->n;
  line->n++;
}

void
fifo_line_leave (FifoLine *line, guint32 spot)
{
  line->spots[spot].flow = FLOW_NONE;
  if (spot + 1 == line->n)
    line->n--;
  line->end = MIN (line->end, line->n);
}

void
fifo_line_check (const FifoLine *line, const FlowTable *table)
{
  guint64 last = 0;
  for (guint32 i = 0; i < line->n; i++)
    {
      const Spot *spot = &line->spots[i];
      if (spot->flow == FLOW_NONE)
        continue;
      g_assert (*spot_of (table, spot) == i);
      g_assert (flow_table_flow (table, spot->flow)->sequence > last);
      g_assert (i < line->end || fifo_line_rate (line, table, i) == 0);
      last = flow_table_flow (table, spot->flow)->sequence;
    }
}
