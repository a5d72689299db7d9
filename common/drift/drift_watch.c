/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "drift_watch.h"

struct open_window {
	int64_t key;
	uint64_t n_rows;
	const struct watcher_set *set;
	void **states;		/* of each watcher that is present */
};

/* The bad texts of a raw column in the batch at hand: how many, how many of
   the rows with a missing value were passed, and how many bad texts went with
   these. */
struct bad_texts {
	uint64_t all, missing, passed, given;
};

struct drift_watch {
	const struct watcher_set *sets;
	struct drift_watch_options o;
	void (*row)(void *, const struct drift_row *);
	void *ctx;
	struct open_window open[DRIFT_WINDOWS_OPEN];	/* keys ascend */
	size_t n_open;
	struct open_window *closed;	/* the last of them, where they slide */
	size_t n_closed, closed_cap;
	int64_t first;		/* the key of the first one */
	int64_t judged;		/* the key of the last one judged */
	bool any_judged;
	struct bad_texts *texts;	/* by raw column */
	uint64_t *bad;		/* in the range at hand */
	size_t n_raw;
	struct drift_found found;
	struct drift_judge judge;
	struct drift_watch_result result;
};

void
drift_watch_options_init(struct drift_watch_options *o)
{
	memset(o, 0, sizeof(*o));
	o->rule = (struct drift_rule){ .threshold = NAN, .alpha = 0.05,
	    .correct = true, .min_rows = 30, .after = 1, .warn = NAN };
	o->slide = 1;
	o->time_col = COLUMN_NONE;
	o->mem = UINT64_MAX;
}

struct drift_watch *
drift_watch_new(const struct watcher_set *sets,
    const struct drift_watch_options *o,
    void (*row)(void *, const struct drift_row *), void *ctx)
{
	struct drift_watch *w = MEM_NEW(struct drift_watch);

	w->sets = sets;
	w->o = *o;
	drift_judge_init(&w->judge, &o->rule);
	w->row = row;
	w->ctx = ctx;
	return (w);
}

static void
open_states(struct open_window *at)
{
	at->states = mem_calloc(at->set->n, sizeof(*at->states));
	for (size_t i = 0; i < at->set->n; i++) {
		if (at->set->v[i]->present)
			at->states[i] =
			    at->set->v[i]->ops->state_new(at->set->v[i]);
	}
}

static void
close_states(struct open_window *at)
{
	for (size_t i = 0; i < at->set->n; i++) {
		if (at->states[i] != NULL)
			at->set->v[i]->ops->state_free(at->states[i]);
	}
	free(at->states);
}

void
drift_watch_free(struct drift_watch *w)
{
	if (w == NULL)
		return;
	for (size_t i = 0; i < w->n_open; i++)
		close_states(&w->open[i]);
	for (size_t i = 0; i < w->n_closed; i++)
		close_states(&w->closed[i]);
	free(w->closed);
	free(w->texts);
	free(w->bad);
	free(w->found.rows);
	drift_judge_release(&w->judge);
	free(w);
}

static void
show_states(struct drift_watch *w, const struct open_window *at)
{
	struct drift_shape s;

	for (size_t i = 0; i < at->set->n && w->o.shape != NULL; i++) {
		const struct watcher *of = at->set->v[i];

		if (at->states[i] == NULL || of->ops->shape == NULL)
			continue;
		of->ops->shape(of, at->states[i], &s);
		w->o.shape(w->ctx, &s);
		drift_shape_release(&s);
	}
}

static void
judge_states(struct drift_watch *w, const struct open_window *at)
{
	struct str name = STR_INIT;

	window_name(&w->o.window, at->key, &name);
	w->found = (struct drift_found){ .window = str_get(&name),
	    .end = w->o.window.micros == 0 ? INT64_MIN :
	    window_begin(&w->o.window, at->key + 1),
	    .rows = w->found.rows, .cap = w->found.cap };
	for (size_t i = 0; i < at->set->n; i++) {
		if (at->states[i] != NULL)
			at->set->v[i]->ops->test(at->set->v[i],
			    at->states[i], &w->o.choice, &w->found);
	}
	drift_judge_window(&w->judge, &w->found, at->n_rows);
	for (size_t k = 0; k < w->found.n; k++) {
		w->found.rows[k].window = w->found.window;
		w->row(w->ctx, &w->found.rows[k]);
	}
	show_states(w, at);
	str_release(&name);
}

static void
merge_states(struct open_window *at, const struct open_window *from)
{
	at->n_rows += from->n_rows;
	for (size_t i = 0; i < at->set->n; i++) {
		if (at->states[i] != NULL)
			at->set->v[i]->ops->merge(at->set->v[i],
			    at->states[i], from->states[i]);
	}
}

/* The window that slides and ends with the last one closed, unless it begins
   before the first. */
static void
judge_closed(struct drift_watch *w)
{
	const struct open_window *last = &w->closed[w->n_closed - 1];
	struct open_window whole = { .key = last->key - w->o.slide + 1,
	    .set = last->set };
	size_t gone = 0;

	while (w->closed[gone].key < whole.key)
		close_states(&w->closed[gone++]);
	w->n_closed -= gone;
	memmove(w->closed, w->closed + gone, w->n_closed *
	    sizeof(*w->closed));
	if (whole.key < w->first)
		return;
	open_states(&whole);
	for (size_t i = 0; i < w->n_closed; i++)
		merge_states(&whole, &w->closed[i]);
	judge_states(w, &whole);
	close_states(&whole);
}

