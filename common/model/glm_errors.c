/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "linalg.h"
#include "mem.h"

#include "glm_errors.h"

#define NULL_SHARE 1e-12	/* of the largest eigenvalue: that is 0 */
#define NULL_PART 1e-6		/* of a vector within what is null: not 0 */
#define MAIN_PART 0.3		/* columns that make most of a vector: as a
				   share of its largest part */
#define NAMES_MAX 6
#define PERFECT 1e-4		/* mean loss of classes without error */

/* A matrix X'VX with ones on its diagonal, as eigenvalues and vectors. */
struct spectrum {
	size_t n, n_null;
	double *unit;		/* (n): roots of the diagonal; 0: of a column
				   that is 0 everywhere */
	double *value;		/* (n), ascending */
	double *vector;		/* (n, n): column k is that of value k */
	double sum;		/* what inform gave */
};

static void
spectrum_release(struct spectrum *s)
{
	free(s->unit);
	free(s->value);
	free(s->vector);
}

static void
take_spectrum(struct spectrum *s)
{
	double *a = s->vector;

	for (size_t j = 0; j < s->n; j++)
		s->unit[j] = sqrt(a[j * s->n + j]);
	for (size_t j = 0; j < s->n; j++) {
		for (size_t i = 0; i <= j; i++)
			a[j * s->n + i] = s->unit[i] > 0 && s->unit[j] > 0 ?
			    a[j * s->n + i] / s->unit[i] / s->unit[j] : 0;
	}
	eigen_symmetric(a, s->n, s->value);
	while (s->n_null < s->n && s->value[s->n_null] <=
	    NULL_SHARE * s->value[s->n - 1])
		s->n_null++;
}

/* At coef; of a family other than the fit's too. */
static int
spectrum_init(struct spectrum *s, const struct glm_search *f,
    const struct glm_family *family, struct diag *d)
{
	struct glm_at at = { .coef = f->coef, .stride = 1, .want_hess = true,
	    .inform = true };
	struct glm g = *f->glm;
	struct glm_sums sums;
	int status;

	g.family = family;
	glm_sums_init(&sums, &g, true);
	status = glm_evaluate(&g, &at, &sums, d);
	*s = (struct spectrum){ .n = g.design.n, .vector = sums.hess,
	    .unit = mem_calloc(g.design.n, sizeof(double)),
	    .value = mem_calloc(g.design.n, sizeof(double)),
	    .sum = sums.value };
	sums.hess = NULL;
	glm_sums_release(&sums);
	if (status == 0)
		take_spectrum(s);
	return (status);
}

/* The variance of the sum of a (n) times the coefficients; NaN where it takes
   other combinations than those that are known. */
static double
variance_of(const struct spectrum *s, const double *a)
{
	double var = 0, norm = 0, part, null = 0;

	for (size_t j = 0; j < s->n; j++)
		norm += s->unit[j] > 0 ? pow(a[j] / s->unit[j], 2) : 0;
	for (size_t k = 0; k < s->n; k++) {
		part = 0;
		for (size_t j = 0; j < s->n; j++)
			part += a[j] != 0 && s->unit[j] > 0 ? a[j] /
			    s->unit[j] * s->vector[j * s->n + k] : 0;
		if (k < s->n_null)
			null += part * part;
		else
			var += part * part / s->value[k];
	}
	return (norm == 0 || null > NULL_PART * NULL_PART * norm ? NAN : var);
}

/* In the units of the features (see take_weights of glm_fit.c). */
static void
take_errors(const struct spectrum *s, const struct design *x,
    struct linear_weights *w)
{
	double *a = mem_calloc(x->n, sizeof(*a)), *out = w->error;
	size_t i;

	a[0] = 1;
	for (i = 1; i < x->n; i++)
		a[i] = -x->mean[i] / x->scale[i];
	*out++ = sqrt(w->dispersion * variance_of(s, a));
	for (i = 0; i < x->n; i++)
		a[i] = 0;
	for (size_t j = 0; j < x->features->n; j++) {
		for (i = x->first[j]; i < x->first[j] +
		    field_width(&x->features->fields[j]); i++) {
			a[i] = 1 / x->scale[i];
			*out++ = sqrt(w->dispersion * variance_of(s, a));
			a[i] = 0;
		}
	}
	free(a);
}

static int
find_errors(const struct glm_search *f, struct linear_weights *w,
    struct diag *d)
{
	const struct glm *g = f->glm;
	struct spectrum s;
	size_t rows = 0;
	int status = spectrum_init(&s, f, g->family, d);

	for (size_t i = 0; i < g->ds->n_train; i++)
		rows += g->ds->w_train == NULL || g->ds->w_train[i] > 0;
	if (status == 0 && rows > s.n - s.n_null) {
		w->df = (double)(rows - (s.n - s.n_null));
		w->has_dispersion = g->family->has_dispersion;
		w->dispersion = w->has_dispersion ? s.sum / w->df : 1;
		w->error = mem_calloc(1 + w->n_coef, sizeof(*w->error));
		take_errors(&s, &g->design, w);
	}
	spectrum_release(&s);
	return (status);
}

