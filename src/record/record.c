#include "record/record.h"

#include "record/account.h"
#include "record/agenda.h"
#include "record/kept.h"

typedef struct
{
  Account account;
  guint64 iteration;   /* of the latest span */
  guint8 role;         /* ActorRole */
  guint8 kept;         /* the settings ask for it */
  Agenda *agenda;      /* NULL until something is kept back */
  const char *name;
} Actor;

struct _Record
{
  Kept kept;
  GArray *actors;      /* Actor */
  GStringChunk *names; /* theirs */
  guint32 n_workers;
  gboolean finished;
  SimTime end;
  guint64 fingerprint; /* the sum over all facts, each with its time, so that their order does not count */
};

/* What a report is, for the fingerprint. */
typedef enum
{
  REPORT_ACTOR = 1,
  REPORT_SPAN,
  REPORT_MESSAGE,
  REPORT_COLLECTIVE,
  REPORT_UPDATE,
  REPORT_INSTANT,
  REPORT_ACCOUNT,
  REPORT_END,
} ReportKind;

static const char *const span_names[N_SPAN_KINDS] = {
  [SPAN_COMPUTE] = "compute", [SPAN_PUSH] = "push",       [SPAN_PULL] = "pull", [SPAN_SEND] = "send",
  [SPAN_WAIT] = "wait",       [SPAN_BARRIER] = "barrier", [SPAN_DOWN] = "down", [SPAN_CHECKPOINT] = "checkpoint",
  [SPAN_APPLY] = "apply",
};

static const char *const activity_names[N_ACTIVITIES] = {
  [ACTIVITY_DOWN] = "down",       [ACTIVITY_CHECKPOINT] = "checkpoint",
  [ACTIVITY_COMPUTE] = "compute", [ACTIVITY_COMMUNICATE] = "communicate",
  [ACTIVITY_WAIT] = "wait",
};

const char *
span_kind_name (SpanKind kind)
{
  return span_names[kind];
}

const char *
activity_name (Activity activity)
{
  return activity_names[activity];
}

static void
actor_clear (gpointer data)
{
  Actor *actor = data;
  if (actor->agenda)
    agenda_clear (actor->agenda);
  g_free (actor->agenda);
}

Record *
record_new (const RecordSettings *settings)
{
  Record *record = g_new0 (Record, 1);
  kept_init (&record->kept, settings);
  record->actors = g_array_new (FALSE, TRUE, sizeof (Actor));
  g_array_set_clear_func (record->actors, actor_clear);
  record->names = g_string_chunk_new (4096);
  return record;
}

void
record_free (Record *record)
{
  if (record == NULL)
    return;
  g_array_unref (record->actors);
  g_string_chunk_free (record->names);
  kept_clear (&record->kept);
  g_free (record);
}

static Actor *
actor_at (const Record *record, guint32 actor)
{
  g_assert (actor < record->actors->len);
  return &g_array_index (record->actors, Actor, actor);
}

/* @detail is small; @text may be NULL. In line, since the words of most facts are counted beforehand. */
static inline void
add_fact (Record *record, ReportKind report, guint detail, guint32 actor, const char *text, const guint64 *words, guint n)
{
  Hash hash = HASH_START;
  g_assert (!record->finished);
  hash_u64 (&hash, (guint64)report << 56 | (guint64)detail << 32 | actor);
  for (guint i = 0; i < n; i++)
    hash_u64 (&hash, words[i]);
  if (text)
    hash_bytes (&hash, text, strlen (text));
  record->fingerprint += hash_value (&hash);
}

guint32
record_add_actor (Record *record, const char *name, ActorRole role)
{
  Actor actor = { .name = g_string_chunk_insert (record->names, name), .role = role, .kept = TRUE, .account = ACCOUNT_EMPTY };
  if (role == ACTOR_WORKER)
    actor.kept = kept_asks_for (&record->kept, record->n_workers++);
  add_fact (record, REPORT_ACTOR, role, record->actors->len, name, NULL, 0);
  g_array_append_val (record->actors, actor);
  return record->actors->len - 1;
}

