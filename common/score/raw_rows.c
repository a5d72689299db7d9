/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "raw_rows.h"

/* Does a step change a value again when it meets its own result?  Those that
   learned something do. */
static bool
changes_again(const json_t *step)
{
	const char *name = json_string_value(json_object_get(step, "step"));
	const struct step_kind *kind;
	struct diag ignored;

	if (name == NULL || strcmp(name, "read") == 0)
		return (false);
	kind = step_kind_find(name, &ignored);
	return (kind == NULL || !kind->idempotent ||
	    json_object_size(json_object_get(step, "state")) > 0);
}

static bool
is_same_work(const json_t *a, const json_t *b)
{
	static const char *const keys[] = { "step", "in", "params" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!json_equal(json_object_get(a, keys[i]),
		    json_object_get(b, keys[i])))
			return (false);
	}
	return (true);
}

static int
check_steps(const json_t *model, const json_t *rows, struct diag *d)
{
	const json_t *mine, *step;
	size_t i, k;

	json_array_foreach(rows, i, step) {
		if (!changes_again(step))
			continue;
		json_array_foreach(model, k, mine) {
			if (is_same_work(mine, step))
				return (diag_set(d, "the rows have been "
				    "through \"%s\", which the model does by "
				    "itself: give it raw rows",
				    json_string_value(json_object_get(step,
				    "step"))));
		}
	}
	return (0);
}

int
shared_columns_check(const struct read_spec *spec,
    const struct read_report *report, struct diag *d)
{
	const struct field *f = spec->schema.fields, *wanted = NULL;

	if (report == NULL || report->n_cols < spec->schema.n)
		BUG("rows that were not read by this spec");
	if (report->unknown.n == 0)
		return (0);
	for (size_t i = 0; i < spec->schema.n; i++) {
		if (!field_is_input(&f[i]))
			continue;
		if (report->absent[i] == 0)
			return (0);
		wanted = wanted != NULL ? wanted : &f[i];
	}
	if (wanted == NULL)
		return (0);
	return (diag_set(d, "the rows have none of the columns that are "
	    "wanted, such as \"%s\": is this the right table?",
	    wanted->name));
}

int
raw_rows_check(const struct predictor *p, const struct stream *in,
    const struct read_report *report, struct diag *d)
{
	if (check_steps(p->recipe_json, in->head.recipe, d) == -1)
		return (-1);
	return (shared_columns_check(&p->spec, report, d));
}

/* Do records have a source of the digest? */
static bool
has_source(const json_t *records, const json_t *digest)
{
	const json_t *record, *source;
	size_t i, k;

	json_array_foreach(records, i, record) {
		json_array_foreach(json_object_get(record, "sources"), k,
		    source) {
			if (json_equal(json_object_get(source, "sha256"),
			    digest))
				return (true);
		}
	}
	return (false);
}

bool
rows_were_trained_on(const struct predictor *p, const struct stream *in)
{
	const json_t *trained = json_object_get(p->manifest, "lineage");
	const json_t *record, *source, *digest;
	size_t i, k;

	json_array_foreach(in->tail, i, record) {
		json_array_foreach(json_object_get(record, "sources"), k,
		    source) {
			digest = json_object_get(source, "sha256");
			if (digest != NULL && has_source(trained, digest))
				return (true);
		}
	}
	return (false);
}
