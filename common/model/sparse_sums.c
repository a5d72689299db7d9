/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdlib.h>

#include "mem.h"

#include "sparse_sums.h"

#define RANGES_A_WORKER 4	/* columns differ in how often they occur */

struct job {
	const struct sparse_sums *what;
	size_t n_ranges;
	struct diag *diags;	/* (n_ranges) */
	bool *failed;		/* (n_ranges) */
};

/* Columns first <= j < end of the design. */
struct range {
	const struct sparse_sums *what;
	size_t first, end;
};

/* The first entry of p[0 .. n - 1], ascending, that is not below index. */
static uint32_t
find_entry(const uint32_t *p, uint32_t n, size_t index)
{
	uint32_t low = 0, middle;

	while (low < n) {
		middle = low + (n - low) / 2;
		if (p[middle] < index)
			low = middle + 1;
		else
			n = middle;
	}
	return (low);
}

static void
add_entry(const struct sparse_sums *s, size_t j, double v, size_t row)
{
	size_t n = s->design->n, n_train = s->ds->n_train;

	if (s->residual == NULL) {
		s->out[j] += v;
		s->out[n + j] += v * v;
		return;
	}
	v /= s->design->scale[j];
	for (size_t k = 0; k < s->n_out; k++)
		s->out[k * n + j] += v * s->residual[k * n_train + row];
}

/* The entries of row i of a column that starts at column `at` of the design. */
static void
add_row(const struct sparse_sums *s, const struct column *c, size_t i,
    size_t row, size_t at, const struct range *r)
{
	uint32_t e = c->off[i], end = c->off[i + 1];

	if (r->first > at)
		e += find_entry(c->index + e, end - e, r->first - at);
	for (; e < end && at + c->index[e] < r->end; e++)
		add_entry(s, at + c->index[e], (double)c->value[e], row);
}

static int
add_block(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	const struct dataset_rows *t = rows->more;
	const struct batch *b = rows->batch;
	const struct range *r = ctx;
	const struct sparse_sums *s = r->what;
	size_t at;

	(void)d;
	for (size_t f = 0; f < b->schema->n; f++) {
		at = s->design->first[f];
		if (!design_is_sparse(s->design, f) || at >= r->end ||
		    at + b->schema->fields[f].width <= r->first)
			continue;
		for (size_t i = 0; i < t->n_train; i++)
			add_row(s, b->cols[f], t->train[i],
			    t->first_train + i, at, r);
	}
	return (0);
}

static void
add_range(void *ctx, size_t number, int worker)
{
	struct job *job = ctx;
	const struct sparse_sums *s = job->what;
	size_t n = s->design->n - s->design->n_dense;
	struct range r = { s,
		s->design->n_dense + n * number / job->n_ranges,
		s->design->n_dense + n * (number + 1) / job->n_ranges
	};
	struct dataset_pass pass = { .visit = add_block, .ctx = &r };
	struct dataset alone = *s->ds;

	(void)worker;
	alone.crew = NULL;	/* one thread: the blocks come in order */
	job->failed[number] = dataset_pass(&alone, &pass, NULL, 0,
	    &job->diags[number]) == -1;
}

int
sparse_sums_add(const struct sparse_sums *s, struct diag *d)
{
	size_t n_workers = (size_t)crew_threads(s->ds->crew);
	struct job job = { .what = s, .n_ranges = n_workers > 1 ?
	    n_workers * RANGES_A_WORKER : 1 };
	int status = 0;

	if (s->design->n == s->design->n_dense)
		return (0);
	job.diags = mem_calloc(job.n_ranges, sizeof(*job.diags));
	job.failed = mem_calloc(job.n_ranges, sizeof(*job.failed));
	crew_for(s->ds->crew, job.n_ranges, add_range, &job);
	for (size_t k = 0; k < job.n_ranges && status == 0; k++) {
		if (job.failed[k])
			status = diag_set(d, "%s", job.diags[k].text);
	}
	free(job.failed);
	free(job.diags);
	return (status);
}
