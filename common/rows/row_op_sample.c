/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sample: some rows, drawn without putting back, in their order.
 *
 * A share alone is drawn row by row, as rows pass (Bernoulli).  A number of
 * rows, and what is drawn of each stratum, is exact: rows are spooled and
 * counted, then each is taken with the chance that fills its stratum
 * (selection sampling, algorithm S of Knuth 1997, section 3.4.2).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "rng.h"
#include "row_filter.h"
#include "row_set.h"
#include "spool.h"

#include "row_table.h"

struct stratum {
	uint64_t left;		/* rows that are not yet seen, */
	uint64_t want;		/* and how many of them are taken */
};

struct sample {
	int64_t number;		/* of rows; 0: a share */
	double share;
	uint64_t key;		/* of the draws */
	struct stream *source;	/* what was spooled */
	struct spool *spool;
	struct row_set *set;	/* the strata; NULL: rows are one */
	struct stratum *strata;
	size_t cap;
};

static int
take_amount(struct sample *s, const char *p, size_t n, struct diag *d)
{
	if (parse_int(p, n, &s->number) == 0 && s->number > 0)
		return (0);
	s->number = 0;
	if (parse_float(p, n, &s->share) == 0 && s->share > 0 &&
	    s->share <= 1)
		return (0);
	return (diag_set(d, "not a number of rows, as 1000, or a share, as "
	    "0.1: \"%.*s\"", (int)(n > 100 ? 100 : n), p));
}

/* "AMOUNT" or "AMOUNT:STRATA" */
static int
parse_sample(struct row_op *op, const char *arg, struct diag *d)
{
	const char *colon = strchr(arg, ':');
	struct sample *s = MEM_NEW(struct sample);

	op->state = s;
	if (colon != NULL && row_op_parse_selector(op, colon + 1, d) == -1)
		return (-1);
	return (take_amount(s, arg, colon != NULL ? (size_t)(colon - arg) :
	    strlen(arg), d));
}

static void
count_rows(struct row_op *op, const struct batch *b)
{
	struct sample *s = op->state;
	size_t n = s->set != NULL ? row_set_count(s->set) : 1, id = 0;

	for (size_t i = 0; i < b->n_rows; i++) {
		if (s->set != NULL)
			id = row_set_id(s->set, b, i);
		if (id == n) {
			s->strata = mem_grow(s->strata, &s->cap, ++n,
			    sizeof(*s->strata));
			s->strata[id] = (struct stratum){ 0, 0 };
		}
		s->strata[id].left++;
	}
}

static int
count_strata(struct row_op *op, struct diag *d)
{
	struct sample *s = op->state;
	struct stream *rows = spool_stream(s->spool);
	const struct batch *b;
	size_t n = 1;
	int r;

	s->strata = mem_grow(NULL, &s->cap, 1, sizeof(*s->strata));
	s->strata[0] = (struct stratum){ 0, 0 };
	if (op->n_cols > 0)
		s->set = row_set_new(&s->source->head.schema, op->cols,
		    op->n_cols);
	while ((r = stream_next(rows, &b, d)) == 1)
		count_rows(op, b);
	stream_close(rows);
	if (s->set != NULL)
		n = row_set_count(s->set);
	for (size_t i = 0; i < n; i++) {
		struct stratum *t = &s->strata[i];

		t->want = s->number == 0 ?
		    (uint64_t)llrint(s->share * (double)t->left) :
		    (uint64_t)s->number < t->left ? (uint64_t)s->number :
		    t->left;
	}
	return (r);
}

static int
keep_drawn(void *what, const struct batch *b, uint8_t *keep, struct diag *d)
{
	struct row_op *op = what;
	struct sample *s = op->state;

	(void)d;
	for (size_t i = 0; i < b->n_rows; i++) {
		double u = rng_uniform_at(s->key, b->first_row + i);
		struct stratum *t;

		if (s->strata == NULL) {
			keep[i] = u < s->share;
			continue;
		}
		t = &s->strata[s->set == NULL ? 0 :
		    row_set_find(s->set, b, op->cols, i)];
		keep[i] = u * (double)t->left-- < (double)t->want;
		t->want -= keep[i];
	}
	return (0);
}

static void
free_op(void *op)
{
	row_op_free(op);
}

static int
open_sample(struct row_op *op, struct stream *in, struct stream **out,
    struct diag *d)
{
	const struct row_filter filter = { keep_drawn, NULL, free_op, op,
	    &op->counts->dropped };
	const struct op_options *o = op->options;
	struct sample *s = op->state;

	s->key = rng_key(o->seed, RNG_ROW_SAMPLE, o->tally->n);
	if (s->number > 0 || op->n_cols > 0) {
		s->source = in;
		if (spool_new(in, o->mem, &s->spool, d) == -1 ||
		    count_strata(op, d) == -1)
			return (-1);
		in = spool_stream(s->spool);
	}
	*out = row_filter_open(in, &filter);
	return (0);
}

static void
free_sample(void *state)
{
	struct sample *s = state;

	row_set_free(s->set);
	spool_free(s->spool);
	stream_close(s->source);
	free(s->strata);
	free(s);
}

const struct row_op_kind row_sample = {
	.name = "sample",
	.summary = "some rows that are drawn, of all or of each stratum",
	.parse = parse_sample,
	.open = open_sample,
	.free_state = free_sample
};
