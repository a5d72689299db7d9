/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "interval.h"
#include "mem.h"
#include "radix.h"
#include "resample.h"
#include "rng.h"

#include "paired_bootstrap.h"

struct worker {
	double *draws, *weight;	/* by row of the slice, by gathered row */
	struct confusion confusion[2];
};

struct run {
	const struct paired_set *sets;	/* two */
	struct room *room;
	const struct bootstrap_options *o;
	size_t n, n_replicates;
	double **losses;	/* (2, n_metrics); NULL: the metric has none */
	struct worker *workers;
	double *differences;	/* (n_metrics, n_replicates) */
	double *left_out;	/* (n_metrics, LEAVE_OUTS) */
};

static double
mean_loss(const double *loss, const double *weight, size_t n)
{
	double sum = 0, total = 0, w;

	for (size_t i = 0; i < n; i++) {
		w = weight != NULL ? weight[i] : 1;
		if (w <= 0 || isnan(loss[i]))
			continue;
		sum += w * loss[i];
		total += w;
	}
	return (total > 0 ? sum / total : NAN);
}

/* The metrics of one set under weights of its gathered rows. */
static void
measure(const struct run *r, size_t side, const double *weight,
    struct confusion *c, double *out)
{
	const struct scored *rows = &r->sets[side].rows;
	struct error_sums errors;
	struct sample s;

	sample_gather(&s, rows, weight, c, &errors);
	for (size_t m = 0; m < r->o->n_metrics; m++) {
		const struct metric *metric = r->o->metrics[m];

		out[m] = metric->value != NULL ? metric->value(metric, &s) :
		    mean_loss(r->losses[side * r->o->n_metrics + m], weight,
		    rows->n);
	}
}

/* What is drawn of each row goes to where the set has the row. */
static void
measure_draws(struct run *r, struct worker *w, double *out, size_t stride)
{
	size_t n_metrics = r->o->n_metrics;
	double *values = mem_alloc(2 * n_metrics, sizeof(*values));

	for (size_t side = 0; side < 2; side++) {
		const uint32_t *place = r->sets[side].place;
		const double *own = r->sets[side].rows.weight;

		for (size_t i = 0; i < r->n; i++)
			w->weight[i] = w->draws[place != NULL ? place[i] : i] *
			    (own != NULL ? own[i] : 1);
		measure(r, side, w->weight, &w->confusion[side],
		    values + side * n_metrics);
	}
	for (size_t m = 0; m < n_metrics; m++)
		out[m * stride] = values[m] - values[n_metrics + m];
	free(values);
}

static void
run_replicate(void *ctx, size_t k, int worker)
{
	struct run *r = ctx;
	struct worker *w = &r->workers[worker];

	resample_weights(r->o->seed, k, NULL, w->draws, r->n);
	measure_draws(r, w, r->differences + k, r->n_replicates);
}

static void
run_left_out(void *ctx, size_t k, int worker)
{
	struct run *r = ctx;
	struct worker *w = &r->workers[worker];

	for (size_t i = 0; i < r->n; i++)
		w->draws[i] = (r->n <= LEAVE_OUTS ? i :
		    rng_at(0, i) % LEAVE_OUTS) != k;
	measure_draws(r, w, r->left_out + k, LEAVE_OUTS);
}

static void
begin_run(struct run *r)
{
	size_t n_metrics = r->o->n_metrics;

	r->n = r->sets[0].rows.n;
	r->n_replicates = bootstrap_replicates(r->o, r->n);
	r->losses = mem_calloc(2 * n_metrics, sizeof(*r->losses));
	for (size_t k = 0; k < 2 * n_metrics; k++) {
		const struct metric *m = r->o->metrics[k % n_metrics];

		if (m->value != NULL)
			continue;
		r->losses[k] = room_alloc(r->room, r->n, sizeof(double));
		for (size_t i = 0; i < r->n; i++)
			r->losses[k][i] = m->loss(m,
			    &r->sets[k / n_metrics].rows, i);
	}
	r->workers = mem_calloc((size_t)crew_threads(r->o->crew),
	    sizeof(*r->workers));
	for (int i = 0; i < crew_threads(r->o->crew); i++) {
		struct worker *w = &r->workers[i];

		w->draws = room_alloc(r->room, r->n, sizeof(double));
		w->weight = room_alloc(r->room, r->n, sizeof(double));
		for (size_t side = 0; side < 2; side++)
			confusion_init(&w->confusion[side],
			    r->sets[side].rows.n_classes);
	}
	r->differences = mem_alloc(n_metrics * (r->n_replicates + 1),
	    sizeof(double));
	r->left_out = mem_alloc(n_metrics * LEAVE_OUTS, sizeof(double));
}

static void
end_run(struct run *r)
{
	for (size_t k = 0; k < 2 * r->o->n_metrics; k++)
		room_release(r->room, r->losses[k]);
	for (int i = 0; i < crew_threads(r->o->crew); i++) {
		room_release(r->room, r->workers[i].draws);
		room_release(r->room, r->workers[i].weight);
		confusion_release(&r->workers[i].confusion[0]);
		confusion_release(&r->workers[i].confusion[1]);
	}
	free(r->losses);
	free(r->workers);
	free(r->differences);
	free(r->left_out);
}

/* Twice the smaller share of replicates on either side of 0, of which one
   more is counted (Davison and Hinkley 1997, section 4.2). */
static double
find_p(const double *sorted, size_t k)
{
	double below = 0, above = 0;

	for (size_t i = 0; i < k; i++) {
		below += sorted[i] <= 0;
		above += sorted[i] >= 0;
	}
	return (fmin(1, 2 * (fmin(below, above) + 1) / ((double)k + 1)));
}

static void
find_difference(struct run *r, size_t m, struct paired *out)
{
	double *v = r->differences + m * r->n_replicates;
	struct interval_bca bca = { .level = r->o->level, .n = (double)r->n };
	struct interval found = { NAN, NAN };
	size_t k = sort_known(v, r->n_replicates);

	out->p_value = NAN;
	bca.value = out->value[0] - out->value[1];
	if (!isnan(bca.value) && !r->o->metrics[m]->no_interval && k > 1) {
		bca.acceleration = interval_acceleration(
		    r->left_out + m * LEAVE_OUTS,
		    r->n < LEAVE_OUTS ? r->n : LEAVE_OUTS);
		if (v[0] == v[k - 1])
			found = (struct interval){ v[0], v[0] };
		else
			interval_bca(v, k, &bca, &found);
		out->p_value = find_p(v, k);
	}
	out->difference = (struct estimate){ bca.value, found.low,
	    found.high };
}

void
paired_bootstrap(const struct paired_set sets[2],
    const struct bootstrap_options *o, struct paired *out)
{
	struct run r = { .sets = sets, .room = sets[0].rows.room, .o = o };
	double *values = mem_alloc(o->n_metrics, sizeof(*values));

	begin_run(&r);
	for (size_t side = 0; side < 2; side++) {
		measure(&r, side, sets[side].rows.weight,
		    &r.workers[0].confusion[side], values);
		for (size_t m = 0; m < o->n_metrics; m++)
			out[m].value[side] = values[m];
	}
	crew_for(o->crew, r.n_replicates, run_replicate, &r);
	if (r.n_replicates > 0)
		crew_for(o->crew, LEAVE_OUTS, run_left_out, &r);
	for (size_t m = 0; m < o->n_metrics; m++)
		find_difference(&r, m, &out[m]);
	end_run(&r);
	free(values);
}
