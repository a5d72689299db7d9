/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "model_file.h"

#include "import.h"

/* The profile without the columns that the model does not have. */
static json_t *
own_profile(const struct predictor *p, const json_t *profile)
{
	json_t *own = json_copy((json_t *)(uintptr_t)profile);
	json_t *columns = json_array(), *v;
	const char *name;
	size_t i;

	json_array_foreach(json_object_get(profile, "columns"), i, v) {
		name = json_string_value(json_object_get(v, "name"));
		if (name != NULL && schema_find(&p->spec.schema, name) !=
		    COLUMN_NONE)
			json_array_append(columns, v);
	}
	json_object_set_new(own, "columns", columns);
	return (own);
}

int
import_write(const struct predictor *p, const json_t *facts,
    const json_t *profile, const char *path, struct diag *d)
{
	json_t *manifest = model_manifest(p), *own = NULL;
	int r;

	if (profile != NULL)
		own = own_profile(p, profile);
	json_object_set_new(manifest, "imported", json_deep_copy(facts));
	r = model_file_write(p, manifest, own, path, d);
	json_decref(manifest);
	json_decref(own);
	return (r);
}