gboolean
record_keeps (const Record *record)
{
  return kept_has_room (&record->kept);
}

void
record_span (Record *record, guint32 actor, SpanKind kind, SimTime start, SimTime end, guint64 iteration)
{
  g_assert (start <= end);
  actor_at (record, actor)->iteration = iteration;
  if (kind != SPAN_WAIT)
    add_fact (record, REPORT_SPAN, kind, actor, NULL, (const guint64[]){ start, end, iteration }, 3);
  if (actor_at (record, actor)->kept)
    kept_span (&record->kept, &(Span){ .actor = actor, .kind = kind, .start = start, .end = end, .iteration = iteration });
}

/* A message that a worker which is kept has a part in, or no worker has. */
static gboolean
message_kept (const Record *record, const MessageSpan *message)
{
  const Actor *from = actor_at (record, message->from), *to = actor_at (record, message->to);
  gboolean worker_kept = (from->kept && from->role == ACTOR_WORKER) || (to->kept && to->role == ACTOR_WORKER);
  return worker_kept || (from->role == ACTOR_SERVER && to->role == ACTOR_SERVER);
}

void
record_message (Record *record, const MessageSpan *message)
{
  g_assert (message->start <= message->left && message->left <= message->arrived);
  const guint64 words[] = { message->to,      message->start, message->left,     message->latency,
                            message->arrived, message->bytes, message->iteration };
  if (!message->inner)
    add_fact (record, REPORT_MESSAGE, (guint)message->kind << 1 | message->lost, message->from, NULL, words,
              G_N_ELEMENTS (words));
  if (record->kept.settings.keep_spans && message_kept (record, message))
    kept_message (&record->kept, message);
}

void
record_instant (Record *record, guint32 actor, const char *name, SimTime at)
{
  add_fact (record, REPORT_INSTANT, 0, actor, name, (const guint64[]){ at }, 1);
  if (actor == G_MAXUINT32 || actor_at (record, actor)->kept)
    kept_instant (&record->kept, &(Instant){ .at = at, .actor = actor, .name = name });
}

void
record_collective (Record *record, guint32 actor, guint64 number, guint64 iteration, gboolean ended, SimTime at)
{
  add_fact (record, REPORT_COLLECTIVE, ended, actor, NULL, (const guint64[]){ number, iteration, at }, 3);
}

void
record_update (Record *record, guint64 samples, guint64 staleness, SimTime at)
{
  add_fact (record, REPORT_UPDATE, 0, G_MAXUINT32, NULL, (const guint64[]){ samples, staleness, at }, 3);
}

/* A worker's wait becomes a span. */
static void
book_time (Record *record, guint32 id, SimTime now)
{
  const Actor *actor = actor_at (record, id);
  const Account *account = &actor->account;
  if (account->current == ACTIVITY_WAIT && actor->role == ACTOR_WORKER && now > account->since)
    record_span (record, id, SPAN_WAIT, account->since, now, actor->iteration);
  account_book (&actor_at (record, id)->account, now);
}

static void
book_activity (Record *record, guint32 id, Activity what, int change, SimTime now)
{
  Account *account = &actor_at (record, id)->account;
  Activity next = account_change (account, what, change, now);
  if (next == account->current)
    return;
  book_time (record, id, now);
  account->current = next;
}

static Agenda *
actor_agenda (const Record *record, guint32 id)
{
  Actor *actor = actor_at (record, id);
  if (!actor->agenda)
    actor->agenda = g_new0 (Agenda, 1);
  return actor->agenda;
}

static void
book_agenda (Record *record, guint32 id, SimTime now)
{
  Change change;
  while (agenda_next (actor_agenda (record, id), now, &change))
    book_activity (record, id, change.what, change.change, change.at);
}

