/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "split_part.h"

#include "bin_matrix.h"

struct fill {
	struct bin_matrix *train, *valid;
	uint32_t **bins;	/* one block of bins a worker */
};

uint32_t
bin_count(const struct tree_feature *f)
{
	return (f->is_category ? (uint32_t)f->levels.n + 2 :
	    f->n_thresholds + 2);
}

static void
start_matrix(struct bin_matrix *m, const struct trees *g,
    size_t n_rows)
{
	m->features = g->features;
	m->n_features = g->n_features;
	m->n_narrow = 0;
	m->first = mem_calloc(g->n_features + 1, sizeof(*m->first));
	for (size_t j = 0; j < g->n_features; j++) {
		uint32_t n = bin_count(&g->features[j]);

		m->first[j + 1] = m->first[j] + n;
		m->n_narrow += n <= 256;
	}
	m->n_rows = n_rows;
	m->stride = 2 * m->n_features - m->n_narrow;
	m->bins = mem_alloc(n_rows, m->stride);
}

void
bin_matrix_release(struct bin_matrix *m)
{
	free(m->first);
	free(m->bins);
}

/*
 * The number of thresholds below x.  A branch on x would be mispredicted;
 * without one the searches of neighbouring rows overlap in the processor.
 */
static uint32_t
count_below(const double *thresholds, uint32_t n, double x)
{
	uint32_t at = 0, half;

	while (n > 1) {
		half = n / 2;
		at += half & -(uint32_t)(thresholds[at + half - 1] < x);
		n -= half;
	}
	return (at + (n == 1 && thresholds[at] < x));
}

static void
find_bins(const struct tree_feature *f, const struct column *c,
    uint32_t *out)
{
	double x;

	for (size_t i = 0; i < c->n; i++) {
		if (f->is_category) {
			out[i] = tree_level_bin(f, c, i);
			continue;
		}
		x = tree_number(f, c, i);
		out[i] = isnan(x) ? 0 : 1 + count_below(f->thresholds,
		    f->n_thresholds, x);
	}
}

static void
store_bins(const struct bin_matrix *m, size_t row, size_t j, uint32_t bin)
{
	uint8_t *p = m->bins + row * m->stride;

	if (j < m->n_narrow) {
		p[j] = (uint8_t)bin;
		return;
	}
	p += 2 * j - m->n_narrow;
	p[0] = (uint8_t)bin;
	p[1] = (uint8_t)(bin >> 8);
}

static int
fill_block(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	const struct dataset_rows *r = rows->more;
	struct fill *f = ctx;
	uint32_t *bins = f->bins[rows->worker];

	for (size_t j = 0; j < f->train->n_features; j++) {
		const struct tree_feature *ft = &f->train->features[j];
		size_t train = r->first_train, valid = r->first_valid;

		find_bins(ft, rows->batch->cols[ft->col], bins);
		for (size_t i = 0; i < rows->batch->n_rows; i++) {
			if (r->parts[i] == PART_TRAIN)
				store_bins(f->train, train++, j, bins[i]);
			else if (r->parts[i] == PART_VALID)
				store_bins(f->valid, valid++, j, bins[i]);
		}
	}
	(void)d;
	return (0);
}

int
bin_matrix_fill(const struct dataset *ds, const struct trees *g,
    struct bin_matrix *train, struct bin_matrix *valid, struct diag *d)
{
	struct fill f = { train, valid, NULL };
	struct dataset_pass pass = { .visit = fill_block, .ctx = &f };
	int n_workers = crew_threads(ds->crew), status;

	start_matrix(train, g, ds->n_train);
	start_matrix(valid, g, ds->n_valid);
	f.bins = mem_calloc((size_t)n_workers, sizeof(*f.bins));
	for (int w = 0; w < n_workers; w++)
		f.bins[w] = mem_alloc(BATCH_ROWS, sizeof(*f.bins[w]));
	status = dataset_pass(ds, &pass, NULL, 0, d);
	for (int w = 0; w < n_workers; w++)
		free(f.bins[w]);
	free(f.bins);
	return (status);
}
