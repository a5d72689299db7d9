/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "tree_model.h"
#include "worth.h"

#include "committee.h"

const struct model *
committee_model(const struct committee *c)
{
	return (c->members[0].p->model);
}

/* Its trees are as good as a committee; boosted trees are parts of a sum. */
static bool
is_forest(const struct model *m)
{
	return (model_is_trees(m) && strcmp(m->learner->name, "forest") == 0);
}

bool
committee_can_disagree(const struct committee *c)
{
	return (c->n > 1 || is_forest(committee_model(c)));
}

static int
check_classes(const struct committee *c, const struct model *m,
    struct diag *d)
{
	const struct model *first = committee_model(c);
	bool same = m->n_classes == first->n_classes;

	if (m->task != TASK_BINARY && m->task != TASK_MULTICLASS)
		return (diag_set(d, "a model of a %s has no labels to ask for",
		    task_name(m->task)));
	for (size_t k = 0; same && k < m->n_classes; k++)
		same = strcmp(m->classes[k], first->classes[k]) == 0;
	return (same ? 0 : diag_set(d, "its classes are not those of the "
	    "first model"));
}

int
committee_open(struct committee *c, const char *const *paths, size_t n,
    struct diag *d)
{
	memset(c, 0, sizeof(*c));
	c->members = mem_calloc(n, sizeof(*c->members));
	for (size_t i = 0; i < n; i++) {
		struct committee_member *m = &c->members[i];

		if (predictor_open(paths[i], &m->p, d) == -1)
			return (-1);
		c->n++;
		m->run = predictor_run_new(m->p);
		if (check_classes(c, m->p->model, d) == -1)
			return (diag_prefix(d, "%s", paths[i]));
	}
	c->n_classes = committee_model(c)->n_classes;
	return (0);
}

void
committee_release(struct committee *c)
{
	for (size_t i = 0; i < c->n; i++) {
		predictor_run_free(c->members[i].run);
		predictor_free(c->members[i].p);
		free(c->members[i].cols);
		free(c->members[i].raw.cols);
	}
	free(c->members);
	free(c->values);
}

/* Columns that the first model does not have are read by their content, so the
   type is to be looked at. */
static int
bind_member(struct committee_member *m, const struct schema *rows,
    struct diag *d)
{
	const struct schema *want = &m->p->spec.schema;

	m->cols = mem_alloc(want->n, sizeof(*m->cols));
	m->raw.cols = mem_alloc(want->n, sizeof(*m->raw.cols));
	m->raw.schema = want;
	for (size_t j = 0; j < want->n; j++) {
		const struct field *f = &want->fields[j];

		if (schema_need(rows, f->name, &m->cols[j], d) == -1)
			return (-1);
		if (rows->fields[m->cols[j]].type != f->type)
			return (diag_set(d, "column \"%s\" is a %s in one "
			    "model and a %s in another", f->name,
			    col_type_name(rows->fields[m->cols[j]].type),
			    col_type_name(f->type)));
	}
	return (0);
}

int
committee_bind(struct committee *c, const struct schema *rows, struct diag *d)
{
	for (size_t i = 0; i < c->n; i++)
		if (bind_member(&c->members[i], rows, d) == -1)
			return (-1);
	return (0);
}

/* The probabilities of a member's row count, and their entropy. */
static void
add_say(const struct committee *c, const double *scores, double *p,
    double *divergence)
{
	double two[2] = { 1 - *scores, *scores };
	const double *say = c->n_classes == 2 ? two : scores;

	for (size_t k = 0; k < c->n_classes; k++)
		p[k] += say[k];
	if (divergence != NULL)
		*divergence -= entropy_of(say, c->n_classes);
}

/* What tree t says, of those that make one prediction. */
static double
tree_says(const struct trees *g, size_t t, const double *values)
{
	const struct tree *tree = &g->trees[t];
	int32_t at = tree->n_leaves > 1 ? 0 : ~0;

	while (at >= 0) {
		const struct tree_node *node = &tree->nodes[at];

		at = tree_goes_left(tree, node, values[node->feature]) ?
		    node->left : node->right;
	}
	return (tree->leaves[~at]);
}

static size_t
add_trees(struct committee *c, const struct batch *features, double *p,
    double *divergence)
{
	const struct trees *g = committee_model(c)->state;
	size_t n = c->n_classes, n_says = g->n_trees / g->n_groups;
	double *says = mem_alloc(g->n_groups, sizeof(*says));

	c->values = mem_grow(c->values, &c->values_cap, g->n_features,
	    sizeof(*c->values));
	for (size_t i = 0; i < features->n_rows; i++) {
		trees_values(g, features, i, 1, c->values);
		for (size_t t = 0; t < n_says; t++) {
			for (size_t k = 0; k < g->n_groups; k++)
				says[k] = tree_says(g, t * g->n_groups + k,
				    c->values);
			add_say(c, says, p + i * n, divergence + i);
		}
	}
	free(says);
	return (n_says);
}

static void
add_models_say(struct committee *c, const struct committee_member *m,
    double *p, double *divergence)
{
	const double *scores = predictor_run_scores(m->run);
	size_t n_out = model_n_out(m->p->model);

	for (size_t i = 0; i < m->raw.n_rows; i++)
		add_say(c, scores + i * n_out, p + i * c->n_classes,
		    divergence != NULL ? divergence + i : NULL);
}

static int
score_member(struct committee_member *m, const struct batch *rows,
    struct diag *d)
{
	const struct batch *scored;

	for (size_t j = 0; j < m->raw.schema->n; j++)
		m->raw.cols[j] = rows->cols[m->cols[j]];
	m->raw.n_rows = rows->n_rows;
	m->raw.first_row = rows->first_row;
	m->raw.source = rows->source;
	return (predictor_score(m->run, &m->raw, &scored, d));
}

int
committee_score(struct committee *c, const struct batch *rows, double *p,
    double *divergence, struct diag *d)
{
	size_t n = c->n_classes, n_says = c->n;

	memset(p, 0, rows->n_rows * n * sizeof(*p));
	if (divergence != NULL)
		memset(divergence, 0, rows->n_rows * sizeof(*divergence));
	for (size_t i = 0; i < c->n; i++) {
		struct committee_member *m = &c->members[i];

		if (score_member(m, rows, d) == -1)
			return (-1);
		if (divergence != NULL && c->n == 1)
			n_says = add_trees(c, committee_features(c), p,
			    divergence);
		else
			add_models_say(c, m, p, divergence);
	}
	for (size_t i = 0; i < rows->n_rows * n; i++)
		p[i] /= (double)n_says;
	for (size_t i = 0; divergence != NULL && i < rows->n_rows; i++)
		divergence[i] = entropy_of(p + i * n, n) +
		    divergence[i] / (double)n_says;
	return (0);
}

const struct batch *
committee_features(const struct committee *c)
{
	return (predictor_run_features(c->members[0].run));
}
