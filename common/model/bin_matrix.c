/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "split_part.h"

#include "bin_matrix.h"
#include "level_means.h"

struct fill {
	struct bin_matrix *train, *valid;
	uint32_t **bins;	/* one block of bins a worker */
	bool counts;		/* this pass counts the entries of rows */
	uint64_t seed;
};

uint32_t
bin_count(const struct tree_feature *f)
{
	return (f->is_category ? (uint32_t)f->levels.n + 2 :
	    f->n_thresholds + 2);
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

static uint32_t
find_bin(const struct tree_feature *f, double x)
{
	return (isnan(x) ? 0 : 1 + count_below(f->thresholds, f->n_thresholds,
	    x));
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
		m->n_dense += !g->features[j].is_sparse;
		m->n_narrow += n <= 256 && !g->features[j].is_sparse;
	}
	m->n_bins = m->first[m->n_features];
	m->n_rows = n_rows;
	m->stride = 2 * m->n_dense - m->n_narrow;
	m->bins = mem_alloc(n_rows, m->stride);
	m->columns = mem_alloc(n_rows, m->stride);
	if (m->n_dense == m->n_features)
		return;
	m->n_bins++;
	m->start = mem_calloc(n_rows + 1, sizeof(*m->start));
	m->zeros = mem_alloc(m->n_features - m->n_dense, sizeof(*m->zeros));
	for (size_t j = m->n_dense; j < m->n_features; j++)
		m->zeros[j - m->n_dense] = m->first[j] +
		    find_bin(&m->features[j], 0);
}

void
bin_matrix_release(struct bin_matrix *m)
{
	free(m->first);
	free(m->bins);
	free(m->columns);
	free(m->start);
	free(m->entries);
	free(m->zeros);
}

static void
find_bins(const struct tree_feature *f, const struct column *c,
    uint32_t *out)
{
	for (size_t i = 0; i < c->n; i++)
		out[i] = f->is_category ? tree_level_bin(f, c, i) :
		    find_bin(f, tree_number(f, c, i));
}

/* Training rows do not see their own targets. */
static void
find_folded_bins(const struct tree_feature *f, const struct batch *b,
    const uint8_t *parts, uint64_t seed, uint32_t *out)
{
	for (size_t i = 0; i < b->n_rows; i++) {
		if (parts[i] == PART_TRAIN)
			out[i] = find_bin(f, level_mean_of_row(f,
			    b->cols[f->col], i, seed, b->first_row + i));
	}
}

static void
store_byte(const struct bin_matrix *m, size_t row, size_t at, uint32_t byte)
{
	m->bins[row * m->stride + at] = (uint8_t)byte;
	m->columns[at * m->n_rows + row] = (uint8_t)byte;
}

static void
store_bins(const struct bin_matrix *m, size_t row, size_t j, uint32_t bin)
{
	size_t at = j < m->n_narrow ? j : 2 * j - m->n_narrow;

	store_byte(m, row, at, bin);
	if (j >= m->n_narrow)
		store_byte(m, row, at + 1, bin >> 8);
}

/* Count the entries of row i of the batch, or write them from entry `at`; they
   are those of matrix row `row`. */
static void
take_entries(const struct bin_matrix *m, const struct batch *b, size_t i,
    size_t row, bool counts)
{
	size_t at = m->start[row], j;
	const struct column *c;
	uint32_t bin;

	for (uint32_t k = 0; k < b->schema->n; k++) {
		c = b->cols[k];
		for (uint32_t e = c->type == COL_SPARSE ? c->off[i] : 0;
		    c->type == COL_SPARSE && e < c->off[i + 1]; e++) {
			j = tree_find_place(m->features, m->n_dense,
			    m->n_features, k, c->index[e]);
			if (j == m->n_features)
				continue;
			bin = m->first[j] + find_bin(&m->features[j],
			    (double)c->value[e]);
			if (bin == m->zeros[j - m->n_dense])
				continue;
			if (counts)
				m->start[row + 1]++;
			else
				m->entries[at++] = bin;
		}
	}
}

static int
fill_places(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	const struct dataset_rows *r = rows->more;
	size_t train = r->first_train, valid = r->first_valid;
	struct fill *f = ctx;

	(void)d;
	for (size_t i = 0; i < rows->batch->n_rows; i++) {
		if (r->parts[i] == PART_TRAIN)
			take_entries(f->train, rows->batch, i, train++,
			    f->counts);
		else if (r->parts[i] == PART_VALID)
			take_entries(f->valid, rows->batch, i, valid++,
			    f->counts);
	}
	return (0);
}

static void
make_entries(struct bin_matrix *m)
{
	for (size_t i = 0; i < m->n_rows; i++)
		m->start[i + 1] += m->start[i];
	m->entries = mem_alloc(m->start[m->n_rows], sizeof(*m->entries));
}

uint32_t
bin_at_place(const struct bin_matrix *m, size_t row, size_t feature)
{
	size_t low = m->start[row], high = m->start[row + 1], middle;
	uint32_t first = m->first[feature];

	while (low < high) {
		middle = low + (high - low) / 2;
		if (m->entries[middle] < first)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < m->start[row + 1] &&
	    m->entries[low] < m->first[feature + 1])
		return (m->entries[low] - first);
	return (m->zeros[feature - m->n_dense] - first);
}

static int
fill_block(void *ctx, const struct fit_rows *rows, struct diag *d)
{
	const struct dataset_rows *r = rows->more;
	struct fill *f = ctx;
	uint32_t *bins = f->bins[rows->worker];

	for (size_t j = 0; j < f->train->n_dense; j++) {
		const struct tree_feature *ft = &f->train->features[j];
		size_t train = r->first_train, valid = r->first_valid;

		find_bins(ft, rows->batch->cols[ft->col], bins);
		if (ft->folded != NULL)
			find_folded_bins(ft, rows->batch, r->parts, f->seed,
			    bins);
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

static int
fill_all_places(const struct dataset *ds, struct fill *f, struct diag *d)
{
	struct dataset_pass pass = { .visit = fill_places, .ctx = f };

	f->counts = true;
	if (dataset_pass(ds, &pass, NULL, 0, d) == -1)
		return (-1);
	make_entries(f->train);
	make_entries(f->valid);
	f->counts = false;
	return (dataset_pass(ds, &pass, NULL, 0, d));
}

int
bin_matrix_fill(const struct dataset *ds, const struct trees *g,
    struct bin_matrix *train, struct bin_matrix *valid, struct diag *d)
{
	struct fill f = { .train = train, .valid = valid, .seed = ds->seed };
	struct dataset_pass pass = { .visit = fill_block, .ctx = &f };
	int n_workers = crew_threads(ds->crew), status;

	start_matrix(train, g, ds->n_train);
	start_matrix(valid, g, ds->n_valid);
	f.bins = mem_calloc((size_t)n_workers, sizeof(*f.bins));
	for (int w = 0; w < n_workers; w++)
		f.bins[w] = mem_alloc(BATCH_ROWS, sizeof(*f.bins[w]));
	status = dataset_pass(ds, &pass, NULL, 0, d);
	if (status == 0 && train->start != NULL)
		status = fill_all_places(ds, &f, d);
	for (int w = 0; w < n_workers; w++)
		free(f.bins[w]);
	free(f.bins);
	return (status);
}
