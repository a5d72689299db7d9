/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "class_set.h"
#include "decision.h"
#include "mem.h"
#include "metric_math.h"
#include "nearest.h"
#include "quantile.h"
#include "radix.h"

#include "outcome_fit.h"

#define PARTS 5
#define ROWS_MIN 20		/* to calibrate and decide by */

static const char *const methods[] = { "sigmoid", "isotonic", NULL };

int
outcome_options_check(const struct outcome_options *o, struct diag *d)
{
	struct target_transform transform;
	struct threshold_rule rule;

	if ((o->transform != NULL &&
	    target_transform_parse(o->transform, &transform, d) == -1) ||
	    (o->calibrate != NULL && nearest_lookup(methods, o->calibrate,
	    "calibration", d) == -1) || (o->threshold_for != NULL &&
	    threshold_rule_parse(o->threshold_for, &rule, d) == -1))
		return (-1);
	if (o->threshold_for != NULL && o->cost != NULL)
		return (diag_set(d, "--threshold-for and --cost are two ways "
		    "to decide: say one"));
	if (o->contamination != 0 && !(o->contamination > 0 &&
	    o->contamination < 1))
		return (diag_set(d, "--contamination wants a share between 0 "
		    "and 1, as 0.05"));
	if (o->conformal != 0 && !(o->conformal > 0 && o->conformal < 1))
		return (diag_set(d, "--conformal wants a level between 0 and "
		    "1, as 0.9"));
	return (0);
}

bool
outcome_is_held(const struct outcome_options *o)
{
	return (o->calibrate != NULL || o->threshold_for != NULL ||
	    o->cost != NULL || o->conformal > 0 || o->contamination > 0);
}

/* What the model cannot have. */
static int
check_task(const struct outcome_options *o, const struct model *m,
    struct diag *d)
{
	const char *name = m->target.name;
	bool number = m->task == TASK_REGRESSION;

	if (o->contamination > 0 && m->task != TASK_ANOMALY)
		return (diag_set(d, "--contamination is of anomalies: %s "
		    "finds none", m->learner->name));
	if (!task_has_target(m->task) && (o->transform != NULL ||
	    o->calibrate != NULL || o->cost != NULL ||
	    o->threshold_for != NULL || o->conformal > 0))
		return (diag_set(d, "%s has no target to transform, calibrate, "
		    "decide or cover by", m->learner->name));
	if (o->transform != NULL && !number)
		return (diag_set(d, "--target-transform is of numbers: \"%s\" "
		    "has classes", name));
	if ((o->calibrate != NULL || o->cost != NULL) && m->n_classes == 0)
		return (diag_set(d, "--%s is of classes: \"%s\" has none",
		    o->cost != NULL ? "cost" : "calibrate", name));
	if (o->threshold_for != NULL && m->task != TASK_BINARY)
		return (diag_set(d, "--threshold-for is of two classes: \"%s\" "
		    "has %zu", name, m->n_classes));
	if (o->conformal > 0 && !number && m->n_classes == 0)
		return (diag_set(d, "--conformal is of numbers and classes"));
	for (size_t k = 0; o->conformal > 0 && k < m->n_classes; k++) {
		if (strchr(m->classes[k], CLASS_SET_SEPARATOR) != NULL)
			return (diag_set(d, "--conformal: the class \"%s\" "
			    "has a \"%c\", which stands between the classes "
			    "of a set", m->classes[k], CLASS_SET_SEPARATOR));
	}
	return (0);
}

static json_t *
facts_of(struct outcome *out)
{
	if (out->facts == NULL)
		out->facts = json_object();
	return (out->facts);
}

/* By which rows it was found, and what it came to. */
static void
add_fact(struct outcome *out, const char *name, const char *what,
    const struct held_scores *h, const char *told)
{
	json_object_set_new(facts_of(out), name, json_sprintf(
	    "%s, by %zu %s rows: %s", what, h->n, h->source, told));
}

static int
begin_costs(struct outcome *out, const char *text, const struct model *m,
    struct diag *d)
{
	if (costs_parse(m, text, &out->costs, d) == -1)
		return (-1);
	out->rule = mem_strdup(text);
	return (m->task == TASK_BINARY ? costs_threshold(out->costs,
	    &out->threshold, d) : 0);
}

