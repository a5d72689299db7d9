/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * join: columns of a reference row, found by the values of some columns: the
 * same row, or, as of a time, the last one that is not later.  Where none is
 * found they are missing, which is counted as an unknown category is.
 *
 * The reference is an attachment, so a model file carries it and raw rows are
 * completed where they are served.  Or it is live: the recipe keeps where its
 * file is.
 */
#include <stdlib.h>

#include "mem.h"

#include "live_lookup.h"
#include "step_join.h"
#include "step_table.h"

struct join {
	struct lookup *lookup;	/* of a live one what it has to be */
	struct live_lookup *live;	/* or NULL, and then there is an */
	const struct attachment *attachment;
	int64_t tolerance;
};

/* The step without its reference, l being or telling what it is. */
static struct step *
new_join(struct lookup *l, const struct join_inputs *in)
{
	const char **names = mem_alloc(l->keys.n + 1, sizeof(*names));
	struct join *j = MEM_NEW(struct join);
	struct diag d = DIAG_INIT;
	struct step *s;

	if (step_new(&step_join, NULL, 0, &s, &d) == -1)
		BUG("%s", d.text);
	for (size_t k = 0; k < l->keys.n; k++)
		names[k] = in->keys[k];
	names[l->keys.n] = in->time;
	step_set_inputs(s, names, l->keys.n + l->has_time);
	free(names);
	json_object_set_new(s->params, "tolerance",
	    json_integer(in->tolerance));
	j->lookup = lookup_share(l);
	j->tolerance = in->tolerance;
	s->state = j;
	return (s);
}

struct step *
step_join_new(struct lookup *l, const struct join_inputs *in)
{
	struct step *s = new_join(l, in);
	struct str bytes = STR_INIT;

	lookup_save(l, &bytes);
	((struct join *)s->state)->attachment = attachments_add(
	    &s->attachments, s->kind->name, &bytes);
	return (s);
}

struct step *
step_join_live(struct live_lookup *l, const struct join_inputs *in)
{
	struct step *s = new_join(live_lookup_shape(l), in);

	((struct join *)s->state)->live = l;
	return (s);
}

static int
bind_join(struct step *s, const struct schema *in, struct diag *d)
{
	const struct lookup *l = ((const struct join *)s->state)->lookup;

	(void)in;
	return (s->n_in == l->keys.n + l->has_time ? 0 :
	    diag_set(d, "has %zu inputs, not %zu", s->n_in,
	    l->keys.n + l->has_time));
}

static int
declare_join(struct step *s, const struct schema *in, struct diag *d)
{
	const struct join *j = s->state;

	for (size_t k = 0; k < j->lookup->values.n; k++) {
		const struct field *f = &j->lookup->values.fields[k];

		if (schema_find(in, f->name) != COLUMN_NONE)
			return (diag_set(d, "there is a column \"%s\" "
			    "already: --prefix gives other names", f->name));
		if (schema_add(&s->out, f, d) == -1)
			return (-1);
	}
	return (0);
}

static int
complete_rows(const struct step *s, const struct lookup *l,
    const struct apply_args *a, struct diag *d)
{
	const struct join *j = s->state;

	if (lookup_check(l, a->in, s->in_cols, d) == -1)
		return (-1);
	for (size_t i = 0; i < a->in->n_rows; i++) {
		size_t row = lookup_find(l, a->in, s->in_cols, i,
		    j->tolerance);

		if (row == LOOKUP_NONE) {
			a->counts->unseen++;
			if (a->unseen_of != NULL)
				a->unseen_of[0]++;
		}
		for (size_t k = 0; k < l->values.n; k++) {
			if (row == LOOKUP_NONE)
				column_add_missing(&a->out[k]);
			else
				column_add_range(&a->out[k], &l->columns[k],
				    row, 1);
		}
	}
	return (0);
}

static int
apply_join(const struct step *s, const struct apply_args *a, struct diag *d)
{
	const struct join *j = s->state;
	struct lookup *l;
	bool outdated;
	int r;

	if (j->live == NULL)
		return (complete_rows(s, j->lookup, a, d));
	l = live_lookup_now(j->live, &outdated, d);
	if (l == NULL)
		return (-1);
	r = complete_rows(s, l, a, d);
	if (outdated)
		a->counts->outdated += a->in->n_rows;
	lookup_free(l);
	return (r);
}

static json_t *
save_join(const struct step *s)
{
	const struct join *j = s->state;
	json_t *o = lookup_head(j->lookup);

	if (j->live != NULL)
		json_object_set_new(o, "live", live_lookup_save(j->live));
	else
		json_object_set_new(o, "attachment",
		    json_string(j->attachment->name));
	return (o);
}

/* The table that is in an attachment. */
static int
load_table(struct step *s, const json_t *state, struct diag *d)
{
	struct join *j = s->state;
	const char *name;

	if (doc_get_string(state, "attachment", &name, d) == -1 ||
	    attachments_get(&s->attachments, name, &j->attachment, d) == -1)
		return (-1);
	return (lookup_load(state, j->attachment->bytes, j->attachment->size,
	    &j->lookup, d));
}

/* Where the table is, and its columns, with no rows. */
static int
load_live(struct step *s, const json_t *state, struct diag *d)
{
	const char no_rows[sizeof(uint64_t)] = { 0 };
	struct join *j = s->state;
	json_t *live;

	if (doc_get_object(state, "live", &live, d) == -1 ||
	    lookup_load(state, no_rows, sizeof(no_rows), &j->lookup, d) == -1)
		return (-1);
	return (live_lookup_load(live, j->lookup, &j->live, d));
}

static int
load_join(struct step *s, const json_t *state, struct diag *d)
{
	struct join *j = MEM_NEW(struct join);

	s->state = j;
	if (doc_get_int(s->params, "tolerance", &j->tolerance, d) == -1)
		return (-1);
	if (j->tolerance < 0)
		return (diag_set(d, "\"tolerance\" is below 0"));
	return (json_object_get(state, "live") != NULL ?
	    load_live(s, state, d) : load_table(s, state, d));
}

static void
free_join(void *state)
{
	struct join *j = state;

	lookup_free(j->lookup);
	live_lookup_free(j->live);
	free(j);
}

const struct step_kind step_join = {
	.name = "join",
	.version = 1,
	.summary = "columns of a reference row, found by key",
	.bind = bind_join,
	.declare = declare_join,
	.apply = apply_join,
	.save = save_join,
	.load = load_join,
	.free_state = free_join
};
