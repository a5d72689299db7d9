/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reference values: scikit-learn 1.2.1 on the same arrays, sample_weight= for
 * the weighted ones: mean_squared_error(squared=False), mean_absolute_error,
 * r2_score, and mean_absolute_percentage_error of the rows whose truth is not
 * 0.  The intervals of the bootstrap are held to the normal approximation.
 */
#include <stdlib.h>

#include "metric_check.h"

static const double truth[] = {
	-0.4, 6.5, -0.1, 5.3, 9.1, 0.0, 0.6, 3.8, 3.0, -1.0, 4.8, 11.1, 2.0,
	2.2, -1.2, 4.3, -2.0, -1.4, 8.1, -0.6, 7.3, 9.1, 4.0, 5.2,
};
static const double value[] = {
	3.5, 6.11, -1.29, 2.59, 9.18, 2.96, 2.52, 1.92, 1.29, -2.01, 5.38,
	10.69, 2.43, 2.79, -1.8, 4.22, -1.59, -1.57, 9.11, 3.14, 8.48, 9.21,
	0.63, 5.98,
};

static const struct want want_errors[] = {
	{ "rmse", 1.7563420794366913, 1.7047317677570275 },
	{ "mae", 1.3004166666666668, 1.1952000000000003 },
	{ "r2", 0.7819585590781635, 0.7891267855879034 },
	{ "mape", 1.5876126328573599, 1.6358192045530062 },
};

static void
test_errors(void)
{
	struct scored s = { .task = SCORED_REGRESSION, .n = N,
	    .truth = mem_dup(truth, N, sizeof(double)),
	    .value = mem_dup(value, N, sizeof(double)) };

	check_metrics(&s, want_errors,
	    sizeof(want_errors) / sizeof(want_errors[0]));
	s.weight = NULL;
	scored_release(&s);
}

#define MANY 20000

/*
 * Absolute errors 0, 1/m, 2/m ... 1: their mean is 1/2, its standard error
 * sqrt(1 / 12 / n), and the 95 % interval 1.96 of these to either side.
 */
static void
test_interval(void)
{
	struct diag d = DIAG_INIT;
	const struct metric *m = metric_find("mae", &d);
	struct bootstrap_options o = { .metrics = &m, .n_metrics = 1,
	    .n_replicates = 400, .level = 0.95, .seed = 1 };
	struct scored all = { .task = SCORED_REGRESSION, .n = MANY,
	    .truth = mem_calloc(MANY, sizeof(double)),
	    .value = mem_alloc(MANY, sizeof(double)) };
	uint32_t *rows = mem_alloc(MANY, sizeof(*rows));
	double half = 1.96 * sqrt(1.0 / 12 / MANY);
	struct scored s;
	struct estimate e, with_threads;

	for (uint32_t i = 0; i < MANY; i++) {
		rows[i] = i;
		all.value[i] = i / (MANY - 1.0);
	}
	scored_gather(&all, rows, MANY, &s);
	bootstrap_metrics(&s, &o, &e);
	CHECK_NEAR(e.value, 0.5, TOL);
	CHECK_NEAR((e.high - e.low) / 2, half, 0.2 * half);
	CHECK_NEAR((e.high + e.low) / 2, 0.5, 0.2 * half);
	o.crew = crew_new(3);
	bootstrap_metrics(&s, &o, &with_threads);
	CHECK(memcmp(&e, &with_threads, sizeof(e)) == 0);
	crew_free(o.crew);
	scored_release(&s);
	scored_release(&all);
	free(rows);
}

int
main(void)
{
	test_errors();
	test_interval();
	return (check_done());
}
