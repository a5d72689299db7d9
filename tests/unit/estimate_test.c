/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Estimates by hand: of a reference in which 20 of 100 rows with the score 0.2
 * and 80 of 100 with 0.8 are hits, a window of 30 and 70 such rows has 6 and
 * 56 expected ones, and its metrics are those of these counts.
 */
#include "check.h"
#include "estimate.h"
#include "num_init.h"

static void
add(struct score_tally *c, double score, int n, int hits)
{
	for (int i = 0; i < n; i++)
		score_tally_add(c, score, score > 0.5, i < hits);
}

int
main(void)
{
	/* tp 56, fp 14, fn 6, tn 24. */
	const double want[ESTIMATE_METRICS] = {
		80.0 / 100,
		(56 * 24 + 56 * 14 / 2.0 + 6 * 24 / 2.0) / (62 * 38),
		112.0 / (112 + 20), 56.0 / 70, 56.0 / 62,
		-(80 * log(0.8) + 20 * log(0.2)) / 100,
		(80 * 0.04 + 20 * 0.64) / 100
	};
	struct score_tally then, now, none;
	struct estimate out[ESTIMATE_METRICS], again[ESTIMATE_METRICS];
	struct estimator *e;
	double sd;

	num_init();
	score_tally_init(&then);
	score_tally_init(&now);
	score_tally_init(&none);
	add(&then, 0.2, 100, 20);
	add(&then, 0.8, 100, 80);
	add(&now, 0.2, 30, 0);
	add(&now, 0.8, 70, 0);
	e = estimator_new(&then, 4000, 3);
	estimator_estimate(e, &now, 0.9, out);
	estimator_estimate(e, &now, 0.9, again);
	for (size_t m = 0; m < ESTIMATE_METRICS; m++) {
		CHECK_NEAR(out[m].value, want[m], 1e-12);
		CHECK(out[m].low < want[m] && want[m] < out[m].high);
		CHECK(out[m].low == again[m].low);
		CHECK(!out[m].worse);
	}
	CHECK_NEAR(out[0].reference, 0.8, 1e-12);
	/* 1.645 standard deviations: 0.8 (1 - 0.8) over the window's 100 rows,
	   and over the reference's, of which 30 and 70 % count. */
	sd = sqrt(0.16 / 100 + 0.16 * (0.09 + 0.49) / 100);
	CHECK_NEAR(out[0].low, 0.8 - 1.645 * sd, 0.01);
	CHECK_NEAR(out[0].high, 0.8 + 1.645 * sd, 0.01);

	/* Rows that are in doubt are worse; the truth is what is counted. */
	score_tally_release(&now);
	score_tally_init(&now);
	add(&now, 0.5 - 1e-9, 400, 100);
	estimator_estimate(e, &now, 0.9, out);
	CHECK_NEAR(out[0].value, 0.5, 1e-6);
	CHECK(out[0].worse);
	CHECK_NEAR(score_tally_metric(&now, 0), 0.75, 1e-12);
	CHECK(isnan(score_tally_metric(&none, 0)));
	score_tally_release(&then);
	score_tally_release(&now);
	score_tally_release(&none);
	estimator_free(e);
	return (check_done());
}
