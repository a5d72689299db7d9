/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "glm_solver.h"

const struct glm_solver *const glm_solvers[] = {
	&glm_solver_gram, &glm_solver_newton, &glm_solver_lbfgs, NULL
};

bool
glm_is_dense(const struct glm *g)
{
	return (g->design.n == g->design.n_dense && g->n_out == 1);
}

void
glm_tell_progress(const struct glm_search *f, const struct glm_sums *s)
{
	const struct dataset *ds = f->glm->ds;

	if (ds->progress != NULL)
		ds->progress(ds->progress_ctx, f->iterations,
		    (size_t)f->max_iter, "loss", s->value / s->weight);
}
