/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"
#include "split_part.h"

#include "sparse_sums.h"

#define RANGES_A_WORKER 4	/* columns differ in how often they occur */

struct job {
	const struct sparse_sums *what;
	size_t n_ranges;
	struct dataset_cursor *cursors;	/* one a worker */
	struct diag *diags;		/* (n_ranges) */
};

/* Columns first <= j < end of the design. */
struct range {
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

static void
add_block(const struct sparse_sums *s, const struct dataset_cursor *cur,
    const struct range *r)
{
	const struct batch *b = &cur->view;
	size_t row, at;

	for (size_t f = 0; f < b->schema->n; f++) {
		at = s->design->first[f];
		if (b->cols[f]->type != COL_SPARSE || at >= r->end ||
		    at + b->schema->fields[f].width <= r->first)
			continue;
		row = cur->first_train;
		for (size_t i = 0; i < b->n_rows; i++) {
			if (cur->parts[i] == PART_TRAIN)
				add_row(s, b->cols[f], i, row++, at, r);
		}
	}
}

static void
add_range(void *ctx, size_t number, int worker)
{
	struct job *job = ctx;
	const struct sparse_sums *s = job->what;
	size_t n = s->design->n - s->design->n_dense;
	struct range r = {
		s->design->n_dense + n * number / job->n_ranges,
		s->design->n_dense + n * (number + 1) / job->n_ranges
	};

	for (size_t k = 0; k < spool_n_blocks(s->ds->spool); k++) {
		if (dataset_visit(s->ds, k, &job->cursors[worker],
		    &job->diags[number]) == -1)
			return;
		add_block(s, &job->cursors[worker], &r);
	}
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
	job.cursors = mem_calloc(n_workers, sizeof(*job.cursors));
	job.diags = mem_calloc(job.n_ranges, sizeof(*job.diags));
	for (size_t i = 0; i < n_workers; i++)
		dataset_cursor_init(&job.cursors[i], s->ds);
	crew_for(s->ds->crew, job.n_ranges, add_range, &job);
	for (size_t k = 0; k < job.n_ranges && status == 0; k++) {
		if (job.diags[k].text[0] != '\0')
			status = diag_set(d, "%s", job.diags[k].text);
	}
	for (size_t i = 0; i < n_workers; i++)
		dataset_cursor_release(&job.cursors[i]);
	free(job.cursors);
	free(job.diags);
	return (status);
}
