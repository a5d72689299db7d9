/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "joint_classifier.h"
#include "joint_math.h"
#include "mem.h"

#include "watcher_joint.h"

#define NAMED 3			/* columns that tell */

struct joint_watcher {
	struct watcher base;
	struct schema features;
	struct block ref;
	struct crew *crew;
	size_t *cols;		/* (features) of the batches */
	struct str *kinds;	/* (3) of the lines of the window at hand */
};

/* Rows evenly spaced. */
struct joint_rows {
	struct block rows;
	uint64_t seen, step;	/* every step-th of those seen is held */
};

static const struct joint_watcher *
get(const struct watcher *w)
{
	return ((const struct joint_watcher *)w);
}

static void
rows_init(struct joint_rows *s, const struct schema *features)
{
	block_init(&s->rows, features);
	s->seen = 0;
	s->step = 1;
}

/* Every second one goes. */
static void
thin(struct joint_rows *s)
{
	struct block all = s->rows;
	uint8_t *keep = mem_alloc(all.view.n_rows, 1);

	for (size_t i = 0; i < all.view.n_rows; i++)
		keep[i] = i % 2 == 0;
	block_init(&s->rows, all.view.schema);
	block_add_kept(&s->rows, block_seal(&all, 0), keep);
	block_seal(&s->rows, 0);
	block_release(&all);
	free(keep);
	s->step *= 2;
}

static void
rows_add(struct joint_rows *s, const struct batch *b, const size_t *cols,
    size_t first, size_t end)
{
	uint8_t *keep = mem_calloc(b->n_rows, 1);

	for (size_t i = first; i < end; i++)
		keep[i] = s->seen++ % s->step == 0;
	for (size_t j = 0; j < s->rows.n_cols; j++)
		column_add_kept(&s->rows.cols[j], b->cols[cols[j]], keep);
	free(keep);
	block_seal(&s->rows, 0);
	while (s->rows.view.n_rows > JOINT_ROWS)
		thin(s);
}

static bool
bind(struct watcher *w, const struct watched_schemas *s)
{
	struct joint_watcher *j = (struct joint_watcher *)w;
	bool all = true;

	w->raw_col = COLUMN_NONE;
	for (size_t i = 0; i < j->features.n; i++) {
		j->cols[i] = schema_find(s->rows, j->features.fields[i].name);
		all &= j->cols[i] != COLUMN_NONE;
	}
	return (all && j->features.n > 0);
}

static void
free_watcher(struct watcher *w)
{
	struct joint_watcher *j = (struct joint_watcher *)w;

	block_release(&j->ref);
	schema_release(&j->features);
	for (size_t i = 0; i < 3; i++)
		str_release(&j->kinds[i]);
	free(j->kinds);
	free(j->cols);
	free(j);
}

static void *
state_new(const struct watcher *w)
{
	struct joint_rows *s = MEM_NEW(struct joint_rows);

	rows_init(s, &get(w)->features);
	return (s);
}

static void
state_free(void *state)
{
	block_release(&((struct joint_rows *)state)->rows);
	free(state);
}

static uint64_t
state_bytes(const void *state)
{
	const struct joint_rows *s = state;
	uint64_t bytes = 0;

	for (size_t j = 0; j < s->rows.n_cols; j++)
		bytes += column_bytes(&s->rows.cols[j]);
	return (bytes);
}

static void
add(const struct watcher *w, void *state, const struct watched *rows)
{
	rows_add(state, rows->rows, get(w)->cols, rows->first, rows->end);
}

static void
merge(const struct watcher *w, void *state, const void *from)
{
	struct joint_rows *s = state;
	const struct joint_rows *o = from;
	struct joint_rows part = { .step = o->step };

	(void)w;
	block_init(&part.rows, o->rows.view.schema);
	block_add_rows(&part.rows, &o->rows.view, 0, o->rows.view.n_rows);
	block_seal(&part.rows, 0);
	while (part.step < s->step)
		thin(&part);
	while (s->step < part.step)
		thin(s);
	block_add_rows(&s->rows, &part.rows.view, 0, part.rows.view.n_rows);
	block_seal(&s->rows, 0);
	block_release(&part.rows);
	s->seen += o->seen;
	while (s->rows.view.n_rows > JOINT_ROWS)
		thin(s);
}

static bool
is_number(enum col_type t)
{
	return (t == COL_INT || t == COL_FLOAT);
}

/* (rows, numbers) of the features that are. */
static double *
take_numbers(const struct block *b, size_t p)
{
	size_t n = b->view.n_rows, at = 0;
	double *out = mem_alloc(n * p, sizeof(*out));

	for (size_t j = 0; j < b->n_cols; j++) {
		if (!is_number(b->cols[j].type))
			continue;
		for (size_t i = 0; i < n; i++)
			out[i * p + at] = column_number(&b->cols[j], i);
		at++;
	}
	return (out);
}

static void
add_line(const struct joint_watcher *w, const struct joint_rows *s,
    size_t line, const struct drift_row *row, struct drift_found *out)
{
	if (isnan(row->value))
		return;
	out->rows = mem_grow(out->rows, &out->cap, out->n + 1,
	    sizeof(*out->rows));
	out->rows[out->n] = *row;
	out->rows[out->n].column = "(joint)";
	out->rows[out->n].kind = str_get(&w->kinds[line]);
	out->rows[out->n].n_ref = w->ref.view.n_rows;
	out->rows[out->n++].n_cur = s->rows.view.n_rows;
}

