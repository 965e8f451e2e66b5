/* Where the JSON Schema of scenarios lies, for the scenarios that lockstep writes: an editor finds it from any folder. */
#pragma once

#include <glib.h>

/** The absolute path of lockstep.schema.json as a JSON string, or NULL where it is not found. (transfer full) */
char *schema_path_json (void);
