/* Files of models/: a model described layer by layer (learning/description.h), in JSON.
 *
 *   { "format": 1, "name": …, "summary": …, "source": …, "sample": …, "tokens": 2048, "train": { "model": "mlp", "hidden": [128]
 * }, "layers": [ { "name": …, "parameters": 9536, "forward_flops": 236027904, "activation_bytes": 6422528 }, … ] }
 *
 * tokens and train may be left out. Mistakes are told like those of a scenario, with line and column.
 */
#pragma once

#include "learning/description.h"
#include "scenario/diagnostics.h"

/** The file that @word ("resnet50", "resnet50.json", "models/resnet50.json", a path) means: beside the scenario in @base_dir (may
 * be NULL), in its folder models/, or among the shipped ones; a bare word is looked for in the folders models/ first. (transfer
 * full) or NULL. */
char *model_file_find (const char *word, const char *base_dir);

/** The names of the shipped ones, sorted, NULL-terminated. (transfer full) */
char **model_file_names (void);

/** (transfer full) or NULL with the mistakes in @diagnostics. */
ModelDescription *model_file_read (const char *path, Diagnostics *diagnostics);
/** The same from @n bytes of @text; @path is for messages. */
ModelDescription *model_file_parse (const char *path, const char *text, gsize n, Diagnostics *diagnostics);
