/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tree_model.h"

#include "export_trees.h"

/* The step that made the column, or NULL: it is raw. */
static const struct step *
made_by(const struct recipe *r, size_t col)
{
	for (size_t k = r->n; k-- > 0;) {
		if (r->wires[k][col].made)
			return (r->steps[k]);
		col = r->wires[k][col].col;
	}
	return (NULL);
}

const struct trees *
export_trees(const struct predictor *p, struct diag *d)
{
	const struct schema *s = &p->model->features;
	const struct trees *g = p->model->state;
	const struct step *step;

	if (!model_is_trees(p->model)) {
		diag_set(d, "it is no model of trees, but %s",
		    p->model->learner->name);
		return (NULL);
	}
	if (!task_has_target(p->model->task)) {
		diag_set(d, "it is an isolation forest, which has no place "
		    "there");
		return (NULL);
	}
	if (p->model->task != TASK_REGRESSION && g->link == TREE_IDENTITY) {
		diag_set(d, "it is a forest of classes, which have no place "
		    "there");
		return (NULL);
	}
	for (size_t j = 0; j < s->n; j++) {
		step = made_by(&p->recipe, p->feature_cols[j]);
		if (step != NULL) {
			diag_set(d, "feature \"%s\" is made by the step %s, "
			    "which has no place there", s->fields[j].name,
			    step->kind->name);
			return (NULL);
		}
		if (s->fields[j].width > 0) {
			diag_set(d, "feature \"%s\" is a %s",
			    s->fields[j].name,
			    col_type_name(s->fields[j].type));
			return (NULL);
		}
	}
	for (size_t j = 0; j < g->n_features; j++) {
		if (g->features[j].means == NULL)
			continue;
		diag_set(d, "feature \"%s\" stands for its levels by means "
		    "of the target, which have no place there",
		    s->fields[g->features[j].col].name);
		return (NULL);
	}
	if (g->n_trees == 0) {
		diag_set(d, "it has no trees");
		return (NULL);
	}
	return (g);
}

const struct tree_feature *
export_feature(const struct trees *g, size_t col)
{
	for (size_t j = 0; j < g->n_features; j++) {
		if (g->features[j].col == col)
			return (&g->features[j]);
	}
	return (NULL);
}
