/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "calibrator.h"
#include "mem.h"
#include "quantile.h"
#include "radix.h"
#include "rng.h"

#include "estimate.h"

#define STEPS 128.0		/* bins of one unit of log odds */
#define MOST 16			/* log odds beyond are in the last bins */
#define BINS ((size_t)(2 * MOST * STEPS))
#define FEW 32			/* rows that are drawn one by one */

void
score_tally_init(struct score_tally *c)
{
	c->cells = mem_calloc(2 * BINS, sizeof(*c->cells));
	c->n = 0;
}

void
score_tally_release(struct score_tally *c)
{
	free(c->cells);
}

static size_t
bin_of(double score)
{
	double odds = log(score / (1 - score));

	if (!(odds > -MOST))
		return (0);
	return (odds >= MOST ? BINS - 1 : (size_t)((odds + MOST) * STEPS));
}

void
score_tally_add(struct score_tally *c, double score, bool positive, bool hit)
{
	struct score_cell *at = &c->cells[2 * bin_of(score) + positive];

	at->n++;
	at->score += (score - at->score) / at->n;
	at->hits += hit;
	at->positive = positive;
	c->n++;
}

/* Those with rows: a heap array of *n. */
static struct score_cell *
take_cells(const struct score_tally *c, size_t *n)
{
	struct score_cell *out = mem_alloc(2 * BINS, sizeof(*out));

	*n = 0;
	for (size_t i = 0; i < 2 * BINS; i++) {
		if (c->cells[i].n > 0)
			out[(*n)++] = c->cells[i];
	}
	return (out);
}

/* True and false, positives and negatives. */
struct confusion_sums {
	double tp, fp, fn, tn;
};

static struct confusion_sums
confuse(const struct score_cell *c, size_t n)
{
	struct confusion_sums s = { 0, 0, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		*(c[i].positive ? &s.tp : &s.fn) += c[i].hits;
		*(c[i].positive ? &s.fp : &s.tn) += c[i].n - c[i].hits;
	}
	return (s);
}

static double
accuracy(const struct score_cell *c, size_t n)
{
	struct confusion_sums s = confuse(c, n);

	return ((s.tp + s.tn) / (s.tp + s.tn + s.fp + s.fn));
}

static double
precision(const struct score_cell *c, size_t n)
{
	struct confusion_sums s = confuse(c, n);

	return (s.tp / (s.tp + s.fp));
}

static double
recall(const struct score_cell *c, size_t n)
{
	struct confusion_sums s = confuse(c, n);

	return (s.tp / (s.tp + s.fn));
}

static double
f1(const struct score_cell *c, size_t n)
{
	struct confusion_sums s = confuse(c, n);

	return (2 * s.tp / (2 * s.tp + s.fp + s.fn));
}

/* The chance that a hit scores higher than another row, where rows of a cell
   are tied. */
static double
auc(const struct score_cell *c, size_t n)
{
	double below = 0, sum = 0, hits = 0, others;

	for (size_t i = 0; i < n; i++) {
		others = c[i].n - c[i].hits;
		sum += c[i].hits * (below + others / 2);
		below += others;
		hits += c[i].hits;
	}
	return (sum / (hits * below));
}

static double
log_loss(const struct score_cell *c, size_t n)
{
	double sum = 0, rows = 0, p;

	for (size_t i = 0; i < n; i++) {
		p = fmin(fmax(c[i].score, 1e-15), 1 - 1e-15);
		sum -= c[i].hits * log(p) + (c[i].n - c[i].hits) * log1p(-p);
		rows += c[i].n;
	}
	return (sum / rows);
}

static double
brier(const struct score_cell *c, size_t n)
{
	double sum = 0, rows = 0, p;

	for (size_t i = 0; i < n; i++) {
		p = c[i].score;
		sum += c[i].hits * (1 - p) * (1 - p) +
		    (c[i].n - c[i].hits) * p * p;
		rows += c[i].n;
	}
	return (sum / rows);
}

const struct estimate_metric estimate_metrics[ESTIMATE_METRICS] = {
	{ "accuracy", true, false, accuracy },
	{ "auc", false, false, auc },
	{ "f1", false, false, f1 },
	{ "precision", false, false, precision },
	{ "recall", false, false, recall },
	{ "logloss", false, true, log_loss },
	{ "brier", false, true, brier }
};

double
score_tally_metric(const struct score_tally *c, size_t m)
{
	size_t n;
	struct score_cell *cells = take_cells(c, &n);
	double value = n == 0 ? NAN : estimate_metrics[m].value(cells, n);

	free(cells);
	return (value);
}

/* The reference as it is, and replicates of it. */
struct replicate {
	struct calibrator map;
	double metrics[ESTIMATE_METRICS];
};

struct estimator {
	struct replicate *v;
	size_t n;
	uint64_t seed;
};

static double
draw_uniform(struct rng *r)
{
	return ((double)(rng_next(r) >> 11) * 0x1p-53);
}

static double
draw_normal(struct rng *r)
{
	double radius = sqrt(-2 * log(1 - draw_uniform(r)));

	return (radius * cos(2 * M_PI * draw_uniform(r)));
}

/* How many of n happen with the chance p. */
static double
draw_hits(struct rng *r, double n, double p)
{
	double hits = 0;

	if (n > FEW)
		return (fmin(n, fmax(0, round(n * p +
		    sqrt(n * p * (1 - p)) * draw_normal(r)))));
	for (double i = 0; i < n; i++)
		hits += draw_uniform(r) < p;
	return (hits);
}