int
outcome_begin(struct outcome *out, const struct outcome_options *o,
    const struct model *m, const struct dataset *data, struct diag *d)
{
	outcome_init(out);
	if (check_task(o, m, d) == -1)
		return (-1);
	if (o->cost != NULL && begin_costs(out, o->cost, m, d) == -1)
		return (-1);
	if (o->transform == NULL)
		return (0);
	if (target_transform_parse(o->transform, &out->transform, d) == -1)
		return (-1);
	if (out->transform.kind != TRANSFORM_NONE)
		json_object_set_new(facts_of(out), "fitted to",
		    json_sprintf("%s of the target", o->transform));
	target_transform_fit(&out->transform, data->y_train, data->n_train);
	return (0);
}

/* A calibrator an output, of the rows that are not in a part. */
static void
fit_calibrators(struct calibrator *c, const char *method,
    const struct held_scores *h, size_t part)
{
	bool isotonic = strcmp(method, "isotonic") == 0;
	double *p = mem_alloc(h->n, sizeof(*p));
	double *w = mem_alloc(h->n, sizeof(*w));
	uint8_t *hit = mem_alloc(h->n, 1);

	for (size_t k = 0; k < h->n_out; k++) {
		double class = h->n_out == 1 ? 1 : (double)k;
		size_t n = 0;

		for (size_t i = 0; i < h->n; i++) {
			if (i % PARTS == part)
				continue;
			p[n] = h->scores[i * h->n_out + k];
			w[n] = h->w != NULL ? h->w[i] : 1;
			hit[n++] = h->y[i] == class;
		}
		(isotonic ? calibrator_fit_isotonic :
		    calibrator_fit_sigmoid)(&c[k], p, hit, w, n);
	}
	free(p);
	free(w);
	free(hit);
}

/* The mean log loss of the rows. */
static double
log_loss(const struct held_scores *h)
{
	double sum = 0, all = 0, w;

	for (size_t i = 0; i < h->n; i++) {
		const double *s = h->scores + i * h->n_out;

		w = h->w != NULL ? h->w[i] : 1;
		all += w;
		sum += w * (h->n_out == 1 ? metric_log_loss(s[0],
		    h->y[i] == 1) : metric_log_loss(s[(size_t)h->y[i]], 1));
	}
	return (sum / all);
}

static void
calibrate(struct outcome *out, const char *method, struct held_scores *h)
{
	struct calibrator *c = mem_calloc(h->n_out, sizeof(*c));
	double before = log_loss(h);
	struct str told = STR_INIT;
	double *scores = mem_dup(h->scores, h->n * h->n_out, sizeof(*scores));

	out->n_calibrators = h->n_out;
	out->calibrators = mem_calloc(h->n_out, sizeof(*out->calibrators));
	fit_calibrators(out->calibrators, method, h, PARTS);
	for (size_t part = 0; part < PARTS; part++) {
		fit_calibrators(c, method, h, part);
		for (size_t i = part; i < h->n; i += PARTS)
			outcome_calibrate(c, h->n_out, scores + i * h->n_out);
		for (size_t k = 0; k < h->n_out; k++)
			calibrator_release(&c[k]);
	}
	free(c);
	free(h->scores);
	h->scores = scores;
	str_addf(&told, "log loss %.4g, without it %.4g", log_loss(h),
	    before);
	add_fact(out, "calibration", method, h, str_get(&told));
	str_release(&told);
}

/* The mean cost of what is decided. */
static double
mean_cost(const struct outcome *out, const struct outcome *by,
    const struct model *m, const struct held_scores *h)
{
	double sum = 0, all = 0, w;

	for (size_t i = 0; i < h->n; i++) {
		w = h->w != NULL ? h->w[i] : 1;
		all += w;
		sum += w * out->costs[(size_t)h->y[i] * m->n_classes +
		    outcome_class(by, m, h->scores + i * h->n_out)];
	}
	return (sum / all);
}

static void
tell_costs(struct outcome *out, const struct model *m,
    const struct held_scores *h)
{
	struct outcome likeliest;
	struct str what = STR_INIT, told = STR_INIT;

	outcome_init(&likeliest);
	if (m->task == TASK_BINARY)
		str_addf(&what, "threshold %.4g, ", out->threshold);
	str_addz(&what, out->rule);
	str_addf(&told, "mean cost %.4g, of the likeliest class %.4g",
	    mean_cost(out, out, m, h), mean_cost(out, &likeliest, m, h));
	add_fact(out, "cost", str_get(&what), h, str_get(&told));
	str_release(&what);
	str_release(&told);
}