/* The oldest of the open windows. */
static void
judge_window(struct drift_watch *w)
{
	struct open_window at = w->open[0];

	if (!w->any_judged)
		w->first = at.key;
	w->judged = at.key;
	w->any_judged = true;
	memmove(w->open, w->open + 1, --w->n_open * sizeof(at));
	if (w->o.slide > 1) {
		w->closed = mem_grow(w->closed, &w->closed_cap,
		    w->n_closed + 1, sizeof(*w->closed));
		w->closed[w->n_closed++] = at;
		judge_closed(w);
		return;
	}
	judge_states(w, &at);
	close_states(&at);
}

static uint64_t
bytes_of(const struct open_window *at)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < at->set->n; i++) {
		if (at->states[i] != NULL)
			bytes += at->set->v[i]->ops->state_bytes(
			    at->states[i]);
	}
	return (bytes);
}

/* Do the open windows hold more values than they may? */
static bool
is_heavy(const struct drift_watch *w)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < w->n_open; i++)
		bytes += bytes_of(&w->open[i]);
	for (size_t i = 0; i < w->n_closed; i++)
		bytes += bytes_of(&w->closed[i]);
	return (bytes > w->o.mem);
}

/* For one more window?  Those by number come one after the other. */
static bool
has_room(const struct drift_watch *w)
{
	if (w->o.window.micros == 0)
		return (w->n_open == 0);
	return (w->n_open < 2 ||
	    (w->n_open < DRIFT_WINDOWS_OPEN && !is_heavy(w)));
}

/* The window of a key, or NULL if it is late. */
static struct open_window *
find_window(struct drift_watch *w, int64_t key)
{
	size_t i = w->n_open;

	while (i > 0 && w->open[i - 1].key > key)
		i--;
	if (i > 0 && w->open[i - 1].key == key)
		return (&w->open[i - 1]);
	if (w->any_judged && key <= w->judged)
		return (NULL);
	for (; !has_room(w); i--) {
		if (i == 0)
			return (NULL);
		judge_window(w);
	}
	memmove(&w->open[i + 1], &w->open[i],
	    (w->n_open++ - i) * sizeof(w->open[i]));
	w->open[i] = (struct open_window){ .key = key, .set = w->sets +
	    (w->o.season.n == 0 ? 0 : season_slot(&w->o.season,
	    window_begin(&w->o.window, key))) };
	open_states(&w->open[i]);
	return (&w->open[i]);
}

static uint64_t
count_missing(const struct column *c, size_t first, size_t end)
{
	uint64_t missing = 0;

	for (size_t i = first; i < end; i++)
		missing += !c->valid[i];
	return (missing);
}

/* Bad texts have become missing values, and are taken to be spread over
   these evenly. */
static void
begin_texts(struct drift_watch *w, const struct watched *all)
{
	const struct batch *raw = all->raw;

	if (w->n_raw == 0) {
		w->n_raw = raw->schema->n;
		w->texts = mem_alloc(w->n_raw, sizeof(*w->texts));
		w->bad = mem_alloc(w->n_raw, sizeof(*w->bad));
	}
	for (size_t i = 0; i < w->n_raw; i++) {
		w->texts[i] = (struct bad_texts){ .all = all->bad[i] };
		if (all->bad[i] > 0)
			w->texts[i].missing = count_missing(raw->cols[i], 0,
			    raw->n_rows);
	}
}

static void
share_texts(struct drift_watch *w, const struct batch *raw, size_t first,
    size_t end)
{
	for (size_t i = 0; i < w->n_raw; i++) {
		struct bad_texts *t = &w->texts[i];
		uint64_t upto = t->all;

		w->bad[i] = 0;
		if (t->all == 0)
			continue;
		t->passed += count_missing(raw->cols[i], first, end);
		if (end < raw->n_rows)
			upto = t->missing == 0 ? 0 :
			    t->all * t->passed / t->missing;
		w->bad[i] = upto - t->given;
		t->given = upto;
	}
}

void
drift_watch_add(struct drift_watch *w, const struct watched *all)
{
	struct watched rows = *all;
	const struct column *time = NULL;
	struct window_range range = { .end = 0 };
	struct open_window *at;

	if (w->o.window.micros > 0)
		time = all->raw->cols[w->o.time_col];
	begin_texts(w, all);
	rows.bad = w->bad;
	while (range.end < all->raw->n_rows) {
		range = window_cut(&w->o.window, all->raw, time, range.end);
		rows.first = range.first;
		rows.end = range.end;
		share_texts(w, all->raw, range.first, range.end);
		at = range.has_no_time ? NULL : find_window(w, range.key);
		if (at == NULL) {
			*(range.has_no_time ? &w->result.n_timeless :
			    &w->result.n_late) += range.end - range.first;
			continue;
		}
		for (size_t i = 0; i < at->set->n; i++) {
			if (at->states[i] != NULL)
				at->set->v[i]->ops->add(at->set->v[i],
				    at->states[i], &rows);
		}
		at->n_rows += range.end - range.first;
	}
	while (w->n_open > 2 && is_heavy(w))
		judge_window(w);
}

void
drift_watch_end(struct drift_watch *w, struct drift_watch_result *out)
{
	while (w->n_open > 0)
		judge_window(w);
	w->result.n_windows = w->judge.n_windows;
	w->result.n_drift = w->judge.n_drift;
	*out = w->result;
}
