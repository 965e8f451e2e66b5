/* The irregular keys: how they are read and printed, when they apply, and what they are when they are left out. The table of keys
 * refers to these. */
#pragma once

#include "scenario/keys.h"

extern const KeyForm worker_list_form;  /* Slowdown's list of workers */
extern const KeyForm worker_range_form; /* "0-3", of what begins with a WorkerRange */
extern const KeyForm groups_form;       /* cluster.groups */
extern const KeyForm slow_episodes_form;
extern const KeyForm model_form;        /* a word, or a description */
extern const KeyForm device_form;       /* cluster.device: a kind's name, or an object */
extern const KeyForm group_device_form; /* a Group's */
extern const KeyForm faults_form;       /* a list of Fault */
extern const KeyForm kept_form;         /* stays in the document */

gboolean model_shown (gconstpointer scenario);
gboolean data_shown (gconstpointer scenario);
gboolean input_shown (gconstpointer scenario);
gboolean overlap_shown (gconstpointer scenario);
gboolean slow_count_shown (gconstpointer scenario);
gboolean slow_factor_shown (gconstpointer scenario);
gboolean markov_shown (gconstpointer scenario);
gboolean efficiency_shown (gconstpointer scenario);
gboolean aggregation_shown (gconstpointer scenario);
gboolean network_shown (gconstpointer scenario);
gboolean faults_shown (gconstpointer scenario);
gboolean timeout_shown (gconstpointer scenario);
gboolean group_device_shown (gconstpointer group);

void settle_exchange (gpointer scenario);