/* As often as n rows are in a bootstrap sample (Hanley and MacGibbon 2006). */
static double
draw_poisson(struct rng *r, double n)
{
	double k = 0, product = draw_uniform(r);

	if (n > FEW)
		return (fmax(0, round(n + sqrt(n) * draw_normal(r))));
	for (; product > exp(-n); k++)
		product *= draw_uniform(r);
	return (k);
}

static void
fit_map(struct replicate *rep, const struct score_cell *c, size_t n)
{
	double *p = mem_alloc(2 * n, sizeof(*p));
	double *w = mem_alloc(2 * n, sizeof(*w));
	uint8_t *hit = mem_alloc(2 * n, sizeof(*hit));
	size_t k = 0;

	for (size_t i = 0; i < 2 * n; i++) {
		p[k] = c[i / 2].score;
		hit[k] = i % 2;
		w[k] = i % 2 == 1 ? c[i / 2].hits : c[i / 2].n - c[i / 2].hits;
		k += w[k] > 0;
	}
	if (k > 0)
		calibrator_fit_isotonic(&rep->map, p, hit, w, k);
	for (size_t m = 0; m < ESTIMATE_METRICS; m++)
		rep->metrics[m] = estimate_metrics[m].value(c, n);
	free(p);
	free(w);
	free(hit);
}

struct estimator *
estimator_new(const struct score_tally *reference, size_t replicates,
    uint64_t seed)
{
	struct estimator *e = MEM_NEW(struct estimator);
	struct score_cell *cells, *drawn;
	struct rng rng;
	size_t n;

	e->n = replicates + 1;
	e->seed = seed;
	e->v = mem_calloc(e->n, sizeof(*e->v));
	cells = take_cells(reference, &n);
	drawn = mem_dup(cells, n, sizeof(*cells));
	rng_init(&rng, seed);
	for (size_t i = 0; i < e->n; i++) {
		for (size_t k = 0; k < n && i > 0; k++) {
			drawn[k].hits = draw_poisson(&rng, cells[k].hits);
			drawn[k].n = drawn[k].hits + draw_poisson(&rng,
			    cells[k].n - cells[k].hits);
		}
		fit_map(&e->v[i], drawn, n);
	}
	free(cells);
	free(drawn);
	return (e);
}

void
estimator_free(struct estimator *e)
{
	if (e == NULL)
		return;
	for (size_t i = 0; i < e->n; i++)
		calibrator_release(&e->v[i].map);
	free(e->v);
	free(e);
}

/* The hits in a window by replicate i: expected ones by the reference as it is,
   drawn ones by the others. */
static void
give_hits(const struct estimator *e, size_t i, struct score_cell *cells,
    size_t n)
{
	struct rng rng;
	double p;

	rng_init(&rng, rng_at(e->seed, i));
	for (size_t k = 0; k < n; k++) {
		p = calibrator_apply(&e->v[i].map, cells[k].score);
		cells[k].hits = i == 0 ? cells[k].n * p :
		    draw_hits(&rng, cells[k].n, p);
	}
}

/* The calibrator fits its own rows too well, and makes the scores look better
   than they are: that of a replicate does so once more than the first one, and
   that is how much it is.  So replicates are twice as much too good. */
static double
bias_of(const double *values, size_t k, double value)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		sum += values[i];
	return (2 * (sum / (double)k - value));
}

/* Of metrics that are between 0 and 1, and of losses. */
static double
within(const struct estimate_metric *m, double x)
{
	return (m->less ? fmax(x, 0) : fmin(fmax(x, 0), 1));
}

/* values: (e->n), of a metric; they are sorted. */
static void
sum_up(const struct estimator *e, size_t m, double *values, double tail,
    struct estimate *out)
{
	const struct estimate_metric *metric = &estimate_metrics[m];
	double sign = metric->less ? 1 : -1, bias;
	size_t k = 0, worse = 0;

	out->value = values[0];
	out->reference = e->v[0].metrics[m];
	for (size_t i = 1; i < e->n; i++) {
		worse += sign * (values[i] - e->v[i].metrics[m]) > 0;
		values[k] = values[i];
		k += !isnan(values[i]);
	}
	bias = bias_of(values, k, out->value);
	sort_doubles(values, k);
	out->low = k == 0 ? NAN : within(metric, quantile_sorted(values, k,
	    tail) - bias);
	out->high = k == 0 ? NAN : within(metric, quantile_sorted(values, k,
	    1 - tail) - bias);
	out->worse = k > 0 && (double)worse >= (1 - tail) * (double)k;
}

void
estimator_estimate(const struct estimator *e, const struct score_tally *c,
    double level, struct estimate *out)
{
	double *values = mem_alloc(ESTIMATE_METRICS * e->n, sizeof(*values));
	struct score_cell *cells;
	size_t n;

	cells = take_cells(c, &n);
	for (size_t i = 0; i < e->n; i++) {
		give_hits(e, i, cells, n);
		for (size_t m = 0; m < ESTIMATE_METRICS; m++)
			values[m * e->n + i] =
			    estimate_metrics[m].value(cells, n);
	}
	for (size_t m = 0; m < ESTIMATE_METRICS; m++)
		sum_up(e, m, values + m * e->n, (1 - level) / 2, &out[m]);
	free(values);
	free(cells);
}
