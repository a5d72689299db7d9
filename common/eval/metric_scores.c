/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics of scores: of how they rank rows, and as probabilities. */
#include <math.h>

#include "metric_functions.h"

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

double
auc_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (by_rank(s, metric_auc));
}

double
gini_value(const struct metric *m, const struct sample *s)
{
	return (2 * auc_value(m, s) - 1);
}

double
ap_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (by_rank(s, metric_ap));
}

double
ks_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (by_rank(s, metric_ks));
}

double
gain_value(const struct metric *m, const struct sample *s)
{
	const struct ranking *r = s->rows->rankings;
	const struct metric_ranked ranked = { r->order, r->score, r->label,
	    s->weight, s->rows->n };

	return (metric_gain(&ranked, m->args[0].value));
}

double
lift_value(const struct metric *m, const struct sample *s)
{
	return (gain_value(m, s) / m->args[0].value);
}

double
ece_value(const struct metric *m, const struct sample *s)
{
	const struct ranking *c = &s->rows->calibration;

	(void)m;
	return (metric_ece(c->score, c->label, s->weight, s->rows->n));
}

/* Of equal scores the later classes come first, as scikit-learn has it. */
static bool
is_in_top(const struct scored *s, size_t row, double k)
{
	const double *p = s->score + row * s->n_scores;
	uint32_t truth = s->truth_class[row];
	double before = 0;

	for (uint32_t c = 0; c < s->n_scores; c++)
		before += p[c] > p[truth] || (p[c] == p[truth] && c > truth);
	return (before < k);
}

double
topk_value(const struct metric *m, const struct sample *s)
{
	double sum = 0, total = 0, w;

	for (size_t i = 0; i < s->rows->n; i++) {
		w = s->weight != NULL ? s->weight[i] : 1;
		sum += is_in_top(s->rows, i, m->args[0].value) ? w : 0;
		total += w;
	}
	return (total > 0 ? sum / total : NAN);
}

double
logloss_loss(const struct metric *m, const struct scored *s, size_t row)
{
	const double *p = s->score + row * s->n_scores;
	uint32_t class = s->truth_class[row];

	(void)m;
	if (s->task == SCORED_BINARY)
		return (metric_log_loss(*p, class == 1));
	return (metric_log_loss_multi(p, class));
}

double
brier_loss(const struct metric *m, const struct scored *s, size_t row)
{
	const double *p = s->score + row * s->n_scores;
	uint32_t class = s->truth_class[row];

	(void)m;
	if (s->task == SCORED_BINARY)
		return (metric_brier(*p, class == 1));
	return (metric_brier_multi(p, class, s->n_scores));
}

/*
 * 1 - loss / that of the classes' shares as probabilities, of which the class
 * of share p adds `of_share(p)`.
 */
static double
skill(const struct sample *s, metric_loss_fn *loss, double (*of_share)(double))
{
	double sum = 0, total = 0, constant = 0, n_classes = 0, w;

	for (size_t i = 0; i < s->rows->n; i++) {
		w = s->weight != NULL ? s->weight[i] : 1;
		sum += w > 0 ? w * loss(NULL, s->rows, i) : 0;
		total += w;
	}
	for (size_t c = 0; total > 0 && c < s->confusion->k; c++) {
		w = confusion_rate(s->confusion, RATE_SUPPORT, c);
		constant += of_share(w / total);
		n_classes += w > 0;
	}
	return (n_classes > 1 ? 1 - sum / total / constant : NAN);
}

/* Of two classes, half of what is summed over both. */
static double
brier_share(double p)
{
	return (p * (1 - p));
}

static double
entropy_share(double p)
{
	return (p > 0 ? -p * log(p) : 0);
}

double
brier_skill_value(const struct metric *m, const struct sample *s)
{
	double v = skill(s, brier_loss, brier_share);

	(void)m;
	return (s->rows->task == SCORED_BINARY ? 1 - 2 * (1 - v) : v);
}

double
logloss_skill_value(const struct metric *m, const struct sample *s)
{
	(void)m;
	return (skill(s, logloss_loss, entropy_share));
}
