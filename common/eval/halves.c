/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "drift_math.h"
#include "mem.h"
#include "quantile.h"
#include "radix.h"

#include "halves.h"

#define FIRST_LENGTH 64
#define LEAST_ROWS 200
#define ONE_OF 4

static void
merge_neighbours(struct halves *h)
{
	for (size_t s = 0; s < HALVES_SEGMENTS; s++) {
		for (size_t b = 0; b <= HALVES_BINS; b++)
			h->counts[s][b] = s < HALVES_SEGMENTS / 2 ?
			    h->counts[2 * s][b] + h->counts[2 * s + 1][b] : 0;
	}
	h->length *= 2;
}

/* Which row of those from first on is looked at next; it stands for *n. */
static size_t
next_row(uint64_t first, size_t i, uint32_t *n)
{
	uint64_t row = first + i;

	*n = row < HALVES_ALL ? 1 : ONE_OF;
	if (row < HALVES_ALL)
		return (i);
	return (i + (ONE_OF - row % ONE_OF) % ONE_OF);
}

static void
make_room(struct halves *h, uint64_t rows)
{
	if (h->length == 0)
		h->length = FIRST_LENGTH;
	while (rows > h->length * HALVES_SEGMENTS)
		merge_neighbours(h);
	h->rows = rows;
}

/* The deciles of the values there are, each once. */
static void
set_edges(struct halves *h, const double *x, size_t n)
{
	double *v = mem_alloc(n, sizeof(*v)), q;
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		v[k] = x[i];
		k += !isnan(x[i]);
	}
	sort_doubles(v, k);
	for (size_t i = 1; k > 0 && i < HALVES_BINS; i++) {
		q = quantile_sorted(v, k, (double)i / HALVES_BINS);
		if (h->n_edges == 0 || q > h->edges[h->n_edges - 1])
			h->edges[h->n_edges++] = q;
	}
	h->has_edges = k > 0;
	free(v);
}

static size_t
bin_of(const struct halves *h, double x)
{
	size_t bin = 0;

	if (isnan(x))
		return (HALVES_BINS);
	for (size_t i = 0; i < h->n_edges; i++)
		bin += x > h->edges[i];
	return (bin);
}

void
halves_add_numbers(struct halves *h, const double *x, size_t n,
    uint64_t first)
{
	uint32_t weight;

	if (!h->has_edges)
		set_edges(h, x, n);
	make_room(h, first + n);
	for (size_t i = next_row(first, 0, &weight); i < n;
	    i = next_row(first, i + 1, &weight))
		h->counts[(first + i) / h->length][bin_of(h, x[i])] += weight;
}

void
halves_add_hashes(struct halves *h, const uint64_t *hashes,
    const uint8_t *valid, size_t n, uint64_t first)
{
	uint32_t weight;

	make_room(h, first + n);
	for (size_t i = next_row(first, 0, &weight); i < n;
	    i = next_row(first, i + 1, &weight))
		h->counts[(first + i) / h->length][valid[i] ?
		    hashes[i] % HALVES_BINS : HALVES_BINS] += weight;
}

double
halves_psi(const struct halves *h)
{
	double half[2][HALVES_BINS + 1] = { 0 }, ref[HALVES_BINS + 1];
	double cur[HALVES_BINS + 1];
	size_t k = 0;

	if (h->rows < LEAST_ROWS)
		return (NAN);
	for (size_t s = 0; s < HALVES_SEGMENTS; s++) {
		bool second = (2 * s + 1) * h->length > h->rows;

		for (size_t b = 0; b <= HALVES_BINS; b++)
			half[second][b] += h->counts[s][b];
	}
	for (size_t b = 0; b <= HALVES_BINS; b++) {
		ref[k] = half[0][b];
		cur[k] = half[1][b];
		k += half[0][b] + half[1][b] > 0;
	}
	return (drift_psi(ref, cur, k));
}
