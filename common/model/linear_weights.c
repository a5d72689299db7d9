/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "mem.h"

#include "linear_weights.h"

struct linear_weights *
linear_weights_new(size_t n_out, size_t n_coef)
{
	struct linear_weights *w = MEM_NEW(struct linear_weights);

	w->n_out = n_out;
	w->n_coef = n_coef;
	w->intercept = mem_calloc(n_out, sizeof(*w->intercept));
	w->mean = mem_calloc(n_coef, sizeof(*w->mean));
	if (n_coef > SIZE_MAX / n_out)
		BUG("%zu outputs of %zu coefficients", n_out, n_coef);
	w->coef = mem_calloc(n_out * n_coef, sizeof(*w->coef));
	return (w);
}

void
linear_weights_free(void *state)
{
	struct linear_weights *w = state;

	if (w == NULL)
		return;
	free(w->intercept);
	free(w->mean);
	free(w->coef);
	free(w->error);
	free(w);
}

/* Where the terms of one feature and one output go. */
struct term {
	const struct column *c;
	const double *coef;	/* (width of the feature) */
	double *out;		/* every stride-th */
	size_t stride;
};

static void
add_vectors(const struct term *t)
{
	const struct column *c = t->c;

	for (size_t i = 0; i < c->n; i++) {
		for (size_t k = 0; k < c->width; k++)
			t->out[i * t->stride] += t->coef[k] *
			    (double)c->vector[i * c->width + k];
	}
}

static void
add_sparse(const struct term *t)
{
	const struct column *c = t->c;

	for (size_t i = 0; i < c->n; i++) {
		for (uint32_t e = c->off[i]; e < c->off[i + 1]; e++)
			t->out[i * t->stride] += t->coef[c->index[e]] *
			    (double)c->value[e];
	}
}

static void
add_term(const struct term *t)
{
	const struct column *c = t->c;
	double coef = t->coef[0];

	switch (c->type) {
	case COL_BOOL:
		for (size_t i = 0; i < c->n; i++)
			t->out[i * t->stride] += coef * c->bools[i];
		break;
	case COL_INT:
	case COL_TIME:
		for (size_t i = 0; i < c->n; i++)
			t->out[i * t->stride] += coef * (double)c->ints[i];
		break;
	case COL_FLOAT:
		for (size_t i = 0; i < c->n; i++)
			t->out[i * t->stride] += coef * c->floats[i];
		break;
	case COL_VECTOR:
		add_vectors(t);
		break;
	case COL_SPARSE:
		add_sparse(t);
		break;
	default:
		BUG("a %s column is no linear feature",
		    col_type_name(c->type));
	}
	for (size_t i = 0; i < c->n && c->n_missing > 0; i++) {
		if (!c->valid[i])
			t->out[i * t->stride] = NAN;
	}
}

void
linear_weights_scores(const struct linear_weights *w, const struct batch *b,
    double *out)
{
	struct term t = { .stride = w->n_out };

	for (size_t k = 0; k < w->n_out; k++) {
		t.out = out + k;
		t.coef = w->coef + k * w->n_coef;
		for (size_t i = 0; i < b->n_rows; i++)
			t.out[i * t.stride] = w->intercept[k];
		for (size_t j = 0; j < b->schema->n; j++) {
			t.c = b->cols[j];
			add_term(&t);
			t.coef += field_width(&b->schema->fields[j]);
		}
	}
}

/* What a feature adds to an output at the means. */
static double
mean_term(const double *coef, const double *mean, size_t width)
{
	double sum = 0;

	for (size_t k = 0; k < width; k++)
		sum += coef[k] * mean[k];
	return (sum);
}

int
linear_weights_explain(const struct model *m, const struct batch *b,
    double *out, struct diag *d)
{
	const struct linear_weights *w = m->state;
	size_t n = b->schema->n, width;
	const double *mean;
	struct term t = { .coef = w->coef, .stride = w->n_out * (n + 1) };
	double at_mean, last;

	if (w->mean == NULL)
		return (diag_set(d, "the model file has no means of its "
		    "features: it is of an earlier version, train it again"));
	for (size_t k = 0; k < w->n_out; k++) {
		mean = w->mean;
		last = w->intercept[k];
		for (size_t j = 0; j < n; j++) {
			width = field_width(&b->schema->fields[j]);
			at_mean = mean_term(t.coef, mean, width);
			last += at_mean;
			t.c = b->cols[j];
			t.out = out + k * (n + 1) + j;
			for (size_t i = 0; i < b->n_rows; i++)
				t.out[i * t.stride] = -at_mean;
			add_term(&t);
			t.coef += width;
			mean += width;
		}
		for (size_t i = 0; i < b->n_rows; i++)
			out[i * t.stride + k * (n + 1) + n] = last;
	}
	return (0);
}

double *
linear_weights_importance(const struct model *m, size_t *n_out)
{
	const struct linear_weights *w = m->state;

	*n_out = w->n_out;
	return (mem_dup(w->coef, w->n_out * w->n_coef, sizeof(*w->coef)));
}

/* Wald's tests and intervals, as summary and confint.default of R have them. */
static void
judge_coefficient(const struct linear_weights *w, struct coefficient *c)
{
	double width;

	c->statistic = c->value / c->error;
	if (w->has_dispersion) {
		c->p_value = 2 * student_sf(fabs(c->statistic), w->df);
		width = student_quantile(0.975, w->df) * c->error;
	} else {
		c->p_value = 2 * normal_sf(fabs(c->statistic));
		width = normal_quantile(0.975) * c->error;
	}
	c->low = c->value - width;
	c->high = c->value + width;
}

void
linear_weights_coefficient(const struct model *m, size_t k, size_t j,
    struct coefficient *out)
{
	const struct linear_weights *w = m->state;

	out->value = j == 0 ? w->intercept[k] : w->coef[k * w->n_coef + j - 1];
	out->error = w->error != NULL ? w->error[j] : NAN;
	out->test = w->has_dispersion ? 't' : 'z';
	judge_coefficient(w, out);
}

json_t *
linear_weights_facts(const struct model *m)
{
	const struct linear_weights *w = m->state;
	json_t *facts = json_pack("{s:I, s:b}", "iterations",
	    (json_int_t)w->iterations, "converged", w->converged);

	if (w->error != NULL) {
		json_object_set_new(facts, "degrees of freedom",
		    doc_float(w->df));
		if (w->has_dispersion)
			json_object_set_new(facts, "dispersion",
			    doc_float(w->dispersion));
	}
	return (facts);
}