/* "joint: age 0.61, hours 0.2": the columns with most of the gain. */
static void
name_columns(const struct joint_watcher *w, double *shares, struct str *out)
{
	size_t best;

	for (size_t k = 0; k < NAMED && k < w->features.n; k++) {
		best = 0;
		for (size_t j = 1; j < w->features.n; j++)
			best = shares[j] > shares[best] ? j : best;
		if (!(shares[best] > 0))
			return;
		str_addf(out, "%s%s %.2g", k == 0 ? ": " : ", ",
		    w->features.fields[best].name, shares[best]);
		shares[best] = -1;
	}
}

static void
test_classifier(const struct joint_watcher *w, const struct joint_rows *s,
    struct drift_found *out)
{
	struct joint_classified c;
	struct diag d = DIAG_INIT;

	if (joint_classify(&w->ref, &s->rows, w->crew, &c, &d) == -1)
		return;
	name_columns(w, c.shares, &w->kinds[0]);
	add_line(w, s, 0, &(struct drift_row){ .test = "classifier",
	    .value = c.auc, .p_value = c.p_value, .threshold = 0.6,
	    .is_main = true }, out);
	free(c.shares);
}

/* The name of the k-th feature that is a number. */
static const char *
number_name(const struct joint_watcher *w, size_t k)
{
	size_t j = 0;

	for (;; j++) {
		if (is_number(w->features.fields[j].type) && k-- == 0)
			return (w->features.fields[j].name);
	}
}

static void
test_numbers(const struct joint_watcher *w, const struct joint_rows *s,
    struct drift_found *out)
{
	struct joint_numbers j = { .n_ref = w->ref.view.n_rows,
		.n_cur = s->rows.view.n_rows };
	struct test_result r;
	struct joint_pair pair;
	double *ref, *cur;

	for (size_t i = 0; i < w->features.n; i++)
		j.p += is_number(w->features.fields[i].type);
	if (j.p < 2)
		return;
	j.ref = ref = take_numbers(&w->ref, j.p);
	j.cur = cur = take_numbers(&s->rows, j.p);
	r = joint_reconstruction(&j);
	add_line(w, s, 1, &(struct drift_row){ .test = "reconstruction",
	    .value = r.effect, .p_value = r.p_value, .threshold = 0.25 }, out);
	pair = joint_correlation(&j);
	str_addf(&w->kinds[2], ": %s, %s", number_name(w, pair.a),
	    number_name(w, pair.b));
	add_line(w, s, 2, &(struct drift_row){ .test = "correlation",
	    .value = pair.r.effect, .p_value = pair.r.p_value,
	    .threshold = 0.2 }, out);
	free(ref);
	free(cur);
}

static void
test(const struct watcher *w, const void *state,
    const struct drift_choice *choice, struct drift_found *out)
{
	const struct joint_watcher *j = get(w);

	(void)choice;
	for (size_t i = 0; i < 3; i++) {
		str_clear(&j->kinds[i]);
		str_addz(&j->kinds[i], "joint");
	}
	test_classifier(j, state, out);
	test_numbers(j, state, out);
}

static const struct watcher_ops joint_ops = {
	.bind = bind,
	.free = free_watcher,
	.state_new = state_new,
	.state_free = state_free,
	.state_bytes = state_bytes,
	.add = add,
	.merge = merge,
	.test = test,
};

static bool
is_taken(const struct field *f)
{
	return (f->role == ROLE_FEATURE && f->type != COL_VECTOR &&
	    f->type != COL_SPARSE);
}

/* Those of the reference, as those of a window are taken. */
static int
take_reference(struct joint_watcher *w, const struct spool *spool,
    struct diag *d)
{
	struct stream *in = spool_stream(spool);
	const struct schema *s = &in->head.schema;
	const struct batch *b;
	struct joint_rows rows;
	int r = 0;

	w->cols = mem_alloc(s->n, sizeof(*w->cols));
	for (size_t i = 0; i < s->n && r == 0; i++) {
		if (!is_taken(&s->fields[i]))
			continue;
		w->cols[w->features.n] = i;
		r = schema_add(&w->features, &s->fields[i], d);
	}
	rows_init(&rows, &w->features);
	while (r == 0 && (r = stream_next(in, &b, d)) == 1) {
		rows_add(&rows, b, w->cols, 0, b->n_rows);
		r = 0;
	}
	w->ref = rows.rows;
	stream_close(in);
	return (r);
}

int
watcher_of_joint(const struct spool *spool, struct crew *crew,
    struct watcher **out, struct diag *d)
{
	struct joint_watcher *w = MEM_NEW(struct joint_watcher);

	w->base.ops = &joint_ops;
	w->crew = crew;
	w->kinds = mem_calloc(3, sizeof(*w->kinds));
	schema_init(&w->features);
	if (take_reference(w, spool, d) == -1) {
		free_watcher(&w->base);
		return (-1);
	}
	*out = &w->base;
	return (0);
}
