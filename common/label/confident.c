/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "radix.h"

#include "confident.h"

#define NEAR 1e-6		/* below a threshold, or to the likeliest */

uint32_t
confident_likeliest(const double *p, size_t n)
{
	uint32_t best = 0;

	for (uint32_t k = 1; k < n; k++)
		if (p[k] > p[best])
			best = k;
	return (best);
}

double
confident_self(const double *p, size_t n, uint32_t label)
{
	(void)n;
	return (p[label]);
}

double
confident_margin(const double *p, size_t n, uint32_t label)
{
	double other = 0;

	for (size_t k = 0; k < n; k++)
		if (k != label)
			other = fmax(other, p[k]);
	return ((1 + p[label] - other) / 2);
}

/* Rows of each label. */
static uint64_t *
count_labels(const struct confident_rows *r)
{
	uint64_t *count = mem_calloc(r->n_classes, sizeof(*count));

	for (size_t i = 0; i < r->n_rows; i++)
		if (r->label[i] != LABEL_NONE)
			count[r->label[i]]++;
	return (count);
}

static void
find_thresholds(const struct confident_rows *r, const uint64_t *labels,
    double *threshold)
{
	size_t n = r->n_classes;

	for (size_t i = 0; i < r->n_rows; i++)
		if (r->label[i] != LABEL_NONE)
			threshold[r->label[i]] += r->p[i * n + r->label[i]];
	for (size_t k = 0; k < n; k++)
		threshold[k] = labels[k] == 0 ? NAN :
		    fmax(threshold[k] / (double)labels[k], 2 * NEAR);
}

/* What a row counts as; LABEL_NONE: nothing. */
static uint32_t
find_truth(const double *p, size_t n, const double *threshold)
{
	uint32_t found = LABEL_NONE;

	for (uint32_t k = 0; k < n; k++) {
		if (!(p[k] >= threshold[k] - NEAR))
			continue;
		if (found != LABEL_NONE)
			return (confident_likeliest(p, n));
		found = k;
	}
	return (found);
}

static void
count_joint(const struct confident_rows *r, const double *threshold,
    uint64_t *count)
{
	size_t n = r->n_classes;
	uint32_t truth;

	for (size_t i = 0; i < r->n_rows; i++) {
		if (r->label[i] == LABEL_NONE)
			continue;
		truth = find_truth(r->p + i * n, n, threshold);
		if (truth != LABEL_NONE)
			count[r->label[i] * n + truth]++;
	}
	for (size_t k = 0; k < n; k++)
		if (count[k * n + k] == 0)
			count[k * n + k] = 1;
}

/* The counts of a label scaled to its rows: the largest remainders are rounded
   up, of equal ones that of the right labels first, then those of classes
   behind. */
static void
calibrate(const uint64_t *count, size_t n, size_t label, uint64_t n_rows,
    uint64_t *joint)
{
	double *rest = mem_alloc(n, sizeof(*rest));
	uint32_t *order = mem_alloc(n, sizeof(*order));
	uint64_t sum = 0, left = n_rows;

	for (size_t k = 0; k < n; k++)
		sum += count[k];
	for (size_t k = 0; k < n; k++) {
		joint[k] = count[k] * n_rows / sum;
		rest[k] = (double)(count[k] * n_rows % sum);
		left -= joint[k];
	}
	rest[label] += 0.5;
	sort_order(rest, n, order);
	for (size_t k = n - left; k < n; k++)
		joint[order[k]]++;
	free(rest);
	free(order);
}

/* Of the rows of a label the m whose probability of another class exceeds that
   of the label most. */
static void
suspect_rows(const struct confident_rows *r, const uint32_t *rows,
    size_t n_rows, size_t class, uint64_t m, uint8_t *suspect)
{
	double *below = mem_alloc(n_rows, sizeof(*below));
	uint32_t *order = mem_alloc(n_rows, sizeof(*order));
	const double *p;

	for (size_t i = 0; i < n_rows; i++) {
		p = r->p + rows[i] * r->n_classes;
		below[i] = p[r->label[rows[i]]] - p[class];
	}
	sort_order(below, n_rows, order);
	for (size_t i = 0; i < m && i < n_rows; i++)
		suspect[rows[order[i]]] = 1;
	free(below);
	free(order);
}

static void
suspect_label(const struct confident_rows *r, uint32_t label, size_t n_rows,
    const uint64_t *joint, uint8_t *suspect)
{
	uint32_t *rows = mem_alloc(n_rows, sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < r->n_rows; i++)
		if (r->label[i] == label)
			rows[n++] = (uint32_t)i;
	for (size_t k = 0; k < r->n_classes && n > 1; k++)
		if (k != label && joint[k] > 0)
			suspect_rows(r, rows, n, k, joint[k], suspect);
	free(rows);
}

/* A label that is the likeliest class, or as likely, is none. */
static void
clear_likeliest(const struct confident_rows *r, uint8_t *suspect)
{
	const double *p = r->p;

	for (size_t i = 0; i < r->n_rows; i++, p += r->n_classes)
		if (suspect[i] && p[r->label[i]] + NEAR >=
		    p[confident_likeliest(p, r->n_classes)])
			suspect[i] = 0;
}

void
confident_learn(const struct confident_rows *r, struct confident *out)
{
	size_t n = r->n_classes;
	uint64_t *labels = count_labels(r);

	out->threshold = mem_calloc(n, sizeof(*out->threshold));
	out->count = mem_calloc(n, n * sizeof(*out->count));
	out->joint = mem_calloc(n, n * sizeof(*out->joint));
	out->suspect = mem_calloc(r->n_rows, 1);
	find_thresholds(r, labels, out->threshold);
	count_joint(r, out->threshold, out->count);
	for (uint32_t k = 0; k < n; k++) {
		calibrate(out->count + k * n, n, k, labels[k],
		    out->joint + k * n);
		suspect_label(r, k, labels[k], out->joint + k * n,
		    out->suspect);
	}
	clear_likeliest(r, out->suspect);
	free(labels);
}

void
confident_release(struct confident *c)
{
	free(c->threshold);
	free(c->count);
	free(c->joint);
	free(c->suspect);
}
