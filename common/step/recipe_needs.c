/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "recipe.h"

/* What step k needs of the columns before it for those that are needed after
   it.  A rule has no output and is needed for itself; drop and keep are
   not. */
static void
step_needs(const struct recipe *r, size_t k, const uint8_t *after,
    uint8_t *before)
{
	const struct step *s = r->steps[k];
	bool all = s->out.n == 0 && s->kind->apply != NULL;
	size_t in;

	for (size_t i = 0; i < r->schemas[k + 1]->n; i++) {
		const struct wire *w = &r->wires[k][i];

		if (!after[i])
			continue;
		if (!w->made)
			before[w->col] = 1;
		else if ((in = step_origin(s, w->col)) != COLUMN_NONE)
			before[s->in_cols[in]] = 1;
		else
			all = true;
	}
	for (size_t i = 0; i < s->n_in && all; i++)
		before[s->in_cols[i]] = 1;
}

void
recipe_needs(const struct recipe *r, const uint8_t *needed, uint8_t *raw)
{
	uint8_t *after = mem_dup(needed, r->schemas[r->n]->n, 1), *before;

	for (size_t k = r->n; k-- > 0; after = before) {
		before = mem_calloc(r->schemas[k]->n, 1);
		step_needs(r, k, after, before);
		free(after);
	}
	for (size_t i = 0; i < r->schemas[0]->n; i++)
		raw[i] |= after[i];
	free(after);
}

/* The column that wire w of step k comes from, before the step. */
static size_t
input_of(const struct recipe *r, size_t k, const struct wire *w)
{
	size_t in;

	if (!w->made)
		return (w->col);
	in = step_origin(r->steps[k], w->col);
	return (in == COLUMN_NONE ? in : r->steps[k]->in_cols[in]);
}

size_t
recipe_origin(const struct recipe *r, size_t col)
{
	for (size_t k = r->n; k-- > 0 && col != COLUMN_NONE;)
		col = input_of(r, k, &r->wires[k][col]);
	return (col);
}

void
recipe_name_place(const struct recipe *r, size_t col, uint32_t place,
    struct str *out)
{
	size_t k = r->n, at = col, in;
	const struct wire *w;

	while (k-- > 0) {
		w = &r->wires[k][at];
		at = w->col;
		if (!w->made)
			continue;
		in = step_origin(r->steps[k], w->col);
		if (in == COLUMN_NONE ||
		    r->steps[k]->kind->column.name_place == NULL)
			break;
		r->steps[k]->kind->column.name_place(r->steps[k], in, place,
		    out);
		return;
	}
	str_addf(out, "%s[%u]", recipe_schema(r)->fields[col].name, place);
}

static bool
has_name(const json_t *names, const char *name)
{
	const json_t *v;
	size_t i;

	json_array_foreach(names, i, v) {
		if (json_is_string(v) && strcmp(json_string_value(v), name) ==
		    0)
			return (true);
	}
	return (false);
}

const char *
recipe_recodes(const json_t *recipe, const char *column)
{
	const struct step_kind *kind;
	const char *last = NULL, *name;
	struct diag d;
	const json_t *s;
	size_t i;

	json_array_foreach(recipe, i, s) {
		name = json_string_value(json_object_get(s, "step"));
		if (name == NULL || strcmp(name, "read") == 0 ||
		    !has_name(json_object_get(s, "in"), column) ||
		    !has_name(json_object_get(s, "out"), column))
			continue;
		kind = step_kind_find(name, &d);
		if (kind != NULL && kind->recodes)
			last = kind->name;
	}
	return (last);
}
