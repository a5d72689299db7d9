/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a model's scores (outcome.h), as C. */
#include <math.h>

#include "c_source_part.h"

bool
c_has_answer(const struct predictor *p)
{
	return (p->outcome.n_calibrators > 0 ||
	    p->outcome.transform.kind != TRANSFORM_NONE);
}

/* p = the calibrator of it. */
static void
add_calibrator(struct c_source *c, const struct calibrator *k, size_t at,
    struct str *out)
{
	size_t x, y;

	if (k->n > 0) {
		x = c_table(c, k->x, k->n);
		y = c_table(c, k->y, k->n);
		str_addf(out, "\tscores[%zu] = between(t%zu, t%zu, %zu, "
		    "scores[%zu]);\n", at, x, y, k->n, at);
		return;
	}
	str_addf(out, "\tscores[%zu] = sigmoid(", at);
	c_add_double(out, k->a);
	str_addf(out, " * log_odds(scores[%zu]) + ", at);
	c_add_double(out, k->b);
	str_addz(out, ");\n");
}

static void
add_calibration(struct c_source *c, struct str *out)
{
	const struct outcome *o = &c->p->outcome;

	str_addz(&c->model, o->calibrators[0].n > 0 ? "static double\n"
	    "between(const double *x, const double *y, long n, double p)\n{\n"
	    "\tlong k = 0;\n\n\twhile (k < n && x[k] <= p)\n\t\tk++;\n"
	    "\tif (k == 0 || k == n)\n\t\treturn (y[k == 0 ? 0 : n - 1]);\n"
	    "\treturn (y[k - 1] + (y[k] - y[k - 1]) *\n"
	    "\t    ((p - x[k - 1]) / (x[k] - x[k - 1])));\n}\n\n" :
	    "static double\nlog_odds(double p)\n{\n"
	    "\tp = fmin(fmax(p, 1e-15), 1 - 1e-15);\n"
	    "\treturn (log(p / (1 - p)));\n}\n\n");
	for (size_t k = 0; k < o->n_calibrators; k++)
		add_calibrator(c, &o->calibrators[k], k, out);
	if (o->n_calibrators > 1)
		str_addf(out, "\tfor (int k = 0; k < %zu; k++)\n"
		    "\t\tsum += scores[k];\n"
		    "\tfor (int k = 0; k < %zu; k++)\n\t\tscores[k] = "
		    "sum > 0 ? scores[k] / sum : 1.0 / %zu;\n",
		    o->n_calibrators, o->n_calibrators, o->n_calibrators);
}

static void
add_transform(struct c_source *c, struct str *out)
{
	const struct target_transform *t = &c->p->outcome.transform;
	size_t table;

	switch (t->kind) {
	case TRANSFORM_LOG:
		str_addz(out, "\tscores[0] = exp(scores[0]);\n");
		break;
	case TRANSFORM_LOG1P:
		str_addz(out, "\tscores[0] = expm1(scores[0]);\n");
		break;
	case TRANSFORM_SQRT:
		str_addz(out, "\tscores[0] = scores[0] > 0 ? scores[0] * "
		    "scores[0] : 0;\n");
		break;
	case TRANSFORM_QUANTILE:
		str_addz(&c->model, "static double\nquantile(const double *v, "
		    "long n, double p)\n{\n\tdouble h = (double)(n - 1) * p, "
		    "part, x;\n\tlong k = (long)h;\n\n"
		    "\tpart = k + 1 < n ? h - (double)k : 0;\n"
		    "\tif (part == 0 || v[k] == v[k + 1])\n"
		    "\t\treturn (v[k]);\n"
		    "\tx = (1 - part) * v[k] + part * v[k + 1];\n"
		    "\treturn (x < v[k] ? v[k] : x > v[k + 1] ? v[k + 1] : x)"
		    ";\n}\n\n");
		table = c_table(c, t->quantiles, t->n);
		str_addf(out, "\tscores[0] = quantile(t%zu, %zu, "
		    "erfc(scores[0] * ", table, t->n);
		c_add_double(out, -M_SQRT1_2);
		str_addz(out, ") / 2);\n");
		break;
	case TRANSFORM_NONE:
		break;
	}
}

int
c_answer(struct c_source *c, struct diag *d)
{
	const struct outcome *o = &c->p->outcome;
	struct str body = STR_INIT;

	if (o->level > 0)
		return (diag_set(d, "conformal intervals and sets are not "
		    "written as C"));
	if (!c_has_answer(c->p))
		return (0);
	if (o->n_calibrators > 0)
		add_calibration(c, &body);
	add_transform(c, &body);
	str_addf(&c->model, "static void\nanswer(double *scores)\n{\n%s%s}\n\n",
	    o->n_calibrators > 1 ? "\tdouble sum = 0;\n\n" : "",
	    str_get(&body));
	str_release(&body);
	return (0);
}

/* The class of least expected cost. */
static void
add_costs(const struct outcome *o, size_t n, struct str *out)
{
	str_addf(out, "\tstatic const double costs[%zu][%zu] = {", n, n);
	for (size_t k = 0; k < n * n; k++) {
		str_addz(out, k % n == 0 ? "\n\t\t{ " : ", ");
		c_add_double(out, o->costs[k]);
		str_addz(out, k % n == n - 1 ? " }," : "");
	}
	str_addf(out, "\n\t};\n\tdouble least = INFINITY, cost;\n"
	    "\tint best = 0;\n\n\tfor (int k = 0; k < %zu; k++) {\n"
	    "\t\tcost = 0;\n\t\tfor (int j = 0; j < %zu; j++)\n"
	    "\t\t\tcost += scores[j] * costs[j][k];\n"
	    "\t\tif (cost < least) {\n\t\t\tleast = cost;\n"
	    "\t\t\tbest = k;\n\t\t}\n\t}\n\treturn (best);\n}\n", n, n);
}

void
c_add_class(const struct predictor *p, struct str *out)
{
	const struct model *m = p->model;

	if (m->task == TASK_BINARY || m->task == TASK_ANOMALY) {
		str_addf(out, "\treturn (scores[0] %s ", m->task ==
		    TASK_BINARY ? ">=" : ">");
		c_add_double(out, p->outcome.threshold);
		str_addz(out, ");\n}\n");
	}
	if (m->task == TASK_MULTICLASS && p->outcome.costs != NULL)
		add_costs(&p->outcome, m->n_classes, out);
	else if (m->task == TASK_MULTICLASS)
		str_addf(out, "\tint best = 0;\n\n\tfor (int k = 1; k < %zu; "
		    "k++) {\n\t\tif (scores[k] > scores[best])\n"
		    "\t\t\tbest = k;\n\t}\n\treturn (best);\n}\n",
		    m->n_classes);
}
