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
