/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "diag.h"
#include "mem.h"

#include "confusion.h"

/* What a class has: true positives, and its row and column of the matrix. */
struct class_sums {
	double hit, truth, pred;
};

typedef double rate_fn(const struct class_sums *);

void
confusion_init(struct confusion *c, size_t k)
{
	if (k > UINT32_MAX)
		BUG("%zu classes", k);
	c->k = k;
	c->cell = mem_calloc(k * k, sizeof(*c->cell));
}

void
confusion_release(struct confusion *c)
{
	free(c->cell);
	c->cell = NULL;
	c->k = 0;
}

void
confusion_add(struct confusion *c, const uint32_t *truth,
    const uint32_t *pred, const double *weight, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (truth[i] >= c->k || pred[i] >= c->k)
			BUG("class %u or %u of %zu", truth[i], pred[i], c->k);
		c->cell[truth[i] * c->k + pred[i]] += weight != NULL ?
		    weight[i] : 1;
	}
}

static double
sum_all(const struct confusion *c)
{
	double sum = 0;

	for (size_t i = 0; i < c->k * c->k; i++)
		sum += c->cell[i];
	return (sum);
}

static double
sum_hits(const struct confusion *c)
{
	double sum = 0;

	for (size_t i = 0; i < c->k; i++)
		sum += c->cell[i * c->k + i];
	return (sum);
}

static struct class_sums
sum_class(const struct confusion *c, size_t class)
{
	struct class_sums s = { c->cell[class * c->k + class], 0, 0 };

	for (size_t i = 0; i < c->k; i++) {
		s.truth += c->cell[class * c->k + i];
		s.pred += c->cell[i * c->k + class];
	}
	return (s);
}

double
confusion_accuracy(const struct confusion *c)
{
	double total = sum_all(c);

	return (total > 0 ? sum_hits(c) / total : NAN);
}

static double
rate_precision(const struct class_sums *s)
{
	return (s->pred > 0 ? s->hit / s->pred : 0);
}

static double
rate_recall(const struct class_sums *s)
{
	return (s->truth > 0 ? s->hit / s->truth : 0);
}

static double
rate_f1(const struct class_sums *s)
{
	double both = s->truth + s->pred;

	return (both > 0 ? 2 * s->hit / both : 0);
}

static double
rate_of(const struct confusion *c, size_t positive, rate_fn *rate)
{
	struct class_sums s;
	double sum = 0, n = 0;

	if (!(sum_all(c) > 0))
		return (NAN);
	if (positive != CONFUSION_MACRO) {
		if (positive >= c->k)
			BUG("class %zu of %zu", positive, c->k);
		s = sum_class(c, positive);
		return (rate(&s));
	}
	for (size_t i = 0; i < c->k; i++) {
		s = sum_class(c, i);
		if (s.truth > 0 || s.pred > 0) {
			sum += rate(&s);
			n++;
		}
	}
	return (sum / n);
}

double
confusion_precision(const struct confusion *c, size_t positive)
{
	return (rate_of(c, positive, rate_precision));
}

double
confusion_recall(const struct confusion *c, size_t positive)
{
	return (rate_of(c, positive, rate_recall));
}

double
confusion_f1(const struct confusion *c, size_t positive)
{
	return (rate_of(c, positive, rate_f1));
}

/* In shares of the total: products of large counts would lose digits. */
double
confusion_mcc(const struct confusion *c)
{
	double total = sum_all(c), both = 0, truth2 = 0, pred2 = 0;
	struct class_sums s;

	if (!(total > 0))
		return (NAN);
	for (size_t i = 0; i < c->k; i++) {
		s = sum_class(c, i);
		both += (s.truth / total) * (s.pred / total);
		truth2 += (s.truth / total) * (s.truth / total);
		pred2 += (s.pred / total) * (s.pred / total);
	}
	if (truth2 >= 1 || pred2 >= 1)
		return (0);
	return ((sum_hits(c) / total - both) /
	    sqrt((1 - truth2) * (1 - pred2)));
}
