/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Row operations by columns: drop-missing and dedupe.
 *
 * dedupe keeps the first of equal rows.  It remembers the distinct rows (of
 * the columns it compares), so its memory grows with them.
 */
#include <stdlib.h>

#include "mem.h"
#include "row_set.h"

#include "step_table.h"

static int
parse_dedupe(struct step *s, const char *arg, struct diag *d)
{
	return (arg == NULL ? 0 : step_parse_selector(s, arg, d));
}

static int
filter_missing(struct step *s, const struct batch *b, uint8_t *keep,
    struct diag *d)
{
	(void)d;
	for (size_t k = 0; k < s->n_in; k++) {
		const struct column *c = b->cols[s->in_cols[k]];

		for (size_t i = 0; i < b->n_rows && c->n_missing > 0; i++)
			keep[i] &= c->valid[i];
	}
	return (0);
}

/* Without a selector all columns of any role are compared. */
static void
take_all_columns(struct step *s, const struct schema *in)
{
	const char **names = mem_alloc(in->n, sizeof(*names));

	for (size_t i = 0; i < in->n; i++)
		names[i] = in->fields[i].name;
	step_set_inputs(s, names, in->n);
	for (size_t i = 0; i < in->n; i++)
		s->in_cols[i] = i;
	free(names);
}

static void
free_dedupe(void *state)
{
	row_set_free(state);
}

static int
bind_dedupe(struct step *s, const struct schema *in, struct diag *d)
{
	(void)d;
	if (s->n_in == 0)
		take_all_columns(s, in);
	return (0);
}

static int
filter_dedupe(struct step *s, const struct batch *b, uint8_t *keep,
    struct diag *d)
{
	(void)d;
	if (s->state == NULL)
		s->state = row_set_new(b->schema, s->in_cols, s->n_in);
	for (size_t i = 0; i < b->n_rows; i++)
		keep[i] = row_set_add(s->state, b, i);
	return (0);
}

const struct step_kind step_drop_missing = {
	.name = "drop-missing",
	.version = 1,
	.summary = "only rows without missing values",
	.parse = step_parse_selector,
	.filter = filter_missing
};

const struct step_kind step_dedupe = {
	.name = "dedupe",
	.version = 1,
	.summary = "the first of equal rows",
	.parse = parse_dedupe,
	.bind = bind_dedupe,
	.filter = filter_dedupe,
	.free_state = free_dedupe
};
