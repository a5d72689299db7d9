/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The watchers of columns and of scores, which are tested alike. */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "watcher.h"

struct column_watcher {
	struct watcher base;
	struct drift_ref ref;
	bool is_score;		/* of what the model says, not of the rows */
	size_t col;
};

static const struct column_watcher *
get(const struct watcher *w)
{
	return ((const struct column_watcher *)w);
}

static bool
bind(struct watcher *w, const struct watched_schemas *s)
{
	struct column_watcher *c = (struct column_watcher *)w;
	const struct schema *from = c->is_score ? s->scored : s->rows;

	c->col = from == NULL ? COLUMN_NONE : schema_find(from, c->ref.name);
	w->raw_col = c->is_score ? COLUMN_NONE :
	    schema_find(s->raw, c->ref.name);
	return (c->col != COLUMN_NONE);
}

static void
free_watcher(struct watcher *w)
{
	drift_ref_release(&((struct column_watcher *)w)->ref);
	free(w);
}

static void *
state_new(const struct watcher *w)
{
	struct drift_cur *cur = MEM_NEW(struct drift_cur);

	drift_cur_init(cur, &get(w)->ref);
	return (cur);
}

static void
state_free(void *state)
{
	drift_cur_release(state);
	free(state);
}

static uint64_t
state_bytes(const void *state)
{
	const struct drift_cur *cur = state;

	return (cur->sketch.n_items * sizeof(double));
}

static void
add(const struct watcher *w, void *state, const struct watched *rows)
{
	const struct batch *from = get(w)->is_score ? rows->scored :
	    rows->rows;
	struct drift_cur *cur = state;

	drift_cur_add(cur, &get(w)->ref, from->cols[get(w)->col],
	    rows->first, rows->end - rows->first);
	if (w->raw_col != COLUMN_NONE)
		cur->n_bad += rows->bad[w->raw_col];
}

static void
merge(const struct watcher *w, void *state, const void *from)
{
	drift_cur_merge(state, &get(w)->ref, from);
}

static void
save(const struct watcher *w, const void *state, struct str *out)
{
	drift_cur_save(state, &get(w)->ref, out);
}

static void *
load(const struct watcher *w, struct unpack *from)
{
	struct drift_cur *cur = MEM_NEW(struct drift_cur);

	drift_cur_load(cur, &get(w)->ref, from);
	return (cur);
}

static const char *
kind_name(const struct column_watcher *w)
{
	if (w->is_score || w->ref.is_target)
		return (w->is_score ? "score" : "target");
	return (w->ref.kind == DRIFT_NUMBER ? "number" :
	    w->ref.kind == DRIFT_CATEGORY ? "category" : "empty");
}

static void
add_line(const struct column_watcher *w, const struct drift_cur *cur,
    const struct drift_row *line, struct drift_found *out)
{
	struct drift_row *row;

	out->rows = mem_grow(out->rows, &out->cap, out->n + 1,
	    sizeof(*out->rows));
	row = &out->rows[out->n++];
	*row = *line;
	row->column = w->ref.name;
	row->kind = kind_name(w);
	row->n_ref = w->ref.n;
	row->n_cur = cur->n;
}

static void
test(const struct watcher *w, const void *state,
    const struct drift_choice *choice, struct drift_found *out)
{
	static const struct drift_row absent = { .test = "absent",
	    .value = 1, .p_value = NAN, .threshold = NAN };
	const struct drift_ref *ref = &get(w)->ref;
	const struct drift_cur *cur = state;
	const struct drift_test *t;
	struct test_result r;

	if (w->absent && cur->n_missing == cur->n) {
		if (w->missed)
			add_line(get(w), cur, &absent, out);
		return;
	}
	for (size_t i = 0; (t = drift_table[i]) != NULL; i++) {
		if (!drift_is_chosen(choice, t, ref))
			continue;
		r = t->run(ref, cur);
		if (!isnan(r.effect))
			add_line(get(w), cur, &(struct drift_row){
			    .test = t->name, .value = r.effect,
			    .p_value = r.p_value,
			    .is_main = drift_table[i]->is_main, .threshold =
			    drift_threshold(t, choice->effect) }, out);
	}
}

static void
shape(const struct watcher *w, const void *state, struct drift_shape *out)
{
	drift_shape_of(&get(w)->ref, state, out);
}

static const struct watcher_ops column_ops = {
	.bind = bind,
	.free = free_watcher,
	.state_new = state_new,
	.state_free = state_free,
	.state_bytes = state_bytes,
	.add = add,
	.merge = merge,
	.save = save,
	.load = load,
	.test = test,
	.shape = shape,
};

struct watcher *
watcher_of_column(const struct column_profile *profile)
{
	struct column_watcher *c = MEM_NEW(struct column_watcher);

	c->base.ops = &column_ops;
	drift_ref_of_column(profile, &c->ref);
	return (&c->base);
}

int
watcher_of_score(const json_t *score, const char *name, struct watcher **out,
    struct diag *d)
{
	struct column_watcher *c = MEM_NEW(struct column_watcher);

	c->base.ops = &column_ops;
	c->is_score = true;
	if (drift_ref_of_score(score, name, &c->ref, d) == -1) {
		free(c);
		return (-1);
	}
	*out = &c->base;
	return (0);
}

void
watcher_free(struct watcher *w)
{
	w->ops->free(w);
}

void
watcher_set_add(struct watcher_set *s, struct watcher *w)
{
	s->v = mem_realloc(s->v, s->n + 1, sizeof(*s->v));
	s->v[s->n++] = w;
}

void
watcher_set_release(struct watcher_set *s)
{
	for (size_t i = 0; i < s->n; i++)
		watcher_free(s->v[i]);
	free(s->v);
}
