/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics: a row of the table each. */
#include <float.h>

#include "few_rows.h"
#include "named.h"

#include "metric_functions.h"

#define ROW(...) &(const struct metric){ __VA_ARGS__ }
#define QUANTILE { { "q", 0.5, 0, 1 } }
#define SHARE { { "share", 0.1, DBL_MIN, 1 } }
#define POWER { { "power", 1, -100, 100 } }
#define COST(name, value) { name, value, -DBL_MAX, DBL_MAX }

/* In the order of --list. */
const struct metric *const metric_table[] = {
	ROW("auc", "area under the ROC curve, a tie counting one half",
	    SCORED_CLASSES, NEEDS_SCORE, .value = auc_value,
	    .few = few_rows_auc),
	ROW("gini", "2 auc - 1", SCORED_CLASSES, NEEDS_SCORE,
	    .on_request = true, .value = gini_value, .least = -1),
	ROW("ap", "average precision, equal scores as one step",
	    SCORED_CLASSES, NEEDS_SCORE, .value = ap_value,
	    .few = few_rows_ap),
	ROW("ks", "greatest distance of the two classes' distributions of "
	    "the score", SCORED_CLASSES, NEEDS_SCORE, .on_request = true,
	    .value = ks_value),
	ROW("gain", "share of the positives among the rows of the highest "
	    "scores", SCORED_BINARY, NEEDS_SCORE, .on_request = true,
	    .value = gain_value, .args = SHARE),
	ROW("lift", "gain / share of the rows", SCORED_BINARY, NEEDS_SCORE,
	    .on_request = true, .value = lift_value, .args = SHARE),
	ROW("logloss", "mean of -log(probability of the truth), clipped at "
	    "1e-15", SCORED_CLASSES, NEEDS_PROBABILITY, .loss = logloss_loss,
	    .less = true),
	ROW("logloss_skill", "1 - logloss / that of the classes' shares",
	    SCORED_CLASSES, NEEDS_PROBABILITY, .on_request = true,
	    .value = logloss_skill_value),
	ROW("brier", "mean squared difference of probability and truth",
	    SCORED_CLASSES, NEEDS_PROBABILITY, .loss = brier_loss,
	    .bounded = true, .less = true),
	ROW("brier_skill", "1 - brier / that of the classes' shares",
	    SCORED_CLASSES, NEEDS_PROBABILITY, .on_request = true,
	    .value = brier_skill_value),
	ROW("ece", "expected calibration error, 10 bins of equal counts",
	    SCORED_CLASSES, NEEDS_PROBABILITY, .no_interval = true,
	    .value = ece_value, .less = true),
	ROW("topk", "share of rows whose class is among the k of the highest "
	    "scores", SCORED_MULTICLASS, NEEDS_SCORE, .on_request = true,
	    .value = topk_value, .among = is_any_row,
	    .share_tasks = SCORED_MULTICLASS, .args = { { "k", 2, 1, 1e9 } }),
	ROW("accuracy", "share of rows whose class is predicted",
	    SCORED_CLASSES, NEEDS_LABEL, .value = accuracy_value,
	    .among = is_any_row,
	    .share_tasks = SCORED_CLASSES),
	ROW("balanced_accuracy", "mean of the classes' recalls",
	    SCORED_CLASSES, NEEDS_LABEL, .on_request = true,
	    .value = balanced_value, .few = few_rows_cells),
	ROW("gmean", "geometric mean of the classes' recalls",
	    SCORED_CLASSES, NEEDS_LABEL, .on_request = true,
	    .value = gmean_value, .few = few_rows_cells),
	ROW("precision", "share of the predicted that are true; macro for "
	    "classes", SCORED_CLASSES, NEEDS_LABEL, .value = rate_value,
	    .rate = RATE_PRECISION, .by_class = true,
	    .few = few_rows_cells,
	    .among = is_predicted,
	    .share_tasks = SCORED_BINARY),
	ROW("recall", "share of the true that are predicted; macro for "
	    "classes", SCORED_CLASSES, NEEDS_LABEL, .value = rate_value,
	    .rate = RATE_RECALL, .by_class = true,
	    .few = few_rows_cells,
	    .among = is_true,
	    .share_tasks = SCORED_BINARY),
	ROW("f1", "harmonic mean of precision and recall; macro for classes",
	    SCORED_CLASSES, NEEDS_LABEL, .value = rate_value,
	    .rate = RATE_F1, .by_class = true,
	    .few = few_rows_cells,
	    .among = is_true_or_predicted,
	    .share_tasks = SCORED_BINARY,
	    .harmonic = true),
	ROW("jaccard", "share of the true or predicted that are both",
	    SCORED_CLASSES, NEEDS_LABEL, .on_request = true,
	    .value = rate_value, .rate = RATE_JACCARD, .by_class = true,
	    .among = is_true_or_predicted, .share_tasks = SCORED_BINARY),
	ROW("specificity", "share of the others that are not predicted",
	    SCORED_CLASSES, NEEDS_LABEL, .on_request = true,
	    .value = rate_value, .rate = RATE_SPECIFICITY, .by_class = true,
	    .among = is_not_true, .share_tasks = SCORED_BINARY),
	ROW("npv", "share of the not predicted that are others",
	    SCORED_CLASSES, NEEDS_LABEL, .on_request = true,
	    .value = rate_value, .rate = RATE_NPV, .by_class = true,
	    .among = is_not_predicted, .share_tasks = SCORED_BINARY),
	ROW("fpr", "share of the others that are predicted: 1 - specificity",
	    SCORED_CLASSES, NEEDS_LABEL, .on_request = true,
	    .value = rate_value, .rate = RATE_FPR, .by_class = true,
	    .among = is_not_true, .share_tasks = SCORED_BINARY, .less = true),
	ROW("selected", "share of rows that are predicted",
	    SCORED_CLASSES, NEEDS_LABEL, .on_request = true,
	    .value = rate_value, .rate = RATE_SELECTED, .by_class = true,
	    .among = is_any_row, .share_tasks = SCORED_BINARY),
	ROW("support", "rows of the class, or their weight",
	    SCORED_CLASSES, NEEDS_LABEL, .on_request = true,
	    .no_interval = true,
	    .value = rate_value, .rate = RATE_SUPPORT, .by_class = true),
	ROW("mcc", "Matthews' correlation coefficient",
	    SCORED_CLASSES, NEEDS_LABEL, .value = mcc_value,
	    .few = few_rows_cells,
	    .least = -1),
	ROW("kappa", "Cohen's kappa", SCORED_CLASSES, NEEDS_LABEL,
	    .on_request = true, .value = kappa_value, .few = few_rows_cells,
	    .least = -1),
	ROW("cost", "mean of what a row costs, by --cost", SCORED_BINARY,
	    NEEDS_LABEL, .on_request = true, .value = cost_value,
	    .less = true, .args = { COST("fn", 1), COST("fp", 1),
	    COST("tn", 0), COST("tp", 0) }),
	ROW("threshold", "the score from which rows are predicted positive",
	    SCORED_BINARY, NEEDS_SCORE, .on_request = true,
	    .no_interval = true, .value = threshold_value),
	ROW("rmse", "root of the mean squared error",
	    SCORED_REGRESSION, NEEDS_LABEL, .value = rmse_value,
	    .loss = squared_loss,
	    .root = true, .less = true),
	ROW("mse", "mean squared error", SCORED_REGRESSION, NEEDS_LABEL,
	    .on_request = true, .loss = squared_loss, .less = true),
	ROW("mae", "mean absolute error",
	    SCORED_REGRESSION, NEEDS_LABEL, .value = mae_value,
	    .loss = absolute_loss, .less = true),
	ROW("median_error", "median of the absolute errors",
	    SCORED_REGRESSION, NEEDS_LABEL, .on_request = true,
	    .value = median_value, .less = true),
	ROW("max_error", "largest absolute error", SCORED_REGRESSION,
	    NEEDS_LABEL, .on_request = true, .no_interval = true,
	    .value = largest_value, .less = true),
	ROW("r2", "share of the truth's variance that is explained",
	    SCORED_REGRESSION, NEEDS_LABEL, .value = r2_value,
	    .unexplained = squared_loss),
	ROW("explained_variance", "1 - variance of the errors / that of the "
	    "truth", SCORED_REGRESSION, NEEDS_LABEL, .on_request = true,
	    .value = explained_value),
	ROW("mape", "mean of |error| / |truth|, where the truth is not 0",
	    SCORED_REGRESSION, NEEDS_LABEL, .value = mape_value,
	    .loss = relative_loss, .less = true),
	ROW("smape", "mean of 2 |error| / (|truth| + |prediction|)",
	    SCORED_REGRESSION, NEEDS_LABEL, .on_request = true,
	    .loss = symmetric_loss, .less = true),
	ROW("rmsle", "root of the mean squared difference of log(1 + x)",
	    SCORED_REGRESSION, NEEDS_LABEL, .on_request = true,
	    .value = rmsle_value, .loss = logarithm_loss, .root = true,
	    .less = true),
	ROW("mase", "mae / that of the truth `season` rows before",
	    SCORED_REGRESSION, NEEDS_LABEL, .on_request = true,
	    .value = mase_value, .less = true,
	    .args = { { "season", 1, 1, 1e9 } }),
	ROW("pinball", "mean loss of a q-quantile", SCORED_REGRESSION,
	    NEEDS_LABEL, .on_request = true, .loss = pinball_loss,
	    .less = true, .args = QUANTILE),
	ROW("d2_pinball", "1 - pinball / that of the truth's quantile",
	    SCORED_REGRESSION, NEEDS_LABEL, .on_request = true,
	    .value = d2_pinball_value, .args = QUANTILE),
	ROW("d2_absolute", "1 - mae / that of the truth's median",
	    SCORED_REGRESSION, NEEDS_LABEL, .on_request = true,
	    .value = d2_pinball_value, .args = { { NULL, 0.5, 0, 1 } }),
	ROW("deviance", "mean deviance of Tweedie's distribution of a power",
	    SCORED_REGRESSION, NEEDS_LABEL, .on_request = true,
	    .value = deviance_value, .loss = deviance_loss, .less = true,
	    .args = POWER),
	ROW("d2_deviance", "1 - deviance / that of the truth's mean",
	    SCORED_REGRESSION, NEEDS_LABEL, .on_request = true,
	    .value = d2_deviance_value, .args = POWER),
	ROW("coverage", "share of rows whose truth is in the interval or set",
	    SCORED_REGRESSION | SCORED_CLASSES, NEEDS_RANGE,
	    .value = coverage_value, .among = is_any_row,
	    .share_tasks = SCORED_REGRESSION | SCORED_CLASSES),
	ROW("set_size", "mean number of classes in the sets", SCORED_CLASSES,
	    NEEDS_RANGE, .loss = set_size_loss, .less = true),
	ROW("width", "mean width of the intervals", SCORED_REGRESSION,
	    NEEDS_RANGE, .loss = width_loss, .less = true),
	ROW("winkler", "width + 2 / (1 - level) times what is outside",
	    SCORED_REGRESSION, NEEDS_RANGE, .on_request = true,
	    .loss = winkler_loss, .less = true,
	    .args = { { "level", 0.9, 0, 0.999999 } }),
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
	return (m->needs != NEEDS_RANGE || s->low != NULL ||
	    s->in_set != NULL);
}

size_t
metric_class(const struct metric *m, const struct scored *s)
{
	if (m->has_of)
		return (m->of);
	return (s->task == SCORED_BINARY ? 1 : CONFUSION_MACRO);
}
