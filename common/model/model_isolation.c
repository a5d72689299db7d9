/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * isolation: how few random splits set a row apart from others (Liu, Ting and
 * Zhou 2008, "Isolation Forest"); needs no target.
 */
#include "isolation_grow.h"
#include "learner_table.h"
#include "mem.h"
#include "tree_model.h"

static const struct param_def isolation_params[] = {
	{ "trees", PARAM_INT, 100, 1, 100000, NULL, "trees of the forest" },
	{ "sample", PARAM_INT, 256, 2, 1e6, NULL, "rows drawn for each" },
	{ .name = NULL }
};

static int
isolation_train(const struct dataset *ds, struct model *m, struct diag *d)
{
	struct isolation_options opt = {
		.n_trees = (size_t)params_get(&m->params, "trees"),
		.sample = (size_t)params_get(&m->params, "sample")
	};
	struct trees *g;

	if (ds->n_train < 2)
		return (diag_set(d, "isolation needs two rows"));
	m->state = g = trees_new();
	g->n_groups = 1;
	g->base = mem_calloc(1, sizeof(*g->base));
	g->link = TREE_EXP2;
	if (isolation_grow(ds, &opt, g, d) == -1)
		return (-1);
	tree_model_warn_constant(m, 1);
	return (0);
}

static json_t *
isolation_facts(const struct model *m)
{
	return (json_pack("{s:I}", "leaves",
	    (json_int_t)tree_model_n_leaves(m)));
}

const struct learner isolation_learner = {
	.name = "isolation",
	.summary = "isolation forest: anomalies, without a target",
	.params = isolation_params,
	.tasks = 1u << TASK_ANOMALY,
	.takes_strings = true,
	.takes_missing = true,
	.train = isolation_train,
	.predict = tree_model_predict,
	.explain = tree_model_explain,
	.count_unknown = tree_model_count_unknown,
	.facts = isolation_facts,
	.member = "trees.bin",
	.save = tree_model_save,
	.load = tree_model_load,
	.free_state = tree_model_free_state,
};
