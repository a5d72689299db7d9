/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is usual of windows: how often does one that is alarm, and one that is
   not? */
#include <stdlib.h>

#include "check.h"
#include "history.h"
#include "rng.h"

#define RUNS 2000

static double
draw_normal(uint64_t at)
{
	return (sqrt(-2 * log(1 - rng_uniform_at(1, 2 * at))) *
	    cos(2 * M_PI * rng_uniform_at(1, 2 * at + 1)));
}

/* The share of runs whose last window, by its factor, has a small p-value;
   n windows come before it, and counts vary by the deviation of their
   logarithms. */
static double
share_of_alarms(size_t n, double deviation, double factor)
{
	char name[] = "all";
	size_t alarms = 0;

	for (uint64_t run = 0; run < RUNS; run++) {
		struct drift_history h = { 0 };
		struct drift_found found = { 0 };
		struct past_window w = { .window = name, .age = NAN };

		for (uint64_t i = 0; i <= n; i++) {
			w.rows = round(1000 * exp(deviation *
			    draw_normal(run * 100 + i)));
			if (i < n)
				drift_history_add(&h, &w);
		}
		w.rows *= factor;
		drift_history_test(&h, &w, &found);
		CHECK_INT(found.n, n < HISTORY_LEAST ? 0 : 2);
		if (found.n > 0)
			alarms += found.rows[0].p_value < 0.05;
		free(found.rows);
		drift_history_release(&h);
	}
	return ((double)alarms / RUNS);
}

int
main(void)
{
	/* Student's t is exact for a normal law: 5 % but for sqrt(.05 .95 /
	   2000) = 0.5 %. */
	CHECK(share_of_alarms(4, 0.3, 1) == 0);
	CHECK_NEAR(share_of_alarms(5, 0.3, 1), 0.05, 0.015);
	CHECK_NEAR(share_of_alarms(12, 0.3, 1), 0.05, 0.015);
	CHECK_NEAR(share_of_alarms(30, 0.3, 1), 0.05, 0.015);
	/* Counts that vary less than chance lets them: fewer. */
	CHECK(share_of_alarms(12, 0.01, 1) < 0.05);
	/* Twice, or half, as many rows, where they vary by a tenth. */
	CHECK(share_of_alarms(12, 0.1, 2) > 0.99);
	CHECK(share_of_alarms(12, 0.1, 0.5) > 0.99);
	return (check_done());
}
