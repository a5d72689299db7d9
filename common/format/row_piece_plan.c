/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"

#include "row_piece.h"

void
piece_plan_release(struct piece_plan *plan)
{
	free(plan->map);
	free(plan->forms);
	free(plan->seen);
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

/* Rows name their columns: all are absent until one has them. */
static void
expect_columns(struct piece_plan *plan, size_t n_cols)
{
	struct read_report *report = plan->layout->options->report;

	plan->seen = mem_calloc(n_cols, 1);
	for (size_t j = 0; j < n_cols; j++)
		report->absent[j]++;
}

int
piece_plan_map(struct piece_plan *plan, bool absent_ok, struct diag *d)
{
	const struct schema *s = &plan->spec->schema;
	const struct schema *names = &plan->layout->names;
	struct read_report *report = plan->layout->options->report;
	bool by_spec = plan->layout->options->spec != NULL;

	plan->map = mem_calloc(s->n, sizeof(*plan->map));
	plan->forms = mem_alloc(s->n, sizeof(*plan->forms));
	for (size_t j = 0; j < s->n; j++) {
		cell_form_init(&plan->forms[j], plan->spec, s->fields[j].name);
		plan->map[j] = names->n == 0 ? j :
		    schema_find(names, s->fields[j].name);
		if (plan->map[j] != COLUMN_NONE)
			continue;
		report->absent[j] += by_spec;
		if (map_absent(plan->layout, &s->fields[j], absent_ok,
		    d) == -1)
			return (-1);
	}
	for (size_t i = 0; by_spec && i < names->n; i++) {
		const char *name = names->fields[i].name;

		if (schema_find(s, name) == COLUMN_NONE)
			read_report_add_unknown(report, name, strlen(name));
	}
	if (by_spec && plan->format->see != NULL)
		expect_columns(plan, s->n);
	return (0);
}

/* Does a row that was split have this column? */
static bool
has_column(const struct piece *p, size_t col)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->cells[i * p->n_cells + col].p != NULL)
			return (true);
	}
	return (false);
}

void
piece_plan_note(struct piece_plan *plan, const struct piece *p)
{
	struct read_report *report = plan->layout->options->report;
	const char *name;
	size_t n;

	if (plan->seen == NULL)
		return;
	for (size_t j = 0; j < plan->spec->schema.n; j++) {
		if (!plan->seen[j] && has_column(p, j)) {
			plan->seen[j] = 1;
			report->absent[j]--;
		}
	}
	for (uint32_t i = 0; i < p->store.unknown.n; i++) {
		name = dict_get(&p->store.unknown, i, &n);
		read_report_add_unknown(report, name, n);
	}
}
