/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"

#include "row_columns.h"

void
row_columns_release(struct row_columns *c)
{
	free(c->map);
	free(c->seen);
}

/* The target may be absent where no_target says so. */
static int
map_absent(const struct layout *l, const struct field *f, bool absent_ok,
    struct diag *d)
{
	struct nearest near;

	if (absent_ok || (f->role == ROLE_TARGET ? l->options->no_target :
	    l->options->lenient))
		return (0);
	nearest_init(&near, f->name);
	for (size_t i = 0; i < l->names.n; i++)
		nearest_offer(&near, l->names.fields[i].name);
	diag_set(d, "%s: no column \"%s\"", l->source, f->name);
	nearest_tell(&near, d);
	return (-1);
}

int
row_columns_map(struct row_columns *c, const struct layout *l,
    const struct read_spec *spec, bool absent_ok, struct diag *d)
{
	const struct schema *s = &spec->schema, *names = &l->names;

	c->map = mem_realloc(c->map, s->n, sizeof(*c->map));
	for (size_t j = 0; j < s->n; j++) {
		c->map[j] = names->n == 0 ? j :
		    schema_find(names, s->fields[j].name);
		if (c->map[j] != COLUMN_NONE)
			continue;
		if (c->notes != NULL)
			c->notes->absent[j]++;
		if (map_absent(l, &s->fields[j], absent_ok, d) == -1)
			return (-1);
	}
	for (size_t i = 0; i < names->n && c->notes != NULL; i++) {
		const char *name = names->fields[i].name;

		if (schema_find(s, name) == COLUMN_NONE)
			unknown_column_add(&c->notes->unknown, name,
			    strlen(name));
	}
	return (0);
}

void
row_columns_expect(struct row_columns *c, const struct read_spec *spec)
{
	size_t n = spec->schema.n;

	c->seen = mem_realloc(c->seen, n, 1);
	memset(c->seen, 0, n);
	for (size_t j = 0; j < n; j++)
		c->notes->absent[j]++;
}

void
row_columns_note(struct row_columns *c, const struct read_spec *spec,
    const struct piece *p)
{
	const char *name;
	size_t n;

	for (size_t j = 0; j < spec->schema.n; j++) {
		if (!c->seen[j] && piece_has_column(p, j)) {
			c->seen[j] = 1;
			c->notes->absent[j]--;
		}
	}
	for (uint32_t i = 0; i < p->store.unknown.n; i++) {
		name = dict_get(&p->store.unknown, i, &n);
		unknown_column_add(&c->notes->unknown, name, n);
	}
}