void
record_activity (Record *record, guint32 id, Activity what, int change, SimTime now)
{
  Agenda *agenda = actor_at (record, id)->agenda;
  g_assert (!record->finished);
  if (!agenda || agenda_is_idle (agenda))
    {
      book_activity (record, id, what, change, now);
      return;
    }
  agenda_add (agenda, (Change){ now, 0, change, what });
  book_agenda (record, id, now);
}

void
record_hold (Record *record, guint32 id)
{
  actor_agenda (record, id)->held++;
}

void
record_release (Record *record, guint32 id, SimTime now)
{
  g_assert (actor_agenda (record, id)->held > 0);
  actor_agenda (record, id)->held--;
  book_agenda (record, id, now);
}

void
record_plan (Record *record, guint32 id, Activity what, SimTime from, SimTime to, guint64 source)
{
  g_assert (source != 0 && from <= to);
  agenda_add (actor_agenda (record, id), (Change){ from, source, 1, what });
  agenda_add (actor_agenda (record, id), (Change){ to, source, -1, what });
}

void
record_unplan (Record *record, guint32 id, Activity what, guint64 source, SimTime now)
{
  int rest = agenda_drop (actor_agenda (record, id), source, now);
  if (rest != 0)
    record_activity (record, id, what, rest, now);
}

static void
finish_actor (Record *record, guint32 id, SimTime end)
{
  Actor *actor = actor_at (record, id);
  if (actor->agenda)
    book_agenda (record, id, end);
  book_time (record, id, end);
  if (account_does_both (&actor->account))
    actor->account.hidden += end;
  add_fact (record, REPORT_ACCOUNT, 0, id, NULL, (const guint64 *)actor->account.spent, N_ACTIVITIES);
}

void
record_finish (Record *record, SimTime end)
{
  for (guint32 id = 0; id < record->actors->len; id++)
    finish_actor (record, id, end);
  add_fact (record, REPORT_END, 0, 0, NULL, (const guint64[]){ end }, 1);
  record->end = end;
  record->finished = TRUE;
}

guint
record_n_actors (const Record *record)
{
  return record->actors->len;
}

const char *
record_actor_name (const Record *record, guint32 actor)
{
  return actor_at (record, actor)->name;
}

ActorRole
record_actor_role (const Record *record, guint32 actor)
{
  return actor_at (record, actor)->role;
}

SimTime
record_time (const Record *record, guint32 actor, Activity what)
{
  g_assert (record->finished);
  return actor_at (record, actor)->account.spent[what];
}

SimTime
record_hidden (const Record *record, guint32 actor)
{
  g_assert (record->finished);
  return actor_at (record, actor)->account.hidden;
}

const Span *
record_spans (const Record *record, guint *n)
{
  *n = record->kept.spans.n;
  return record->kept.spans.items;
}

const MessageSpan *
record_messages (const Record *record, guint *n)
{
  *n = record->kept.messages.n;
  return record->kept.messages.items;
}

const Instant *
record_instants (const Record *record, guint *n)
{
  *n = record->kept.instants.n;
  return record->kept.instants.items;
}

gboolean
record_keeps_spans (const Record *record)
{
  return record->kept.settings.keep_spans;
}

gboolean
record_truncated (const Record *record)
{
  return record->kept.truncated;
}

guint64
record_max_spans (const Record *record)
{
  return record->kept.limit == G_MAXUINT64 ? record->kept.settings.max_spans : record->kept.settings.enough;
}

guint64
record_stride (const Record *record)
{
  return record->kept.stride;
}

gboolean
record_actor_kept (const Record *record, guint32 actor)
{
  return actor_at (record, actor)->kept;
}

SimTime
record_from (const Record *record)
{
  return MIN (record->kept.settings.from, record->end);
}

SimTime
record_until (const Record *record)
{
  SimTime asked = record->kept.settings.until > 0 ? record->kept.settings.until : record->end;
  return MIN (MIN (asked, record->kept.until), record->end);
}

SimTime
record_end (const Record *record)
{
  return record->end;
}

void
record_fingerprint (const Record *record, char out[17])
{
  g_snprintf (out, 17, "%016" G_GINT64_MODIFIER "x", record->fingerprint);
}
