/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bundle.h"

#include "bytes.h"
#include "source.h"

static int
take_spec(const json_t *recipe, const char *path, struct read_spec *out,
    struct diag *d)
{
	if (!has_read_step(recipe))
		return (diag_set(d, "%s: does not say how its rows were read",
		    path));
	return (read_spec_from_json(json_array_get(recipe, 0), out, d));
}

static int
from_model(const char *path, struct read_spec *out, struct diag *d)
{
	struct bundle b;
	json_t *recipe = NULL;
	int r;

	if (bundle_read(path, &b, d) == -1)
		return (-1);
	r = bundle_get_json(&b, "recipe.json", &recipe, d);
	if (r == 0)
		r = take_spec(recipe, path, out, d);
	json_decref(recipe);
	bundle_release(&b);
	return (r);
}

/* The roles of the head are those of the columns that still exist. */
static void
copy_roles(const struct schema *from, struct schema *to)
{
	size_t col;

	for (size_t i = 0; i < to->n; i++) {
		col = schema_find(from, to->fields[i].name);
		if (col != COLUMN_NONE)
			schema_set_role(to, i, from->fields[col].role);
	}
}

static int
from_stream(const char *path, struct read_spec *out, struct diag *d)
{
	struct source_options o;
	struct stream *s;
	int r;

	source_options_init(&o);
	o.read.partial = true;
	if (source_open(&path, 1, &o, &s, d) == -1)
		return (-1);
	r = take_spec(s->head.recipe, path, out, d);
	if (r == 0)
		copy_roles(&s->head.schema, &out->schema);
	stream_close(s);
	return (r);
}

int
source_read_spec(const char *path, struct read_spec *out, struct diag *d)
{
	struct outside *o;
	bool is_model;
	int r;

	if (outside_open(path, &o, d) == -1)
		return (-1);
	outside_keep(o, 1 << 20);
	r = has_members(o, &is_model, d);
	outside_free(o);
	if (r == -1)
		return (-1);
	return (is_model ? from_model(path, out, d) :
	    from_stream(path, out, d));
}
