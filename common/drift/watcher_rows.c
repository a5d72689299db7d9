/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The watcher of rows as such: how many, how many twice, how old. */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "pack.h"
#include "value_sample.h"

#include "history.h"

#define SAMPLE 65536		/* different rows: beyond, copies are those of
				   a sample of them */

struct rows_watcher {
	struct watcher base;
	struct drift_history *history;
	size_t time_col;
};

struct rows_state {
	uint64_t n;
	int64_t newest;
	bool has_time;
	struct value_sample seen;
};

static bool
bind(struct watcher *w, const struct watched_schemas *s)
{
	(void)s;
	w->raw_col = COLUMN_NONE;
	return (true);
}

static void
free_watcher(struct watcher *w)
{
	free(w);
}

static void *
state_new(const struct watcher *w)
{
	struct rows_state *s = MEM_NEW(struct rows_state);

	(void)w;
	s->seen.most = SAMPLE;
	return (s);
}

static void
state_free(void *state)
{
	struct rows_state *s = state;

	value_sample_release(&s->seen);
	free(s);
}

static uint64_t
state_bytes(const void *state)
{
	const struct rows_state *s = state;

	return (s->seen.n * sizeof(*s->seen.values));
}

static uint64_t
hash_row(const struct batch *b, size_t row)
{
	uint64_t sum = 0x9e3779b97f4a7c15u;

	for (size_t i = 0; i < b->schema->n; i++)
		sum = (sum ^ (b->cols[i]->valid[row] ?
		    column_hash(b->cols[i], row, i) : i)) *
		    0xd6e8feb86659fd93u + (sum >> 32);
	return (sum ^ sum >> 29);
}

static void
add(const struct watcher *w, void *state, const struct watched *rows)
{
	size_t col = ((const struct rows_watcher *)w)->time_col;
	struct rows_state *s = state;

	s->n += rows->end - rows->first;
	for (size_t i = rows->first; i < rows->end; i++) {
		const struct column *time = col == COLUMN_NONE ? NULL :
		    rows->raw->cols[col];

		(void)value_sample_add(&s->seen, hash_row(rows->raw, i), 0);
		if (time == NULL || !time->valid[i])
			continue;
		if (!s->has_time || time->ints[i] > s->newest)
			s->newest = time->ints[i];
		s->has_time = true;
	}
}

/* A value of the other one, with its rows. */
static void
take_values(struct value_sample *s, const struct sampled_value *v)
{
	for (uint64_t k = 0; k < v->n; k++)
		(void)value_sample_add(s, v->hash, 0);
}

static void
merge(const struct watcher *w, void *state, const void *from)
{
	struct rows_state *s = state;
	const struct rows_state *o = from;

	(void)w;
	s->n += o->n;
	if (o->has_time && (!s->has_time || o->newest > s->newest))
		s->newest = o->newest;
	s->has_time |= o->has_time;
	for (size_t i = 0; i < o->seen.n; i++)
		take_values(&s->seen, &o->seen.values[i]);
}

static void
save(const struct watcher *w, const void *state, struct str *out)
{
	const struct rows_state *s = state;

	(void)w;
	pack_u64(out, s->n);
	pack_u64(out, (uint64_t)s->newest);
	pack_u64(out, s->has_time);
	pack_u64(out, s->seen.n);
	for (size_t i = 0; i < s->seen.n; i++) {
		pack_u64(out, s->seen.values[i].hash);
		pack_u64(out, s->seen.values[i].n);
	}
}

static void *
load(const struct watcher *w, struct unpack *from)
{
	struct rows_state *s = state_new(w);
	struct sampled_value v = { 0 };
	uint64_t n;

	s->n = unpack_u64(from);
	s->newest = (int64_t)unpack_u64(from);
	s->has_time = unpack_upto(from, 1);
	n = unpack_upto(from, SAMPLE);
	for (uint64_t i = 0; i < n && !from->failed; i++) {
		v.hash = unpack_u64(from);
		v.n = unpack_upto(from, s->n);
		take_values(&s->seen, &v);
	}
	return (s);
}

/* A window that has not ended yet is neither judged nor remembered; and the
   newest row of one of several is as old as it has to be. */
static void
test(const struct watcher *w, const void *state,
    const struct drift_choice *choice, struct drift_found *out)
{
	struct drift_history *h = ((const struct rows_watcher *)w)->history;
	const struct rows_state *s = state;
	struct past_window at = { .rows = (double)s->n, .age = NAN,
		.copies = value_sample_repeated(&s->seen) };

	(void)choice;
	if (out->end > h->now)
		return;
	if (s->has_time && out->end == INT64_MIN)
		at.age = (double)(h->now - s->newest) / 1e6;
	at.window = mem_strdup(out->window);
	drift_history_test(h, &at, out);
	drift_history_add(h, &at);
	free(at.window);
}

static const struct watcher_ops rows_ops = {
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
};

struct watcher *
watcher_of_rows(struct drift_history *h, size_t time_col)
{
	struct rows_watcher *w = MEM_NEW(struct rows_watcher);

	w->base.ops = &rows_ops;
	w->history = h;
	w->time_col = time_col;
	return (&w->base);
}
