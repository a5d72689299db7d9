/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gbdt: gradient boosted trees on histograms, grown leaf by leaf, with missing
 * values and text categories as they are.
 */
#include <math.h>
#include <string.h>

#include "bin_fit.h"
#include "gbdt_boost.h"
#include "gbdt_checkpoint.h"
#include "gbdt_from.h"
#include "gbdt_refit.h"
#include "gbdt_search.h"
#include "learner_table.h"
#include "mem.h"
#include "tree_model.h"

static const struct param_def gbdt_params[] = {
	{ "trees", PARAM_INT, PARAM_AUTO, 1, 100000, "auto",
	    "rounds of boosting; auto: as many as rows held out say" },
	{ "rate", PARAM_FLOAT, 0.1, 1e-6, 1, NULL,
	    "learning rate: what the leaves are multiplied by" },
	{ "leaves", PARAM_INT, 31, 2, 65536, NULL, "most leaves of a tree" },
	{ "min-leaf", PARAM_INT, PARAM_AUTO, 1, 1e9, "auto",
	    "fewest rows of a leaf; auto: by task and rows" },
	{ "depth", PARAM_INT, 0, 0, 1000, NULL,
	    "most splits above a leaf; 0: no limit" },
	{ "l2", PARAM_FLOAT, 1, 0, 1e12, NULL,
	    "penalty on the squares of leaf values" },
	{ "l1", PARAM_FLOAT, 0, 0, 1e12, NULL,
	    "penalty on the sizes of leaf values" },
	{ "min-gain", PARAM_FLOAT, 0, 0, 1e300, NULL,
	    "least gain of a split" },
	{ "max-bins", PARAM_INT, 255, 2, 255, NULL, "most bins of a number" },
	{ "subsample", PARAM_FLOAT, 1, 1e-6, 1, NULL,
	    "share of rows drawn for each round" },
	{ "colsample", PARAM_FLOAT, 1, 1e-6, 1, NULL,
	    "share of features drawn for each tree" },
	{ "early-stop", PARAM_INT, 50, 0, 100000, NULL,
	    "stop after as many rounds without a better loss on the valid "
	    "rows, where there are any, and keep the best; 0: never" },
	{ "objective", PARAM_CHOICE, 0, 0, 0,
	    GBDT_LOSS_WORDS, "loss; auto: by the target" },
	{ "alpha", PARAM_FLOAT, 0.9, 1e-6, 1 - 1e-6, NULL,
	    "quantile: which one; huber: share of rows with squared loss" },
	{ "power", PARAM_FLOAT, 1.5, 1.001, 1.999, NULL,
	    "tweedie: the power of the mean that the variance goes with" },
	{ "monotone", PARAM_COLUMNS, 0, -1, 1, "-,0,+",
	    "numbers with which the prediction may only rise (+) or only "
	    "fall (-)" },
	{ "interact", PARAM_COLUMNS, 0, 0, 1e9, NULL,
	    "numbers of groups; features of different ones never meet in a "
	    "tree's path" },
	{ "budget", PARAM_FLOAT, 1, 1, 1e6, NULL,
	    "search for better parameters, for about the time of so many "
	    "trainings; 1: none" },
	{ "feature-weights", PARAM_COLUMNS, 1, 0, 1e9, NULL,
	    "what gains of splits on these are multiplied by; 0: never "
	    "split on" },
	{ "refit", PARAM_FLOAT, PARAM_AUTO, 0, 1, "no",
	    "no new trees from a model, but its leaves anew: X of what they "
	    "were, the rest of what the rows say" },
	{ .name = NULL }
};

/* Most rounds where valid rows tell how many are best, and how many there are
   where none can be held out for it. */
#define AUTO_ROUNDS 2000
#define BLIND_ROUNDS 100

static void
read_options(const struct params *p, bool held_out,
    struct gbdt_boost_options *o)
{
	size_t open = held_out ? AUTO_ROUNDS : BLIND_ROUNDS;

