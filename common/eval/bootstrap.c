/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "quantile.h"
#include "radix.h"
#include "resample.h"

#include "bootstrap.h"

struct run {
	const struct scored *rows;
	const struct bootstrap_options *o;
	double **losses;	/* of each metric that has a loss, else NULL */
	double **scratch;	/* a worker: weights of its replicate */
	struct confusion *confusion;	/* a worker */
	double *values;		/* (n_metrics, n_replicates) */
};

static double
mean_loss(const double *loss, const double *weight, size_t n)
{
	double sum = 0, total = 0, w;

	for (size_t i = 0; i < n; i++) {
		w = weight != NULL ? weight[i] : 1;
		sum += w * loss[i];
		total += w;
	}
	return (total > 0 ? sum / total : NAN);
}

/* All metrics of the rows under the weights; metric m goes to
   out[m * stride]. */
static void
measure(const struct run *r, const double *weight, struct confusion *c,
    double *out, size_t stride)
{
	const struct scored *rows = r->rows;
	struct error_sums errors;
	struct sample s = { rows, weight, c, &errors };

	error_sums_init(&errors);
	if (rows->task == SCORED_REGRESSION) {
		error_sums_add(&errors, rows->truth, rows->value, weight,
		    rows->n);
	} else {
		memset(c->cell, 0, c->k * c->k * sizeof(*c->cell));
		confusion_add(c, rows->truth_class, rows->predicted_class,
		    weight, rows->n);
	}
	for (size_t m = 0; m < r->o->n_metrics; m++)
		out[m * stride] = r->losses[m] != NULL ?
		    mean_loss(r->losses[m], weight, rows->n) :
		    r->o->metrics[m]->value(&s);
}

static void
run_replicate(void *ctx, size_t k, int worker)
{
	struct run *r = ctx;

	resample_weights(r->o->seed, k, r->rows->weight, r->scratch[worker],
	    r->rows->n);
	measure(r, r->scratch[worker], &r->confusion[worker], r->values + k,
	    r->o->n_replicates);
}

static void
begin_run(struct run *r)
{
	const struct bootstrap_options *o = r->o;
	int n_workers = crew_threads(o->crew);
	double (*loss)(const struct scored *, size_t);
	size_t n = r->rows->n;

	r->losses = mem_calloc(o->n_metrics, sizeof(*r->losses));
	for (size_t m = 0; m < o->n_metrics; m++) {
		if ((loss = o->metrics[m]->loss) == NULL)
			continue;
		r->losses[m] = mem_alloc(n, sizeof(double));
		for (size_t i = 0; i < n; i++)
			r->losses[m][i] = loss(r->rows, i);
	}
	r->scratch = mem_calloc((size_t)n_workers, sizeof(*r->scratch));
	r->confusion = mem_calloc((size_t)n_workers, sizeof(*r->confusion));
	for (int w = 0; w < n_workers; w++) {
		r->scratch[w] = mem_alloc(n, sizeof(double));
		confusion_init(&r->confusion[w], r->rows->n_classes);
	}
	r->values = mem_alloc(o->n_metrics,
	    (o->n_replicates + 1) * sizeof(*r->values));
}

static void
end_run(struct run *r)
{
	for (size_t m = 0; m < r->o->n_metrics; m++)
		free(r->losses[m]);
	for (int w = 0; w < crew_threads(r->o->crew); w++) {
		free(r->scratch[w]);
		confusion_release(&r->confusion[w]);
	}
	free(r->losses);
	free(r->scratch);
	free(r->confusion);
	free(r->values);
}

/*
 * The (n + 1) p-th of n > 1 values, below which another one falls with
 * probability p (Davison and Hinkley 1997, section 5.2.1): of 200, type 7
 * would make intervals of 95 % that hold 94 %.
 */
static double
percentile(const double *sorted, size_t n, double p)
{
	double m = (double)n;

	return (quantile_sorted(sorted, n, ((m + 1) * p - 1) / (m - 1)));
}

/* The interval of one metric's replicates; sorts them. */
static void
find_interval(double *v, size_t n, double level, struct estimate *out)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!isnan(v[i]))
			v[k++] = v[i];
	}
	if (k < 2)
		return;
	sort_doubles(v, k);
	out->low = percentile(v, k, (1 - level) / 2);
	out->high = percentile(v, k, (1 + level) / 2);
}

void
bootstrap_metrics(const struct scored *rows,
    const struct bootstrap_options *o, struct estimate *out)
{
	struct run r = { .rows = rows, .o = o };

	begin_run(&r);
	measure(&r, rows->weight, &r.confusion[0], r.values, 1);
	for (size_t m = 0; m < o->n_metrics; m++)
		out[m] = (struct estimate){ r.values[m], NAN, NAN };
	crew_for(o->crew, o->n_replicates, run_replicate, &r);
	for (size_t m = 0; m < o->n_metrics; m++) {
		if (!o->metrics[m]->no_interval)
			find_interval(r.values + m * o->n_replicates,
			    o->n_replicates, o->level, &out[m]);
	}
	end_run(&r);
}
