/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "monitor_calibrate.h"

#define CHUNKS 10
#define CHUNKS_MAX 20
#define CHUNKS_LEAST 3
#define DEVIATIONS 3

struct chunk {
	int64_t key;
	uint64_t n;
};

struct chunks {
	struct chunk *v;	/* keys ascend */
	size_t n, cap;
};

/* The values of a column and test. */
struct values {
	char *column;
	const char *test;
	double n, mean, squares;	/* about their mean */
	double least;		/* the threshold is not below */
};

struct calibration {
	const struct spool *spool;
	const struct reference_options *o;
	struct drift_watch_options watch;	/* each chunk a window */
	struct values *v;
	size_t n, cap;
};

static void
add_chunk(struct chunks *c, int64_t key, uint64_t n)
{
	size_t i = c->n;

	while (i > 0 && c->v[i - 1].key > key)
		i--;
	if (i > 0 && c->v[i - 1].key == key) {
		c->v[i - 1].n += n;
		return;
	}
	c->v = mem_grow(c->v, &c->cap, c->n + 1, sizeof(*c->v));
	memmove(c->v + i + 1, c->v + i, (c->n++ - i) * sizeof(*c->v));
	c->v[i] = (struct chunk){ key, n };
}

static int
find_chunks(const struct calibration *c, struct chunks *out, struct diag *d)
{
	const struct window_rule *rule = &c->watch.window;
	struct stream *in = spool_stream(c->spool);
	struct window_range r;
	const struct batch *b;
	int status;

	while ((status = stream_next(in, &b, d)) == 1) {
		for (r.end = 0; r.end < b->n_rows;) {
			r = window_cut(rule, b, rule->micros == 0 ? NULL :
			    b->cols[c->o->time_col], r.end);
			if (!r.has_no_time)
				add_chunk(out, r.key, r.end - r.first);
		}
	}
	stream_close(in);
	return (status);
}

/* Those with enough rows, and not too many of them. */
static int
choose_chunks(struct chunks *c, uint64_t least, struct diag *d)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		c->v[n] = c->v[i];
		n += c->v[i].n >= least;
	}
	if (n < CHUNKS_LEAST)
		return (diag_set(d, "--calibrate wants %d windows of %llu "
		    "rows or more, and the reference has %zu", CHUNKS_LEAST,
		    (unsigned long long)least, n));
	c->n = n < CHUNKS_MAX ? n : CHUNKS_MAX;
	for (size_t i = 0; i < c->n; i++)
		c->v[i] = c->v[i * n / c->n];
	return (0);
}

static struct values *
values_of(struct calibration *c, const struct drift_row *row)
{
	for (size_t i = 0; i < c->n; i++) {
		if (strcmp(c->v[i].column, row->column) == 0 &&
		    strcmp(c->v[i].test, row->test) == 0)
			return (&c->v[i]);
	}
	c->v = mem_grow(c->v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v[c->n] = (struct values){ .column = mem_strdup(row->column),
	    .test = row->test };
	return (&c->v[c->n++]);
}

static void
add_value(void *ctx, const struct drift_row *row)
{
	struct values *v;
	double off;

	if (row->test == NULL || isnan(row->threshold))
		return;
	v = values_of(ctx, row);
	off = row->value - v->mean;
	v->n++;
	v->mean += off / v->n;
	v->squares += off * (row->value - v->mean);
	if (isnan(row->p_value))
		v->least = row->threshold;
}

/* A chunk against all other rows. */
static int
judge_chunk(struct calibration *c, int64_t key, struct diag *d)
{
	struct row_part part = { .by = PART_WINDOW, .from = key,
	    .to = key + 1, .time_col = c->watch.window.micros == 0 ?
	    COLUMN_NONE : c->o->time_col, .window = c->watch.window };
	struct row_part others = part;
	struct reference_options o = *c->o;
	struct monitor_result result;
	struct read_report read;
	struct monitor *m;
	struct stream *in;
	int r;

	others.others = true;
	o.watch = NULL;
	o.part = NULL;
	in = row_part_stream(spool_stream(c->spool), &others);
	r = monitor_of_table(in, &o, &m, d);
	stream_close(in);
	if (r == -1)
		return (-1);
	read_report_init(&read);
	in = spool_stream(c->spool);
	read_report_begin(&read, in->head.schema.n);
	r = monitor_run(m, &(struct monitor_rows){ in, &read, &part },
	    &c->watch, add_value, c, &result, d);
	stream_close(in);
	read_report_release(&read);
	monitor_free(m);
	return (r);
}

static void
set_limits(struct calibration *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct values *v = &c->v[i];

		if (isnan(drift_limits_find(c->o->limits, v->column,
		    v->test).threshold))
			drift_limits_at(c->o->limits, v->column, v->test)->
			    threshold = fmax(v->least, v->mean + DEVIATIONS *
			    sqrt(v->squares / v->n));
		free(v->column);
	}
	free(c->v);
}

/* Chunks are windows, of those that slide the whole. */
static void
set_rule(struct calibration *c)
{
	struct window_rule *rule = &c->watch.window;

	c->watch = *c->o->watch;
	c->watch.rule.limits = NULL;
	c->watch.history = NULL;
	c->watch.shape = NULL;
	rule->rows *= (uint64_t)c->watch.slide;
	rule->micros *= c->watch.slide;
	c->watch.slide = 1;
	if (rule->rows == 0 && rule->micros == 0)
		rule->rows = (spool_n_rows(c->spool) + CHUNKS - 1) / CHUNKS;
	c->watch.time_col = c->o->time_col;
}

int
monitor_calibrate(const struct spool *spool,
    const struct reference_options *o, struct diag *d)
{
	struct calibration c = { .spool = spool, .o = o };
	struct chunks chunks = { NULL, 0, 0 };
	int r;

	set_rule(&c);
	r = find_chunks(&c, &chunks, d);
	if (r == 0)
		r = choose_chunks(&chunks, (uint64_t)c.watch.rule.min_rows,
		    d);
	for (size_t i = 0; i < chunks.n && r == 0; i++)
		r = judge_chunk(&c, chunks.v[i].key, d);
	set_limits(&c);
	free(chunks.v);
	return (r);
}
