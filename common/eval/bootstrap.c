/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "interval.h"
#include "mem.h"
#include "radix.h"
#include "resample.h"
#include "rng.h"

#include "bootstrap.h"

/* What was tried: see bootstrap.h. */
#define TAIL_LOSSES 50
#define TAIL_CAP 1.25
#define TAIL_FEWEST 4

struct run {
	const struct scored *rows;
	const struct bootstrap_options *o;
	size_t n_replicates;
	double **losses;	/* of each metric that has a loss, else NULL */
	double **scratch;	/* a worker: weights of its replicate */
	struct confusion *confusion;	/* a worker */
	double *values;		/* (n_metrics, n_replicates); of a mean of
				   losses: its studentised deviations */
	double *left_out;	/* (n_metrics, LEAVE_OUTS) */
	struct loss_mean *means;	/* of the rows themselves, by metric */
	struct few *few;
};

/* What a mean of losses is over the variance of the truth, or over 1. */
struct loss_mean {
	double ratio, se;
	double mean;
};

/* Of a metric: the interval that it has where rows are few. */
struct few {
	bool are;
	struct interval interval;
};

/* Rows with a loss each. */
struct losses {
	const double *loss;
	const double *truth;	/* over its variance; NULL: the mean itself */
	const double *weight;	/* NULL: 1 */
	const double *own;	/* of drawn rows, of which each was drawn
				   weight / own times; NULL: 1 */
	size_t n;
};

/* The weight of row i; 0: it does not count. */
static double
loss_weight(const struct losses *l, size_t i)
{
	double w = l->weight != NULL ? l->weight[i] : 1;

	return (w > 0 && !isnan(l->loss[i]) ? w : 0);
}

/* Of the truth of row i from its mean. */
static double
squared_deviation(const struct losses *l, double mean, size_t i)
{
	return ((l->truth[i] - mean) * (l->truth[i] - mean));
}

static double
truth_variance(const struct losses *l, double total, double *mean)
{
	double sum = 0, squares = 0, w;

	for (size_t i = 0; i < l->n; i++) {
		if ((w = loss_weight(l, i)) > 0)
			sum += w * l->truth[i];
	}
	*mean = sum / total;
	for (size_t i = 0; i < l->n; i++) {
		if ((w = loss_weight(l, i)) > 0)
			squares += w * squared_deviation(l, *mean, i);
	}
	return (squares / total);
}

/* The error is that of a ratio of sums. */
static struct loss_mean
mean_loss(const struct losses *l)
{
	double sum = 0, total = 0, truth = 0, variance = 1, squares = 0;
	double draws = 0, mean, w, e;

	for (size_t i = 0; i < l->n; i++) {
		if ((w = loss_weight(l, i)) == 0)
			continue;
		sum += w * l->loss[i];
		total += w;
	}
	mean = total > 0 ? sum / total : NAN;
	if (l->truth != NULL)
		variance = truth_variance(l, total, &truth);
	for (size_t i = 0; i < l->n; i++) {
		if ((w = loss_weight(l, i)) == 0)
			continue;
		e = l->loss[i] - mean * (l->truth == NULL ? 1 :
		    squared_deviation(l, truth, i) / variance);
		squares += w * (l->own != NULL ? l->own[i] : 1) * e * e;
		draws += l->own != NULL ? w / l->own[i] : w;
	}
	return ((struct loss_mean){ mean / variance, draws > 1 ?
	    sqrt(squares * draws / (draws - 1)) / total / variance : NAN,
	    mean });
}

/* How a metric gets its interval. */
static bool
is_share(const struct run *r, const struct metric *m)
{
	if (m->has_of)
		return (m->among != NULL && m->of < CONFUSION_MICRO);
	return ((m->share_tasks & r->rows->task) != 0);
}

static bool
is_resampled(const struct run *r, const struct metric *m)
{
	return (m->loss == NULL && m->unexplained == NULL &&
	    !m->no_interval && !is_share(r, m));
}

/* The metrics of the rows under the weights, or of a sample those that are
   resampled; but no means of losses. Metric m goes to out[m * stride]. */
static void
measure(const struct run *r, const double *weight, struct confusion *c,
    double *out, size_t stride)
{
	bool is_sample = weight != r->rows->weight;
	const struct scored *rows = r->rows;
	struct error_sums errors;
	struct sample s;

	sample_gather(&s, rows, weight, c, &errors);
	for (size_t m = 0; m < r->o->n_metrics; m++) {
		const struct metric *metric = r->o->metrics[m];

		out[m * stride] = metric->value == NULL ||
		    (is_sample && !is_resampled(r, metric)) ? NAN :
		    metric->value(metric, &s);
	}
}

static struct losses
losses_of(const struct run *r, size_t m, const double *weight)
{
	return ((struct losses){ r->losses[m],
	    r->o->metrics[m]->unexplained != NULL ? r->rows->truth : NULL,
	    weight, r->rows->weight, r->rows->n });
}

/* The deviation of a replicate's mean loss, on the log scale. */
static double
studentise(const struct loss_mean *of_rows, struct loss_mean replicate)
{
	if (!(replicate.se > 0 && replicate.ratio > 0))
		return (NAN);
	return ((log(replicate.ratio) - log(of_rows->ratio)) *
	    replicate.ratio / replicate.se);
}