static int
find_threshold(struct outcome *out, const char *text,
    const struct held_scores *h, struct diag *d)
{
	struct str what = STR_INIT, told = STR_INIT;
	struct threshold_rule rule;
	int r;

	if (threshold_rule_parse(text, &rule, d) == -1)
		return (-1);
	r = threshold_rule_find(&rule, h, &out->threshold, &told, d);
	if (r == 0) {
		out->rule = mem_strdup(text);
		str_addf(&what, "%.4g for %s", out->threshold, text);
		add_fact(out, "threshold", str_get(&what), h, str_get(&told));
	}
	str_release(&what);
	str_release(&told);
	return (r);
}

int
conformal_quantile(const double *sorted, size_t n, double level, double *out,
    struct diag *d)
{
	double k = ceil((double)(n + 1) * level - 1e-9);

	if (k > (double)n)
		return (diag_set(d, "--conformal %g needs %.0f rows that are "
		    "held out, there are %zu", level,
		    ceil(level / (1 - level) - 1e-9), n));
	*out = sorted[(size_t)k - 1];
	return (0);
}

/* How far off the rows are: on the scale of the learner, or of the class that
   is true. */
static double
nonconformity(const struct outcome *out, const struct model *m,
    const struct held_scores *h, size_t i)
{
	const double *s = h->scores + i * h->n_out;

	if (m->task == TASK_REGRESSION)
		return (fabs(s[0] - target_transform_value(&out->transform,
		    h->y[i])));
	if (h->n_out == 1)
		return (h->y[i] == 1 ? 1 - s[0] : 1 - (1 - s[0]));
	return (1 - s[(size_t)h->y[i]]);
}

static int
find_quantile(struct outcome *out, double level, const struct model *m,
    const struct held_scores *h, struct diag *d)
{
	double *v = mem_alloc(h->n, sizeof(*v));
	struct str what = STR_INIT, told = STR_INIT;
	int r;

	for (size_t i = 0; i < h->n; i++)
		v[i] = nonconformity(out, m, h, i);
	sort_doubles(v, h->n);
	r = conformal_quantile(v, h->n, level, &out->quantile, d);
	free(v);
	if (r == -1)
		return (-1);
	out->level = level;
	str_addf(&what, "%g %% %s", level * 100, m->task == TASK_REGRESSION ?
	    "intervals" : "sets");
	str_addf(&told, m->task == TASK_REGRESSION ? "+- %.4g%s" :
	    "probability from %.4g on%s", m->task == TASK_REGRESSION ?
	    out->quantile : 1 - out->quantile,
	    out->transform.kind != TRANSFORM_NONE ? " on that scale" : "");
	add_fact(out, "conformal", str_get(&what), h, str_get(&told));
	str_release(&what);
	str_release(&told);
	return (0);
}

/* So that the share of the rows have a larger score. */
static void
set_contamination(struct outcome *out, double share,
    const struct held_scores *h)
{
	double *v = mem_dup(h->scores, h->n, sizeof(*v));
	struct str what = STR_INIT, told = STR_INIT;
	size_t n = 0;

	sort_doubles(v, h->n);
	out->threshold = quantile_sorted(v, h->n, 1 - share);
	free(v);
	for (size_t i = 0; i < h->n; i++)
		n += h->scores[i] > out->threshold;
	str_addf(&what, "contamination %g", share);
	out->rule = mem_strdup(str_get(&what));
	str_clear(&what);
	str_addf(&what, "%.4g for %s", out->threshold, out->rule);
	str_addf(&told, "%zu are anomalies", n);
	add_fact(out, "threshold", str_get(&what), h, str_get(&told));
	str_release(&what);
	str_release(&told);
}

int
outcome_fit(struct outcome *out, const struct outcome_options *o,
    const struct model *m, struct held_scores *h, struct diag *d)
{
	if (outcome_is_held(o) && h->n < ROWS_MIN)
		return (diag_set(d, "%zu rows are held out, %d are wanted to "
		    "calibrate, decide and cover by", h->n, ROWS_MIN));
	if (o->calibrate != NULL)
		calibrate(out, o->calibrate, h);
	if (o->cost != NULL)
		tell_costs(out, m, h);
	if (o->threshold_for != NULL &&
	    find_threshold(out, o->threshold_for, h, d) == -1)
		return (-1);
	if (o->contamination > 0)
		set_contamination(out, o->contamination, h);
	if (o->conformal > 0 &&
	    find_quantile(out, o->conformal, m, h, d) == -1)
		return (-1);
	for (size_t i = 0; m->task == TASK_REGRESSION && i < h->n; i++)
		h->scores[i] = target_transform_back(&out->transform,
		    h->scores[i]);
	return (0);
}
