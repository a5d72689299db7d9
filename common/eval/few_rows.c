/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "dist.h"
#include "mem.h"

#include "few_rows.h"

#define FEW_OF_CLASS 30
#define FEW_WRONG 10
#define STEPS 60		/* of bisection */
#define NUDGE 1e-4		/* of a cell, for a derivative */

struct class_sizes {
	double n[2];		/* effective rows: negative, positive */
};

static struct class_sizes
count_classes(const struct sample *s, const struct ranking *r)
{
	double sum[2] = { 0, 0 }, squares[2] = { 0, 0 }, w;
	struct class_sizes c;

	for (size_t i = 0; i < s->rows->n; i++) {
		w = s->weight != NULL ? s->weight[i] : 1;
		sum[r->label[i] != 0] += w;
		squares[r->label[i] != 0] += w * w;
	}
	for (size_t k = 0; k < 2; k++)
		c.n[k] = squares[k] > 0 ? sum[k] * sum[k] / squares[k] : 0;
	return (c);
}

/* The variance of an AUC (Hanley and McNeil 1982), as Newcombe takes it. */
static double
auc_variance(double auc, const struct class_sizes *c)
{
	double half = (c->n[0] + c->n[1]) / 2 - 1;

	return (auc * (1 - auc) * (1 + half * ((1 - auc) / (2 - auc) +
	    auc / (1 + auc))) / (c->n[0] * c->n[1]));
}

/* The AUC beyond which, towards the bound, the value is z errors off. */
static double
find_limit(double value, double bound, double z, const struct class_sizes *c)
{
	double near = value, far = bound, middle;

	for (int i = 0; i < STEPS; i++) {
		middle = (near + far) / 2;
		if (fabs(middle - value) < z * sqrt(auc_variance(middle, c)))
			near = middle;
		else
			far = middle;
	}
	return (near);
}

static void
auc_interval(double value, double z, const struct class_sizes *c,
    struct interval *out)
{
	out->low = value > 0 ? find_limit(value, 0, z, c) : 0;
	out->high = value < 1 ? find_limit(value, 1, z, c) : 1;
}

/*
 * The mean over the classes of the limits that one has by its value and sizes.
 * False where no class has few rows; several need a value at a bound, too.
 */
static bool
by_class(const struct metric *m, const struct sample *s, double level,
    bool share, struct interval *out)
{
	double z = normal_quantile((1 + level) / 2), value = m->value(m, s);
	bool few = value == 0 || value == 1;
	struct interval one;
	size_t n = 0;

	*out = (struct interval){ 0, 0 };
	for (size_t k = 0; k < s->rows->n_rankings; k++) {
		const struct ranking *r = &s->rows->rankings[k];
		struct class_sizes c = count_classes(s, r);

		few |= s->rows->n_rankings == 1 &&
		    fmin(c.n[0], c.n[1]) < FEW_OF_CLASS;
		if (!(c.n[1] > 0) || (!share && !(c.n[0] > 0)))
			continue;
		if (share)
			interval_wilson(value, c.n[1], level, &one);
		else
			auc_interval(value, z, &c, &one);
		out->low += one.low;
		out->high += one.high;
		n++;
	}
	out->low /= (double)n;
	out->high /= (double)n;
	return (few && n > 0);
}

bool
few_rows_auc(const struct metric *m, const struct sample *s, double level,
    struct interval *out)
{
	return (by_class(m, s, level, false, out));
}

bool
few_rows_ap(const struct metric *m, const struct sample *s, double level,
    struct interval *out)
{
	return (by_class(m, s, level, true, out));
}

static double
effective_rows(const struct sample *s)
{
	double sum = 0, squares = 0;

	if (s->weight == NULL)
		return ((double)s->rows->n);
	for (size_t i = 0; i < s->rows->n; i++) {
		sum += s->weight[i];
		squares += s->weight[i] * s->weight[i];
	}
	return (squares > 0 ? sum * sum / squares : 0);
}

static bool
has_few(const struct confusion *c, double scale)
{
	double wrong = 0, of_class;
	bool few = false;

	for (size_t i = 0; i < c->k; i++) {
		of_class = 0;
		for (size_t j = 0; j < c->k; j++) {
			of_class += c->cell[i * c->k + j];
			wrong += i != j ? c->cell[i * c->k + j] : 0;
		}
		few |= of_class * scale < FEW_WRONG;
	}
	return (few || wrong * scale < FEW_WRONG);
}

/* The standard error of the metric by those of the cells (multinomial). */
static double
delta_error(const struct metric *m, const struct sample *s,
    struct confusion *c, double n)
{
	double value = m->value(m, s), mean = 0, square = 0, slope, p;

	for (size_t i = 0; i < c->k * c->k; i++) {
		c->cell[i] += NUDGE;
		slope = (m->value(m, s) - value) * n / NUDGE;
		c->cell[i] -= NUDGE;
		p = c->cell[i] / n;
		mean += p * slope;
		square += p * slope * slope;
	}
	return (sqrt(fmax(0, square - mean * mean) / n));
}

bool
few_rows_cells(const struct metric *m, const struct sample *s, double level,
    struct interval *out)
{
	size_t cells = s->confusion->k * s->confusion->k;
	double rows = effective_rows(s), value = m->value(m, s);
	double z = normal_quantile((1 + level) / 2), low = m->least, x, error;
	double total = 0, n = 0;
	struct confusion c;
	struct sample more = *s;

	for (size_t i = 0; i < cells; i++)
		total += s->confusion->cell[i];
	if (!(total > 0) || !has_few(s->confusion, rows / total))
		return (false);
	confusion_init(&c, s->confusion->k);
	more.confusion = &c;
	for (size_t i = 0; i < cells; i++) {
		c.cell[i] = s->confusion->cell[i] * rows / total + 0.25;
		n += c.cell[i];
	}
	/* u in 0 .. 1 is (value - low) / (1 - low); its logit moves by the
	   error over u (1 - u). */
	x = (m->value(m, &more) - low) / (1 - low);
	error = delta_error(m, &more, &c, n) / (1 - low) / (x * (1 - x));
	x = log(x / (1 - x));
	out->low = low + (1 - low) / (1 + exp(-(x - z * error)));
	out->high = low + (1 - low) / (1 + exp(-(x + z * error)));
	out->low = value <= low ? low : fmin(out->low, value);
	out->high = value >= 1 ? 1 : fmax(out->high, value);
	confusion_release(&c);
	return (true);
}