static void
run_replicate(void *ctx, size_t k, int worker)
{
	struct run *r = ctx;
	double *weight = r->scratch[worker];
	struct losses drawn;

	resample_weights(r->o->seed, k, r->rows->weight, weight, r->rows->n);
	measure(r, weight, &r->confusion[worker], r->values + k,
	    r->n_replicates);
	for (size_t m = 0; m < r->o->n_metrics; m++) {
		if (r->losses[m] == NULL)
			continue;
		drawn = losses_of(r, m, weight);
		r->values[m * r->n_replicates + k] = studentise(&r->means[m],
		    mean_loss(&drawn));
	}
}

/* Rows are dealt to groups at random: those of a ranking are in order. */
static void
run_left_out(void *ctx, size_t k, int worker)
{
	struct run *r = ctx;
	double *weight = r->scratch[worker];
	size_t n = r->rows->n;

	for (size_t i = 0; i < n; i++) {
		size_t group = n <= LEAVE_OUTS ? i : rng_at(0, i) % LEAVE_OUTS;

		weight[i] = group == k ? 0 :
		    r->rows->weight != NULL ? r->rows->weight[i] : 1;
	}
	measure(r, weight, &r->confusion[worker], r->left_out + k, LEAVE_OUTS);
}

size_t
bootstrap_replicates(const struct bootstrap_options *o, size_t n)
{
	if (o->n_replicates != BOOTSTRAP_AUTO)
		return (o->n_replicates);
	return (n <= 1000 ? 1000 : n >= 5000 ? 200 : 1000000 / n);
}

/* Of each row, for the metrics that are made of a mean of them. */
static void
find_losses(struct run *r, size_t m)
{
	const struct metric *metric = r->o->metrics[m];
	double (*loss)(const struct metric *, const struct scored *, size_t) =
	    metric->loss != NULL ? metric->loss : metric->unexplained;

	if (loss == NULL)
		return;
	r->losses[m] = room_alloc(r->rows->room, r->rows->n, sizeof(double));
	for (size_t i = 0; i < r->rows->n; i++)
		r->losses[m][i] = loss(metric, r->rows, i);
}

static void
begin_run(struct run *r)
{
	const struct bootstrap_options *o = r->o;
	int n_workers = crew_threads(o->crew);
	size_t n = r->rows->n;

	r->n_replicates = bootstrap_replicates(o, n);
	r->losses = mem_calloc(o->n_metrics, sizeof(*r->losses));
	for (size_t m = 0; m < o->n_metrics; m++)
		find_losses(r, m);
	r->scratch = mem_calloc((size_t)n_workers, sizeof(*r->scratch));
	r->confusion = mem_calloc((size_t)n_workers, sizeof(*r->confusion));
	for (int w = 0; w < n_workers; w++) {
		r->scratch[w] = room_alloc(r->rows->room, n, sizeof(double));
		confusion_init(&r->confusion[w], r->rows->n_classes);
	}
	r->values = mem_alloc(o->n_metrics,
	    (r->n_replicates + 1) * sizeof(*r->values));
	r->left_out = mem_alloc(o->n_metrics,
	    LEAVE_OUTS * sizeof(*r->left_out));
	r->means = mem_calloc(o->n_metrics, sizeof(*r->means));
	r->few = mem_calloc(o->n_metrics, sizeof(*r->few));
}

static void
end_run(struct run *r)
{
	for (size_t m = 0; m < r->o->n_metrics; m++)
		room_release(r->rows->room, r->losses[m]);
	for (int w = 0; w < crew_threads(r->o->crew); w++) {
		room_release(r->rows->room, r->scratch[w]);
		confusion_release(&r->confusion[w]);
	}
	free(r->losses);
	free(r->scratch);
	free(r->confusion);
	free(r->values);
	free(r->left_out);
	free(r->means);
	free(r->few);
}

/* How many rows a share is of; weighted ones count for less (Kish 1965). */
static double
count_among(const struct scored *rows, const struct metric *m)
{
	double w, sum = 0, squares = 0;

	for (size_t i = 0; i < rows->n; i++) {
		if (!m->among(m, rows, i))
			continue;
		w = rows->weight != NULL ? rows->weight[i] : 1;
		sum += w;
		squares += w * w;
	}
	return (squares > 0 ? sum * sum / squares : 0);
}

static void
share_interval(const struct run *r, const struct metric *m, double value,
    struct interval *out)
{
	double n = count_among(r->rows, m);

	if (!(n > 0))
		return;
	interval_wilson(m->harmonic ? value / (2 - value) : value, n,
	    r->o->level, out);
	if (m->harmonic)
		*out = (struct interval){ 2 * out->low / (1 + out->low),
		    2 * out->high / (1 + out->high) };
}