	o->rounds = params_auto(p, "trees") ? open :
	    (size_t)params_get(p, "trees");
	o->rate = params_get(p, "rate");
	o->subsample = params_get(p, "subsample");
	o->colsample = params_get(p, "colsample");
	o->early_stop = (size_t)params_get(p, "early-stop");
	o->grow.leaves = (uint32_t)params_get(p, "leaves");
	o->grow.depth = (uint32_t)params_get(p, "depth");
	o->grow.limits.l2 = params_get(p, "l2");
	o->grow.limits.l1 = params_get(p, "l1");
	o->grow.directions = params_columns(p, "monotone");
	o->grow.groups = params_columns(p, "interact");
	o->grow.weights = params_columns(p, "feature-weights");
	o->grow.limits.min_gain = params_get(p, "min-gain");
	o->grow.limits.min_leaf = params_get(p, "min-leaf");
	o->grow.limits.min_hessian = 1e-3;
}

/* Gradients are floats, so a target beyond these makes leaves infinite. */
static int
check_finite(const struct trees *g, struct diag *d)
{
	bool ok = true;

	for (size_t k = 0; k < g->n_groups; k++)
		ok = ok && isfinite(g->base[k]);
	for (size_t j = 0; j < g->n_features; j++)
		ok = ok && isfinite(g->features[j].gain);
	for (size_t t = 0; t < g->n_trees; t++) {
		for (uint32_t k = 0; k < g->trees[t].n_leaves; k++)
			ok = ok && isfinite(g->trees[t].leaves[k]);
	}
	return (ok ? 0 : diag_set(d, "the trees do not stay finite: are "
	    "there huge targets or weights?"));
}

/*
 * The fewest rows of a leaf, where nobody said it: 20, but a twentieth of the
 * rows of a small regression, whose targets say more each.  Classes of few rows
 * are worse with less (measured on 80 to 200 rows), and noisy regressions of
 * thousands of rows too.
 */
static double
choose_min_leaf(const struct dataset *ds)
{
	double part = floor((double)ds->n_train / 20);

	if (ds->task != TASK_REGRESSION)
		return (20);
	return (fmin(fmax(part, 3), 20));
}

/* Text has no order to rise with. */
static int
check_monotone(const struct model *m, struct diag *d)
{
	const double *v = params_columns(&m->params, "monotone");

	for (size_t j = 0; v != NULL && j < m->features.n; j++) {
		if (v[j] != 0 && m->features.fields[j].type == COL_STRING)
			return (diag_set(d, "monotone: column \"%s\" is "
			    "text", m->features.fields[j].name));
	}
	return (0);
}

static int
check_training(const struct dataset *ds, const struct model *m,
    struct diag *d)
{
	bool refit = !params_auto(&m->params, "refit");

	if (check_monotone(m, d) == -1)
		return (-1);
	if (ds->n_train > BIN_ROWS_MAX)
		return (diag_set(d, "gbdt takes at most %zu rows",
		    (size_t)BIN_ROWS_MAX));
	if (params_auto(&m->params, "trees") &&
	    params_get(&m->params, "early-stop") == 0)
		return (diag_set(d, "with --early-stop 0 the number of --trees "
		    "has to be given"));
	if (refit && m->from == NULL)
		return (diag_set(d, "refit is of the trees of a model: name it "
		    "with --from"));
	if (refit && ds->checkpoint != NULL)
		return (diag_set(d, "refit has no rounds to write a "
		    "checkpoint after"));
	return (0);
}

static int
boost(const struct dataset *ds, const struct model *m,
    const struct gbdt_objective *obj, struct trees *g, struct diag *d)
{
	struct gbdt_boost_options opt = { .from = m->from != NULL ?
	    m->from->state : NULL };
	int r;

	read_options(&m->params, ds->n_valid > 0, &opt);
	if (ds->checkpoint != NULL)
		opt.of = gbdt_checkpoint_of(m, ds);
	r = bin_fit(ds, (uint32_t)params_get(&m->params, "max-bins"), g, d);
	if (r == 0)
		r = gbdt_boost(ds, &opt, obj, g, d);
	json_decref(opt.of);
	return (r);
}

