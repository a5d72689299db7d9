/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "diag.h"
#include "mem.h"

#include "confusion.h"

/* What a class has: true positives, its row and column of the matrix, and the
   sum of all. */
struct class_sums {
	double hit, truth, pred, all;
};

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
sum_class(const struct confusion *c, size_t class, double all)
{
	struct class_sums s = { c->cell[class * c->k + class], 0, 0, all };

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
divide(double part, double whole)
{
	return (whole > 0 ? part / whole : 0);
}

static double
rate_of(const struct class_sums *s, enum confusion_rate rate)
{
	double either = s->truth + s->pred - s->hit;

	switch (rate) {
	case RATE_PRECISION:
		return (divide(s->hit, s->pred));
	case RATE_RECALL:
		return (divide(s->hit, s->truth));
	case RATE_F1:
		return (divide(2 * s->hit, s->truth + s->pred));
	case RATE_JACCARD:
		return (divide(s->hit, either));
	case RATE_SPECIFICITY:
		return (divide(s->all - either, s->all - s->truth));
	case RATE_NPV:
		return (divide(s->all - either, s->all - s->pred));
	case RATE_FPR:
		return (divide(s->pred - s->hit, s->all - s->truth));
	case RATE_SELECTED:
		return (divide(s->pred, s->all));
	case RATE_SUPPORT:
		return (s->truth);
	}
	BUG("no such rate");
}

/* The rate of the counts of all classes together. */
static double
rate_micro(const struct confusion *c, enum confusion_rate rate, double all)
{
	struct class_sums sum = { 0, 0, 0, 0 };

	for (size_t i = 0; i < c->k; i++) {
		struct class_sums s = sum_class(c, i, all);

		if (!(s.truth > 0) && !(s.pred > 0))
			continue;
		sum.hit += s.hit;
		sum.truth += s.truth;
		sum.pred += s.pred;
		sum.all += all;
	}
	return (rate_of(&sum, rate));
}

double
confusion_rate(const struct confusion *c, enum confusion_rate rate, size_t of)
{
	double all = sum_all(c), sum = 0, n = 0, w;
	struct class_sums s;

	if (!(all > 0))
		return (NAN);
	if (of == CONFUSION_MICRO)
		return (rate_micro(c, rate, all));
	if (of < CONFUSION_MICRO) {
		if (of >= c->k)
			BUG("class %zu of %zu", of, c->k);
		s = sum_class(c, of, all);
		return (rate_of(&s, rate));
	}
	for (size_t i = 0; i < c->k; i++) {
		s = sum_class(c, i, all);
		w = of == CONFUSION_WEIGHTED ? s.truth :
		    s.truth > 0 || s.pred > 0;
		sum += w * rate_of(&s, rate);
		n += w;
	}
	return (sum / n);
}

double
confusion_balanced(const struct confusion *c)
{
	double sum = 0, n = 0;

	for (size_t i = 0; i < c->k; i++) {
		struct class_sums s = sum_class(c, i, 0);

		sum += divide(s.hit, s.truth);
		n += s.truth > 0;
	}
	return (n > 0 ? sum / n : NAN);
}

double
confusion_gmean(const struct confusion *c)
{
	double sum = 0, n = 0;

	for (size_t i = 0; i < c->k; i++) {
		struct class_sums s = sum_class(c, i, 0);

		if (!(s.truth > 0))
			continue;
		sum += log(s.hit / s.truth);
		n++;
	}
	return (n > 0 ? exp(sum / n) : NAN);
}

double
confusion_kappa(const struct confusion *c)
{
	double total = sum_all(c), both = 0, n = 0;

	for (size_t i = 0; i < c->k; i++) {
		struct class_sums s = sum_class(c, i, total);

		both += (s.truth / total) * (s.pred / total);
		n += s.truth > 0 || s.pred > 0;
	}
	return (n > 1 ? 1 - (1 - sum_hits(c) / total) / (1 - both) : NAN);
}

/* In shares of the total: products of large counts would lose digits. */
double
confusion_mcc(const struct confusion *c)
{
	double total = sum_all(c), both = 0, truth2 = 0, pred2 = 0;
	double n_truth = 0, n_pred = 0;
	struct class_sums s;

	if (!(total > 0))
		return (NAN);
	for (size_t i = 0; i < c->k; i++) {
		s = sum_class(c, i, total);
		both += (s.truth / total) * (s.pred / total);
		truth2 += (s.truth / total) * (s.truth / total);
		pred2 += (s.pred / total) * (s.pred / total);
		n_truth += s.truth > 0;
		n_pred += s.pred > 0;
	}
	if (n_truth < 2 || n_pred < 2)
		return (0);
	return ((sum_hits(c) / total - both) /
	    sqrt((1 - truth2) * (1 - pred2)));
}
