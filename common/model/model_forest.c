/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * forest: the mean of trees that are each grown on rows and features drawn at
 * random, with missing values and text categories as they are.
 */
#include <math.h>

#include "bin_fit.h"
#include "bin_hist.h"
#include "forest_grow.h"
#include "learner_table.h"
#include "mem.h"
#include "tree_model.h"

static const struct param_def forest_params[] = {
	{ "trees", PARAM_INT, 100, 1, 100000, NULL, "trees of the forest" },
	{ "features", PARAM_INT, PARAM_AUTO, 1, 1e9, "auto",
	    "features drawn for each split; auto: of n the square root, for "
	    "a regression a third" },
	{ "min-leaf", PARAM_INT, PARAM_AUTO, 1, 1e9, "auto",
	    "fewest rows of a leaf; auto: 1, for a regression 5" },
	{ "depth", PARAM_INT, 0, 0, 1000, NULL,
	    "most splits above a leaf; 0: no limit" },
	{ "max-bins", PARAM_INT, 255, 2, 255, NULL, "most bins of a number" },
	{ "splits", PARAM_CHOICE, 0, 0, 0, "best,extra",
	    "of a feature drawn: the best split, or one drawn too (extremely "
	    "randomized trees)" },
	{ "bootstrap", PARAM_CHOICE, 0, 0, 0, "auto,yes,no",
	    "each tree on rows drawn with replacement, or on all; auto: "
	    "drawn, but all with extra splits" },
	{ .name = NULL }
};

static void
settle_params(struct model *m, size_t n_features)
{
	double n = (double)n_features;
	bool is_number = m->task == TASK_REGRESSION;

	if (params_auto(&m->params, "features"))
		params_settle(&m->params, "features", fmax(1, is_number ?
		    ceil(n / 3) : floor(sqrt(n))));
	if (params_auto(&m->params, "min-leaf"))
		params_settle(&m->params, "min-leaf", is_number ? 5 : 1);
}

static void
read_options(const struct params *p, struct forest_options *o)
{
	char word[16];

	o->n_trees = (size_t)params_get(p, "trees");
	o->n_tried = (size_t)params_get(p, "features");
	o->min_leaf = (size_t)params_get(p, "min-leaf");
	o->depth = (uint32_t)params_get(p, "depth");
	o->is_extra = params_get(p, "splits") == 1;
	params_choice(p, "bootstrap", word, sizeof(word));
	o->draws_rows = word[0] == 'a' ? !o->is_extra : word[0] == 'y';
}

static int
forest_train(const struct dataset *ds, struct model *m, struct diag *d)
{
	struct forest_options opt;
	struct trees *g;

	if (ds->n_train > BIN_ROWS_MAX)
		return (diag_set(d, "forest takes at most %zu rows",
		    (size_t)BIN_ROWS_MAX));
	g = trees_new();
	g->n_groups = model_n_out(m);
	g->base = mem_calloc(g->n_groups, sizeof(*g->base));
	g->link = TREE_IDENTITY;
	m->state = g;
	if (bin_fit(ds, (uint32_t)params_get(&m->params, "max-bins"), g,
	    d) == -1)
		return (-1);
	settle_params(m, g->n_features);
	read_options(&m->params, &opt);
	if (forest_grow(ds, &opt, g, d) == -1)
		return (-1);
	if (!isnan(g->oob_score))
		m->told = json_pack("{s:f}", m->task == TASK_REGRESSION ?
		    "out-of-bag r2" : "out-of-bag accuracy", g->oob_score);
	tree_model_warn_constant(m, (double)opt.min_leaf);
	return (0);
}

static json_t *
forest_facts(const struct model *m)
{
	const struct trees *g = m->state;

	return (json_pack("{s:I}", "leaves",
	    (json_int_t)(tree_model_n_leaves(m) / g->n_groups)));
}

const struct learner forest_learner = {
	.name = "forest",
	.summary = "random forest; takes text and missing values",
	.params = forest_params,
	.tasks = 1u << TASK_REGRESSION | 1u << TASK_BINARY |
	    1u << TASK_MULTICLASS,
	.takes_strings = true,
	.takes_missing = true,
	.train = forest_train,
	.predict = tree_model_predict,
	.explain = tree_model_explain,
	.count_unknown = tree_model_count_unknown,
	.importance = tree_model_importance,
	.importance_measure = "share of gain",
	.importance_adds = true,
	.facts = forest_facts,
	.member = "trees.bin",
	.save = tree_model_save,
	.load = tree_model_load,
	.free_state = tree_model_free_state,
};