static int
refit(const struct dataset *ds, const struct model *m,
    const struct gbdt_objective *obj, struct trees *g, struct diag *d)
{
	const struct gbdt_refit_options opt = {
	    .decay = params_get(&m->params, "refit"),
	    .rate = params_get(&m->params, "rate"),
	    .l1 = params_get(&m->params, "l1"),
	    .l2 = params_get(&m->params, "l2") };
	const struct trees *from = m->from->state;

	memcpy(g->base, from->base, g->n_groups * sizeof(*g->base));
	gbdt_from_join(from, g);
	return (gbdt_refit(ds, &opt, obj, g, d));
}

/* The trees of a training; those gone on from are before them then. */
static int
make_trees(const struct dataset *ds, struct model *m,
    const struct gbdt_objective *obj, struct trees *g, struct diag *d)
{
	if (!params_auto(&m->params, "refit"))
		return (refit(ds, m, obj, g, d));
	if (boost(ds, m, obj, g, d) == -1)
		return (-1);
	if (params_auto(&m->params, "trees"))
		params_settle(&m->params, "trees",
		    (double)(g->n_trees / g->n_groups));
	if (m->from != NULL)
		gbdt_from_join(m->from->state, g);
	return (0);
}

static int
gbdt_train(const struct dataset *ds, struct model *m, struct diag *d)
{
	struct gbdt_objective obj = { .n_groups = model_n_out(m),
	    .crew = ds->crew,
	    .alpha = params_get(&m->params, "alpha"),
	    .power = params_get(&m->params, "power") };
	struct trees *g;
	char word[32];

	obj.loss = gbdt_loss_find(params_choice(&m->params, "objective", word,
	    sizeof(word)), m->task, d);
	if (obj.loss == NULL || check_training(ds, m, d) == -1)
		return (-1);
	if (params_auto(&m->params, "min-leaf"))
		params_settle(&m->params, "min-leaf", choose_min_leaf(ds));
	g = trees_new();
	g->n_groups = obj.n_groups;
	g->base = mem_calloc(g->n_groups, sizeof(*g->base));
	g->link = obj.loss->link;
	if (make_trees(ds, m, &obj, g, d) == -1 || check_finite(g, d) == -1) {
		trees_free(g);
		return (-1);
	}
	m->state = g;
	tree_model_warn_constant(m, params_get(&m->params, "min-leaf"));
	return (0);
}

static json_t *
gbdt_facts(const struct model *m)
{
	const struct trees *g = m->state;

	return (json_pack("{s:I, s:I}", "rounds",
	    (json_int_t)(g->n_trees / g->n_groups), "leaves",
	    (json_int_t)tree_model_n_leaves(m)));
}

const struct learner gbdt_learner = {
	.name = "gbdt",
	.summary = "gradient boosted trees; takes text and missing values",
	.params = gbdt_params,
	.tasks = 1u << TASK_REGRESSION | 1u << TASK_BINARY |
	    1u << TASK_MULTICLASS,
	.takes_strings = true,
	.takes_missing = true,
	.length = "trees",
	.goes_on = true,
	.check_from = gbdt_from_check,
	.search = gbdt_search,
	.has_checkpoints = true,
	.train = gbdt_train,
	.predict = tree_model_predict,
	.explain = tree_model_explain,
	.count_unknown = tree_model_count_unknown,
	.importance = tree_model_importance,
	.importance_measure = "share of gain",
	.importance_adds = true,
	.facts = gbdt_facts,
	.member = "trees.bin",
	.save = tree_model_save,
	.load = tree_model_load,
	.free_state = tree_model_free_state,
};
