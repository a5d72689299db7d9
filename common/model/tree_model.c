/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"

#include "tree_file.h"
#include "tree_model.h"
#include "tree_shap.h"

bool
model_is_trees(const struct model *m)
{
	return (m->learner->free_state == tree_model_free_state);
}

int
tree_model_predict(const struct model *m, const struct batch *b, double *out,
    struct diag *d)
{
	(void)d;
	trees_predict(m->state, b, out);
	return (0);
}

int
tree_model_explain(const struct model *m, const struct batch *b, double *out,
    struct diag *d)
{
	return (trees_explain(m->state, b, m->features.n, out, d));
}

double *
tree_model_importance(const struct model *m, size_t *n_out)
{
	const struct trees *g = m->state;
	size_t n = schema_width(&m->features), *first, j;
	double *shares = mem_calloc(n, sizeof(*shares)), total = 0;

	*n_out = 1;
	first = mem_calloc(m->features.n + 1, sizeof(*first));
	for (j = 0; j < m->features.n; j++)
		first[j + 1] = first[j] +
		    field_width(&m->features.fields[j]);
	for (j = 0; j < g->n_features; j++)
		total += g->features[j].gain;
	for (j = 0; j < g->n_features && total > 0; j++)
		shares[first[g->features[j].col] + g->features[j].element] +=
		    g->features[j].gain / total;
	free(first);
	return (shares);
}

void
tree_model_count_unknown(const struct model *m, const struct batch *b,
    uint64_t *n_unknown)
{
	trees_count_unknown(m->state, b, n_unknown);
}

void
tree_model_save(const struct model *m, struct str *out)
{
	trees_save(m->state, out);
}

int
tree_model_load(struct model *m, const char *p, size_t n, struct diag *d)
{
	struct trees *g;

	if (trees_load(&m->features, p, n, &g, d) == -1)
		return (-1);
	if (g->n_groups != model_n_out(m)) {
		diag_set(d, "trees for %zu classes, not %zu", g->n_groups,
		    model_n_out(m));
		trees_free(g);
		return (-1);
	}
	m->state = g;
	return (0);
}

void
tree_model_free_state(void *state)
{
	trees_free(state);
}

void
tree_model_warn_constant(struct model *m, double min_leaf)
{
	const struct trees *g = m->state;
	struct str s = STR_INIT;

	for (size_t t = 0; t < g->n_trees; t++) {
		if (g->trees[t].n_leaves > 1)
			return;
	}
	str_addf(&s, "no split was possible: the model is a constant "
	    "(min-leaf is %.0f)", min_leaf);
	m->warning = str_detach(&s);
}

size_t
tree_model_n_leaves(const struct model *m)
{
	const struct trees *g = m->state;
	size_t n = 0;

	for (size_t t = 0; t < g->n_trees; t++)
		n += g->trees[t].n_leaves;
	return (n);
}
