/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of what is to hold the truth: intervals, or sets of classes. */
#include <math.h>

#include "metric_functions.h"

double
width_loss(const struct metric *m, const struct scored *s, size_t row)
{
	(void)m;
	return (s->high[row] - s->low[row]);
}

/* Gneiting and Raftery 2007, section 6.2. */
double
winkler_loss(const struct metric *m, const struct scored *s, size_t row)
{
	double out = fmax(0, s->low[row] - s->truth[row]) +
	    fmax(0, s->truth[row] - s->high[row]);

	return (width_loss(m, s, row) + 2 / (1 - m->args[0].value) * out);
}

double
set_size_loss(const struct metric *m, const struct scored *s, size_t row)
{
	(void)m;
	return (s->set_size[row]);
}

static bool
is_inside(const struct scored *s, size_t row)
{
	if (s->task != SCORED_REGRESSION)
		return (s->in_set[row] != 0);
	return (s->truth[row] >= s->low[row] && s->truth[row] <= s->high[row]);
}

double
coverage_value(const struct metric *m, const struct sample *s)
{
	double sum = 0, total = 0, w;

	(void)m;
	for (size_t i = 0; i < s->rows->n; i++) {
		w = s->weight != NULL ? s->weight[i] : 1;
		sum += is_inside(s->rows, i) ? w : 0;
		total += w;
	}
	return (total > 0 ? sum / total : NAN);
}