/* Of the rows that count, how many; their losses in order go to sorted. */
static size_t
sort_losses(const struct run *r, size_t m, double *sorted)
{
	const double *weight = r->rows->weight, *loss = r->losses[m];
	size_t k = 0;

	for (size_t i = 0; i < r->rows->n; i++) {
		if (weight == NULL || weight[i] > 0)
			sorted[k++] = loss[i];
	}
	return (sort_known(sorted, k));
}

/*
 * How often the largest of the sorted losses is taken to come once more: once
 * where they have a bound, else by how long their tail is.  Its index (Hill
 * 1975) is of the largest quarter; what is beyond the cap has hardly a mean.
 */
static double
count_missing(const double *sorted, size_t n)
{
	size_t k = n / 4 > TAIL_FEWEST ? n / 4 : TAIL_FEWEST;
	double from, hill = 0;

	if (k >= n || !((from = sorted[n - k - 1]) > 0))
		return (TAIL_LOSSES * TAIL_CAP * TAIL_CAP / sqrt((double)n));
	for (size_t i = n - k; i < n; i++)
		hill += log(sorted[i] / from) / (double)k;
	hill = fmin(hill, TAIL_CAP);
	return (TAIL_LOSSES * hill * hill / sqrt((double)n));
}

/*
 * What the mean would be with the largest losses that are to come, over the
 * mean.  Of few losses with a long tail they are missing: the upper limit is
 * taken as if they were there.
 */
static double
with_missing(const struct run *r, size_t m)
{
	double *sorted = r->scratch[0], largest, mean = r->means[m].mean, more;
	size_t n = sort_losses(r, m, sorted);

	largest = sorted[n - 1];
	more = r->o->metrics[m]->bounded ? 1 : count_missing(sorted, n);
	return (((double)n * mean + more * largest) /
	    (((double)n + more) * mean));
}

static struct interval
loss_interval(const struct run *r, size_t m, size_t k)
{
	const struct metric *metric = r->o->metrics[m];
	struct interval i;

	interval_studentised(r->values + m * r->n_replicates, k, r->o->level,
	    r->means[m].ratio, r->means[m].se, &i);
	i.high *= with_missing(r, m);
	if (metric->bounded)
		i.high = fmin(i.high,
		    r->rows->task == SCORED_MULTICLASS ? 2 : 1);
	if (metric->root)
		i = (struct interval){ sqrt(i.low), sqrt(i.high) };
	if (metric->unexplained != NULL)
		i = (struct interval){ 1 - i.high, 1 - i.low };
	return (i);
}

static struct interval
find_interval(struct run *r, size_t m, double value)
{
	const struct metric *metric = r->o->metrics[m];
	double level = r->o->level, *v = r->values + m * r->n_replicates;
	struct interval_bca bca = { .value = value, .level = level,
	    .n = (double)r->rows->n };
	struct interval found = { NAN, NAN };
	size_t k;

	if (isnan(value) || metric->no_interval || r->n_replicates == 0)
		return (found);
	if (is_share(r, metric)) {
		share_interval(r, metric, value, &found);
		return (found);
	}
	if (r->few[m].are)
		return (r->few[m].interval);
	k = sort_known(v, r->n_replicates);
	if (r->losses[m] != NULL)
		return (loss_interval(r, m, k));
	bca.acceleration = interval_acceleration(
	    r->left_out + m * LEAVE_OUTS, r->rows->n < LEAVE_OUTS ?
	    r->rows->n : LEAVE_OUTS);
	interval_bca(v, k, &bca, &found);
	return (found);
}

/* While the confusion is that of the rows. */
static void
find_few(struct run *r, const double *value)
{
	const struct sample s = { r->rows, r->rows->weight, &r->confusion[0],
	    NULL };

	for (size_t m = 0; m < r->o->n_metrics; m++) {
		const struct metric *metric = r->o->metrics[m];

		if (metric->few != NULL && is_resampled(r, metric) &&
		    !isnan(value[m]))
			r->few[m].are = metric->few(metric, &s, r->o->level,
			    &r->few[m].interval);
	}
}

void
bootstrap_metrics(const struct scored *rows,
    const struct bootstrap_options *o, struct estimate *out)
{
	struct run r = { .rows = rows, .o = o };
	bool resampled = false;
	double *value;
	struct losses of_rows;
	struct interval i;

	begin_run(&r);
	value = mem_alloc(o->n_metrics, sizeof(*value));
	measure(&r, rows->weight, &r.confusion[0], value, 1);
	find_few(&r, value);
	for (size_t m = 0; m < o->n_metrics; m++) {
		resampled |= is_resampled(&r, o->metrics[m]);
		if (r.losses[m] == NULL)
			continue;
		of_rows = losses_of(&r, m, rows->weight);
		r.means[m] = mean_loss(&of_rows);
		if (o->metrics[m]->value == NULL)
			value[m] = r.means[m].mean;
	}
	crew_for(o->crew, r.n_replicates, run_replicate, &r);
	if (r.n_replicates > 0 && resampled)
		crew_for(o->crew, LEAVE_OUTS, run_left_out, &r);
	for (size_t m = 0; m < o->n_metrics; m++) {
		i = find_interval(&r, m, value[m]);
		out[m] = (struct estimate){ value[m], i.low, i.high };
	}
	free(value);
	end_run(&r);
}
