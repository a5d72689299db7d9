/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "num_init.h"

#include "glm_errors.h"
#include "glm_fit.h"
#include "glm_solver.h"
#include "glm_tune.h"

/* The columns of the design in the order of the features. */
static void
take_means(const struct design *x, double *out)
{
	for (size_t j = 0; j < x->features->n; j++) {
		for (size_t k = 0; k < field_width(&x->features->fields[j]);
		    k++)
			*out++ = x->mean[x->first[j] + k];
	}
}

/* Coefficients in the units of the features, from the standardised ones: dense
   columns had their mean taken away. */
static struct linear_weights *
take_weights(const struct glm_search *f)
{
	const struct design *x = &f->glm->design;
	struct linear_weights *w = linear_weights_new(f->glm->n_out, x->n - 1);
	const double *coef = f->coef;
	double *out = w->coef;

	w->iterations = f->iterations;
	w->converged = f->converged;
	take_means(x, w->mean);
	for (size_t k = 0; k < w->n_out; k++, coef += x->n) {
		w->intercept[k] = coef[0];
		for (size_t j = 0; j < x->features->n; j++) {
			size_t end = x->first[j] +
			    field_width(&x->features->fields[j]);

			for (size_t i = x->first[j]; i < end; i++) {
				*out = coef[i] / x->scale[i];
				w->intercept[k] -= i < x->n_dense ?
				    *out * x->mean[i] : 0;
				out++;
			}
		}
	}
	return (w);
}

static int
check_weights(const struct linear_weights *w, struct diag *d)
{
	bool ok = true;

	for (size_t k = 0; k < w->n_out; k++)
		ok = ok && isfinite(w->intercept[k]);
	for (size_t j = 0; j < w->n_out * w->n_coef; j++)
		ok = ok && isfinite(w->coef[j]);
	return (ok ? 0 : diag_set(d, "a coefficient is not finite: are there "
	    "huge or tiny values?"));
}

/* What to tell people of the fit. */
static void
tell_fit(const struct glm_search *f, struct str *s)
{
	if (f->glm->design.n_tiny > 0)
		str_addf(s, "columns whose deviation is below 1e-305, which "
		    "count for nothing (mlc-encode --scale): %zu%s",
		    f->glm->design.n_tiny, f->converged ? "" : "; ");
	if (!f->converged)
		str_addf(s, "the fit did not converge within --max-iter %d: "
		    "the largest gradient is %.2g, --tol is %.2g; give it "
		    "more iterations, more --l2, or scaled columns "
		    "(mlc-encode --scale)", f->max_iter, f->gradient, f->tol);
}

static int
fit_weights(struct glm_search *f, bool penalised, struct linear_weights **out,
    struct str *warning, struct diag *d)
{
	int status;

	glm_search_start(f);
	status = glm_search_run(f, d);
	if (status == 0) {
		*out = take_weights(f);
		status = check_weights(*out, d);
		tell_fit(f, warning);
		if (status == 0 && !penalised)
			status = glm_errors(f, *out, warning, d);
		if (status == -1)
			linear_weights_free(*out);
	}
	glm_search_release(f);
	return (status);
}

/* The penalties that were asked for, or those that cross-validation finds,
   which then are the model's. */
static int
find_penalties(const struct dataset *ds, const struct glm_family *family,
    struct model *m, struct glm_penalties *p, struct diag *d)
{
	bool open = params_auto(&m->params, "l1") ||
	    params_auto(&m->params, "l2");

	p->l1 = params_get(&m->params, "l1");
	p->l2 = params_get(&m->params, "l2");
	p->factor = params_columns(&m->params, "penalty-factor");
	if (isnan(p->l2) && p->l1 != 0)
		p->l2 = 0;
	if ((isnan(p->l1) || isnan(p->l2)) && glm_tune(ds, family, p,
	    family->is_quadratic ? 0 : 1, d) == -1)
		return (-1);
	if (open) {
		params_settle(&m->params, "l1", p->l1);
		params_settle(&m->params, "l2", p->l2);
	}
	return (0);
}

int
glm_fit(const struct dataset *ds, const struct glm_family *family,
    struct model *m, struct diag *d)
{
	struct glm_penalties penalties;
	struct glm glm;
	struct glm_search f = {
		.glm = &glm,
		.max_iter = (int)params_get(&m->params, "max-iter"),
		.tol = params_get(&m->params, "tol"),
	};
	struct linear_weights *w = NULL;
	struct str warning = STR_INIT;
	int status;

	num_need_room(crew_threads(ds->crew));
	if (find_penalties(ds, family, m, &penalties, d) == -1)
		return (-1);
	status = glm_init(&glm, ds, family, &penalties, d);
	if (status == 0)
		status = fit_weights(&f, penalties.l1 > 0 || penalties.l2 > 0,
		    &w, &warning, d);
	if (status == 0) {
		m->state = w;
		m->warning = warning.len > 0 ? str_detach(&warning) : NULL;
	}
	str_release(&warning);
	glm_release(&glm);
	return (status);
}