/* The features of the columns with the largest parts. */
static void
name_columns(const struct design *x, const double *part, double least,
    struct str *out)
{
	const struct field *fields = x->features->fields;
	size_t n = 0, i;

	for (size_t j = 0; j < x->features->n; j++) {
		for (i = x->first[j]; i < x->first[j] +
		    field_width(&fields[j]); i++) {
			if (part[i] < least)
				continue;
			if (n < NAMES_MAX)
				str_addf(out, "%s\"%s\"", n > 0 ? ", " : "",
				    fields[j].name);
			n++;
			break;
		}
	}
	if (n > NAMES_MAX)
		str_addf(out, " and %zu more", n - NAMES_MAX);
}

static double
largest(const double *part, size_t n)
{
	double max = 0;

	for (size_t j = 1; j < n; j++)
		max = fmax(max, part[j]);
	return (max);
}

static void
begin_warning(struct str *out)
{
	str_addz(out, out->len > 0 ? "; " : "");
}

static void
tell_collinear(const struct spectrum *s, const struct design *x,
    struct str *out)
{
	double *part = mem_calloc(s->n, sizeof(*part)), condition;
	size_t first = s->n_null;

	for (size_t j = 1; j < s->n; j++) {
		for (size_t k = 0; k < first && s->unit[j] > 0; k++)
			part[j] += fabs(s->vector[j * s->n + k]);
	}
	if (largest(part, s->n) > NULL_PART) {
		begin_warning(out);
		str_addz(out, "columns that are combinations of one another, "
		    "which share their effect: ");
		name_columns(x, part, NULL_PART, out);
	}
	condition = sqrt(s->value[s->n - 1] / s->value[first]);
	if (condition >= GLM_CONDITION) {
		for (size_t j = 1; j < s->n; j++)
			part[j] = fabs(s->vector[j * s->n + first]);
		begin_warning(out);
		str_addf(out, "nearly collinear columns (condition %.3g), "
		    "whose coefficients are unsure: ", condition);
		name_columns(x, part, MAIN_PART * largest(part, s->n), out);
	}
	free(part);
}

/* Squares of how far scores go towards the other class, and to their own. */
static double
sum_moves(const struct glm_rows *r, bool own)
{
	double sum = 0, move;

	for (size_t i = 0; i < r->n; i++) {
		move = r->y[i] > 0 ? r->score[i] : -r->score[i];
		sum += glm_row_weight(r, i) > 0 && (move > 0) == own ?
		    move * move : 0;
	}
	return (sum);
}

static double
sum_wrong(const struct glm_rows *r)
{
	return (sum_moves(r, false));
}

static double
sum_right(const struct glm_rows *r)
{
	return (sum_moves(r, true));
}

static const struct glm_family moves = {
	.name = "moves", .derive = sum_wrong, .inform = sum_right
};

/* Rows that are in doubt hardly move any more, those of separated classes go
   on by one in their scores with each step. */
static int
find_separation(const struct glm_search *f, bool *found, struct diag *d)
{
	struct glm_at at = { .coef = f->last_step, .stride = 1 };
	struct glm g = *f->glm;
	struct glm_sums s;
	double wrong;
	int status;

	g.family = &moves;
	glm_sums_init(&s, &g, false);
	status = glm_evaluate(&g, &at, &s, d);
	wrong = s.value;
	at.inform = true;
	if (status == 0)
		status = glm_evaluate(&g, &at, &s, d);
	*found = s.value > 0.1 && wrong <= 1e-4 * s.value;
	glm_sums_release(&s);
	return (status);
}

static int
tell_separation(const struct glm_search *f, struct str *out, struct diag *d)
{
	double *part = mem_calloc(f->n, sizeof(*part));
	bool found = false;
	int status = 0;

	if (f->last_step != NULL)
		status = find_separation(f, &found, d);
	for (size_t j = 1; j < f->n && found; j++)
		part[j] = fabs(f->last_step[j]);
	if (found || f->loss < PERFECT) {
		begin_warning(out);
		str_addz(out, "the classes are separated, so that without a "
		    "penalty coefficients grow without end (give --l2)");
	}
	if (found) {
		str_addz(out, ": ");
		name_columns(&f->glm->design, part, MAIN_PART *
		    largest(part, f->n), out);
	}
	free(part);
	return (status);
}

int
glm_errors(const struct glm_search *f, struct linear_weights *w,
    struct str *warning, struct diag *d)
{
	const struct glm *g = f->glm;
	size_t told = warning->len;
	struct spectrum s;
	int status = 0;

	if (g->ds->n_classes > 0 && tell_separation(f, warning, d) == -1)
		return (-1);
	if (!glm_is_dense(g) || g->design.n > GLM_NEWTON_MAX)
		return (0);
	if (g->family->inform != NULL && g->family->unit == GLM_NO_UNIT &&
	    warning->len == told)
		status = find_errors(f, w, d);
	if (status == 0) {
		status = spectrum_init(&s, f, &glm_gaussian, d);
		if (status == 0)
			tell_collinear(&s, &g->design, warning);
		spectrum_release(&s);
	}
	return (status);
}
