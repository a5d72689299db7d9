/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The watchers of columns and of scores, which are tested alike. */
#include <math.h>
#include <stdlib.h>

#include "mem.h"

#include "watcher.h"

struct column_watcher {
	struct watcher base;
	struct drift_ref ref;
	size_t col;		/* of the replayed rows, or of the scored */
};

static const struct column_watcher *
get(const struct watcher *w)
{
	return ((const struct column_watcher *)w);
}

static bool
bind_column(struct watcher *w, const struct watched_schemas *s)
{
	struct column_watcher *c = (struct column_watcher *)w;

	c->col = schema_find(s->rows, c->ref.name);
	w->raw_col = schema_find(s->raw, c->ref.name);
	return (c->col != COLUMN_NONE);
}

static bool
bind_score(struct watcher *w, const struct watched_schemas *s)
{
	struct column_watcher *c = (struct column_watcher *)w;

	c->col = s->scored == NULL ? COLUMN_NONE :
	    schema_find(s->scored, c->ref.name);
	w->raw_col = COLUMN_NONE;
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

static void
add_column(const struct watcher *w, void *state, const struct watched *rows)
{
	struct drift_cur *cur = state;

	drift_cur_add(cur, &get(w)->ref, rows->rows->cols[get(w)->col],
	    rows->first, rows->end - rows->first);
	if (w->raw_col != COLUMN_NONE)
		cur->n_bad += rows->bad[w->raw_col];
}

static void
add_score(const struct watcher *w, void *state, const struct watched *rows)
{
	drift_cur_add(state, &get(w)->ref, rows->scored->cols[get(w)->col],
	    rows->first, rows->end - rows->first);
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

static void
add_tests(const struct watcher *w, const char *kind,
    const struct drift_cur *cur, const struct drift_choice *choice,
    struct drift_found *out)
{
	const struct drift_ref *ref = &get(w)->ref;
	const struct drift_test *t;
	struct test_result r;

	for (size_t i = 0; (t = drift_table[i]) != NULL; i++) {
		if (!drift_is_chosen(choice, t, ref))
			continue;
		r = t->run(ref, cur);
		if (isnan(r.effect))
			continue;
		out->rows = mem_grow(out->rows, &out->cap, out->n + 1,
		    sizeof(*out->rows));
		out->rows[out->n++] = (struct drift_row){
			.column = ref->name, .kind = kind, .test = t->name,
			.value = r.effect, .p_value = r.p_value,
			.threshold = t->threshold,
			.n_ref = ref->n, .n_cur = cur->n
		};
	}
}

static void
test_column(const struct watcher *w, const void *state,
    const struct drift_choice *choice, struct drift_found *out)
{
	add_tests(w, get(w)->ref.kind == DRIFT_NUMBER ? "number" : "category",
	    state, choice, out);
}

static void
test_score(const struct watcher *w, const void *state,
    const struct drift_choice *choice, struct drift_found *out)
{
	add_tests(w, "score", state, choice, out);
}

static const struct watcher_ops column_ops = {
	.bind = bind_column,
	.free = free_watcher,
	.state_new = state_new,
	.state_free = state_free,
	.add = add_column,
	.merge = merge,
	.save = save,
	.load = load,
	.test = test_column,
};

static const struct watcher_ops score_ops = {
	.bind = bind_score,
	.free = free_watcher,
	.state_new = state_new,
	.state_free = state_free,
	.add = add_score,
	.merge = merge,
	.save = save,
	.load = load,
	.test = test_score,
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

	c->base.ops = &score_ops;
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
