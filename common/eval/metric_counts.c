/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of the confusion matrix. */
#include <math.h>

#include "metric_functions.h"

bool
is_any_row(const struct metric *m, const struct scored *s, size_t row)
{
	(void)m, (void)s, (void)row;
	return (true);
}

bool
is_predicted(const struct metric *m, const struct scored *s, size_t row)
{
	return (s->predicted_class[row] == metric_class(m, s));
}

bool
is_not_predicted(const struct metric *m, const struct scored *s, size_t row)
{
	return (!is_predicted(m, s, row));
}

bool
is_true(const struct metric *m, const struct scored *s, size_t row)
{
	return (s->truth_class[row] == metric_class(m, s));
}

bool
is_not_true(const struct metric *m, const struct scored *s, size_t row)
{
	return (!is_true(m, s, row));
}

bool
is_true_or_predicted(const struct metric *m, const struct scored *s,
    size_t row)
{
	return (is_true(m, s, row) || is_predicted(m, s, row));
}

double
accuracy_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (confusion_accuracy(s->confusion));
}

double
rate_value(const struct metric *m, const struct sample *s)
{
	return (confusion_rate(s->confusion, m->rate,
	    metric_class(m, s->rows)));
}

double
balanced_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (confusion_balanced(s->confusion));
}

double
gmean_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (confusion_gmean(s->confusion));
}

double
kappa_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (confusion_kappa(s->confusion));
}

double
mcc_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (confusion_mcc(s->confusion));
}

/* The arguments are in the order fn, fp, tn, tp. */
double
cost_value(const struct metric *m, const struct sample *s)
{
	const double *cell = s->confusion->cell;	/* tn, fp, fn, tp */
	double total = cell[0] + cell[1] + cell[2] + cell[3];

	return (total > 0 ? (m->args[0].value * cell[2] +
	    m->args[1].value * cell[1] + m->args[2].value * cell[0] +
	    m->args[3].value * cell[3]) / total : NAN);
}

double
threshold_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (s->rows->threshold);
}
