/* What ended on each actor in a stretch of time, for the critical path: computes, updates applied, messages that arrived, messages
 * that had left.
 *
 * Only what the stretch holds is gathered, by actor and kind, and put in order, where it is not, when somebody asks for it: a
 * path visits few actors and one iteration of many.
 *
 * Lifecycle: path_endings_new → path_endings_last and path_endings_compute, in any order → free.
 */
#pragma once

#include "report/critical_path.h"

typedef struct _PathEndings PathEndings;

/** Of what ended after @from and not after @until. @record is borrowed. */
PathEndings *path_endings_new (const Record *record, SimTime from, SimTime until);
void path_endings_free (PathEndings *endings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PathEndings, path_endings_free)

/** What ended last on @actor at or before @time; of what ended together the better explanation (compute, update, arrival, leaving),
 * and of equals the one that began first. FALSE: nothing in the stretch did. */
gboolean path_endings_last (PathEndings *endings, guint32 actor, SimTime time, PathStep *step);
/** The part up to @time of the compute of @actor that is under way then. FALSE: it does not compute, or ends or begins just then. */
gboolean path_endings_compute (PathEndings *endings, guint32 actor, SimTime time, PathStep *step);
