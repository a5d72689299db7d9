/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics: a function and a row of the table each. */
#include <math.h>

#include "few_rows.h"
#include "named.h"

#include "metric.h"

/*
 * A metric by rank: of the ranking of a binary task, or the plain mean over
 * the classes against the rest; classes for which it is not defined are left
 * out of the mean.
 */
static double
by_rank(const struct sample *s, double (*metric)(const uint32_t *order,
    const double *score, const uint8_t *label, const double *weight, size_t n))
{
	const struct scored *rows = s->rows;
	double sum = 0, v;
	size_t defined = 0;

	for (size_t c = 0; c < rows->n_rankings; c++) {
		const struct ranking *r = &rows->rankings[c];

		v = metric(r->order, r->score, r->label, s->weight, rows->n);
		if (!isnan(v)) {
			sum += v;
			defined++;
		}
	}
	return (defined > 0 ? sum / (double)defined : NAN);
}

static double
auc_value(const struct sample *s)
{
	return (by_rank(s, metric_auc));
}

static double
ap_value(const struct sample *s)
{
	return (by_rank(s, metric_ap));
}

static double
logloss_loss(const struct scored *s, size_t row)
{
	const double *p = s->score + row * s->n_scores;
	uint32_t class = s->truth_class[row];

	if (s->task == SCORED_BINARY)
		return (metric_log_loss(*p, class == 1));
	return (metric_log_loss_multi(p, class));
}

static double
brier_loss(const struct scored *s, size_t row)
{
	const double *p = s->score + row * s->n_scores;
	uint32_t class = s->truth_class[row];

	if (s->task == SCORED_BINARY)
		return (metric_brier(*p, class == 1));
	return (metric_brier_multi(p, class, s->n_scores));
}

static double
ece_value(const struct sample *s)
{
	const struct ranking *c = &s->rows->calibration;

	return (metric_ece(c->score, c->label, s->weight, s->rows->n));
}

/* The class that precision, recall and F1 are of. */
static size_t
positive(const struct sample *s)
{
	return (s->rows->task == SCORED_BINARY ? 1 : CONFUSION_MACRO);
}

static bool
is_any_row(const struct scored *s, size_t row)
{
	(void)s, (void)row;
	return (true);
}

static bool
is_predicted(const struct scored *s, size_t row)
{
	return (s->predicted_class[row] == 1);
}

static bool
is_true(const struct scored *s, size_t row)
{
	return (s->truth_class[row] == 1);
}

static bool
is_true_or_predicted(const struct scored *s, size_t row)
{
	return (is_true(s, row) || is_predicted(s, row));
}

static double
accuracy_value(const struct sample *s)
{
	return (confusion_accuracy(s->confusion));
}

static double
precision_value(const struct sample *s)
{
	return (confusion_precision(s->confusion, positive(s)));
}

static double
recall_value(const struct sample *s)
{
	return (confusion_recall(s->confusion, positive(s)));
}

static double
f1_value(const struct sample *s)
{
	return (confusion_f1(s->confusion, positive(s)));
}

static double
mcc_value(const struct sample *s)
{
	return (confusion_mcc(s->confusion));
}

static double
squared_loss(const struct scored *s, size_t row)
{
	double e = s->truth[row] - s->value[row];

	return (e * e);
}

static double
absolute_loss(const struct scored *s, size_t row)
{
	return (fabs(s->truth[row] - s->value[row]));
}

static double
relative_loss(const struct scored *s, size_t row)
{
	return (s->truth[row] == 0 ? NAN :
	    fabs((s->truth[row] - s->value[row]) / s->truth[row]));
}

static double
rmse_value(const struct sample *s)
{
	return (error_rmse(s->errors));
}

static double
mae_value(const struct sample *s)
{
	return (error_mae(s->errors));
}

static double
r2_value(const struct sample *s)
{
	return (error_r2(s->errors));
}

static double
mape_value(const struct sample *s)
{
	return (error_mape(s->errors));
}

#define ROW(...) &(const struct metric){ __VA_ARGS__ }

/* In the order of --list. */
const struct metric *const metric_table[] = {
	ROW("auc", "area under the ROC curve, a tie counting one half",
	    SCORED_CLASSES, NEEDS_SCORE, .value = auc_value,
	    .few = few_rows_auc),
	ROW("ap", "average precision, equal scores as one step",
	    SCORED_CLASSES, NEEDS_SCORE, .value = ap_value,
	    .few = few_rows_ap),
	ROW("logloss", "mean of -log(probability of the truth), clipped at "
	    "1e-15", SCORED_CLASSES, NEEDS_PROBABILITY, .loss = logloss_loss),
	ROW("brier", "mean squared difference of probability and truth",
	    SCORED_CLASSES, NEEDS_PROBABILITY, .loss = brier_loss,
	    .bounded = true),
	ROW("ece", "expected calibration error, 10 bins of equal counts",
	    SCORED_CLASSES, NEEDS_PROBABILITY, .no_interval = true,
	    .value = ece_value),
	ROW("accuracy", "share of rows whose class is predicted",
	    SCORED_CLASSES, NEEDS_LABEL, .value = accuracy_value,
	    .among = is_any_row,
	    .share_tasks = SCORED_CLASSES),
	ROW("precision", "share of the predicted that are true; macro for "
	    "classes", SCORED_CLASSES, NEEDS_LABEL, .value = precision_value,
	    .few = few_rows_cells,
	    .among = is_predicted,
	    .share_tasks = SCORED_BINARY),
	ROW("recall", "share of the true that are predicted; macro for "
	    "classes", SCORED_CLASSES, NEEDS_LABEL, .value = recall_value,
	    .few = few_rows_cells,
	    .among = is_true,
	    .share_tasks = SCORED_BINARY),
	ROW("f1", "harmonic mean of precision and recall; macro for classes",
	    SCORED_CLASSES, NEEDS_LABEL, .value = f1_value,
	    .few = few_rows_cells,
	    .among = is_true_or_predicted,
	    .share_tasks = SCORED_BINARY,
	    .harmonic = true),
	ROW("mcc", "Matthews' correlation coefficient",
	    SCORED_CLASSES, NEEDS_LABEL, .value = mcc_value,
	    .few = few_rows_cells,
	    .least = -1),
	ROW("rmse", "root of the mean squared error",
	    SCORED_REGRESSION, NEEDS_LABEL, .value = rmse_value,
	    .loss = squared_loss,
	    .root = true),
	ROW("mae", "mean absolute error",
	    SCORED_REGRESSION, NEEDS_LABEL, .value = mae_value,
	    .loss = absolute_loss),
	ROW("r2", "share of the truth's variance that is explained",
	    SCORED_REGRESSION, NEEDS_LABEL, .value = r2_value),
	ROW("mape", "mean of |error| / |truth|, where the truth is not 0",
	    SCORED_REGRESSION, NEEDS_LABEL, .value = mape_value,
	    .loss = relative_loss),
	NULL
};

const struct metric *
metric_find(const char *name, struct diag *d)
{
	return (named_find(metric_table, name, "metric", d));
}

bool
metric_fits(const struct metric *m, const struct scored *s)
{
	if ((m->tasks & s->task) == 0)
		return (false);
	if (m->needs == NEEDS_SCORE)
		return (s->score != NULL);
	if (m->needs == NEEDS_PROBABILITY)
		return (s->score != NULL && s->has_probability);
	return (true);
}
