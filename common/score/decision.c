/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "confusion.h"
#include "mem.h"
#include "nearest.h"
#include "numtext.h"
#include "radix.h"

#include "decision.h"

enum { RECALL, SPECIFICITY, PRECISION, N_BOUNDED, ACCURACY = N_BOUNDED, F1,
    MCC };

static const char *const metrics[] = {
	"recall", "specificity", "precision", "accuracy", "f1", "mcc", NULL
};

#define SLACK 1e-12	/* sums of weights are rounded */

int
threshold_rule_parse(const char *text, struct threshold_rule *r,
    struct diag *d)
{
	size_t n = strcspn(text, " >=");
	const char *rest = text + n + strspn(text + n, " ");
	struct str name = STR_INIT;

	str_add(&name, text, n);
	r->metric = nearest_lookup(metrics, str_get(&name), "metric", d);
	str_release(&name);
	if (r->metric == -1)
		return (-1);
	if (r->metric >= N_BOUNDED)
		return (*rest == '\0' ? 0 : diag_set(d, "%s is made as large "
		    "as can be: \"%s\" is too much", metrics[r->metric],
		    rest));
	if (strncmp(rest, ">=", 2) == 0) {
		rest += 2 + strspn(rest + 2, " ");
		if (parse_float(rest, strlen(rest), &r->least) == 0 &&
		    r->least >= 0 && r->least <= 1)
			return (0);
	}
	return (diag_set(d, "\"%s\" is not like \"%s >= 0.9\"", text,
	    metrics[r->metric]));
}

/* Sums of weights by true and predicted class, as a matrix of two classes. */
static double
metric_of(int metric, const double *cell)
{
	const struct confusion c = { (double *)(uintptr_t)cell, 2 };

	switch (metric) {
	case RECALL:
		return (confusion_rate(&c, RATE_RECALL, 1));
	case SPECIFICITY:
		return (confusion_rate(&c, RATE_SPECIFICITY, 1));
	case PRECISION:
		return (confusion_rate(&c, RATE_PRECISION, 1));
	case ACCURACY:
		return (confusion_accuracy(&c));
	case F1:
		return (confusion_rate(&c, RATE_F1, 1));
	default:
		return (confusion_mcc(&c));
	}
}

/* The best so far, and what it comes to. */
struct choice {
	double threshold, value, cell[4];
	bool found;
};

/* A threshold below all before it. */
static void
consider(const struct threshold_rule *r, double threshold,
    const double *cell, struct choice *c)
{
	double value = metric_of(r->metric, cell);
	bool better = r->metric >= N_BOUNDED ? value > c->value + SLACK :
	    value >= r->least - SLACK && !(r->metric == RECALL && c->found);

	if (value > c->value)
		c->value = value;
	if (!better)
		return;
	c->found = true;
	c->threshold = threshold;
	memcpy(c->cell, cell, sizeof(c->cell));
}

static void
tell(const struct choice *c, struct str *told)
{
	static const int all[] = { RECALL, PRECISION, ACCURACY, F1 };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		str_addf(told, "%s%s %.3g", i > 0 ? ", " : "",
		    metrics[all[i]], metric_of(all[i], c->cell));
}

int
threshold_rule_find(const struct threshold_rule *r,
    const struct held_scores *h, double *out, struct str *told,
    struct diag *d)
{
	uint32_t *order = mem_alloc(h->n, sizeof(*order)), i;
	struct choice best = { .value = -2 };
	double cell[4] = { 0 }, w;

	for (size_t k = 0; k < h->n; k++)
		cell[h->y[k] == 1 ? 2 : 0] += h->w != NULL ? h->w[k] : 1;
	sort_order(h->scores, h->n, order);
	for (size_t k = h->n; k-- > 0;) {
		i = order[k];
		w = h->w != NULL ? h->w[i] : 1;
		cell[h->y[i] == 1 ? 2 : 0] -= w;
		cell[h->y[i] == 1 ? 3 : 1] += w;
		if (k == 0 || h->scores[order[k - 1]] < h->scores[i])
			consider(r, h->scores[i], cell, &best);
	}
	free(order);
	if (!best.found)
		return (diag_set(d, "no threshold has %s >= %g on %zu %s rows: "
		    "the most is %.4g", metrics[r->metric], r->least, h->n,
		    h->source, best.value));
	*out = best.threshold;
	tell(&best, told);
	return (0);
}

/* The class whose name, and then end, the text begins with: the longest. */
static bool
take_class(const struct model *m, const char **text, char end, size_t *out)
{
	size_t best = 0, n;

	for (size_t k = 0; k < m->n_classes; k++) {
		n = strlen(m->classes[k]);
		if (n >= best && strncmp(*text, m->classes[k], n) == 0 &&
		    (*text)[n] == end) {
			*out = k;
			best = n + 1;
		}
	}
	*text += best;
	return (best > 0);
}

/* "fn=" of two classes, or "TRUTH:PREDICTED=": which cell. */
static bool
take_cell(const struct model *m, const char **text, size_t *cell)
{
	static const char *const names[] = { "tn=", "fp=", "fn=", "tp=" };
	size_t truth, predicted;

	for (size_t k = 0; m->n_classes == 2 && k < 4; k++) {
		if (strncmp(*text, names[k], 3) == 0) {
			*text += 3;
			*cell = k;
			return (true);
		}
	}
	if (!take_class(m, text, ':', &truth) ||
	    !take_class(m, text, '=', &predicted))
		return (false);
	*cell = truth * m->n_classes + predicted;
	return (true);
}

static int
fill_costs(const struct model *m, const char *text, double *costs,
    struct diag *d)
{
	size_t n, cell;

	for (;;) {
		if (!take_cell(m, &text, &cell))
			return (diag_set(d, "cost: \"%s\" does not begin with "
			    "%sTRUTH:PREDICTED= of the classes of \"%s\"",
			    text, m->n_classes == 2 ? "fn=, fp= or " : "",
			    m->target.name));
		n = strcspn(text, ",");
		if (parse_float(text, n, &costs[cell]) == -1 ||
		    !isfinite(costs[cell]))
			return (diag_set(d, "cost: \"%.*s\" is no cost",
			    (int)n, text));
		if (text[n] == '\0')
			return (0);
		text += n + 1;
	}
}

int
costs_parse(const struct model *m, const char *text, double **out,
    struct diag *d)
{
	size_t n = m->n_classes;
	double *costs = mem_alloc(n * n, sizeof(*costs));

	for (size_t k = 0; k < n * n; k++)
		costs[k] = k / n != k % n;
	if (fill_costs(m, text, costs, d) == -1) {
		free(costs);
		return (-1);
	}
	*out = costs;
	return (0);
}

int
costs_threshold(const double *costs, double *out, struct diag *d)
{
	double fp = costs[1] - costs[0], fn = costs[2] - costs[3];

	if (!(fp > 0 && fn > 0))
		return (diag_set(d, "cost: what is wrong has to cost more "
		    "than what is right"));
	*out = fp / (fp + fn);
	return (0);
}
