/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models as C: a function and a row a learner. */
#include <stdlib.h>
#include <string.h>

#include "linear_objective.h"
#include "linear_weights.h"
#include "mem.h"
#include "trees.h"

#include "c_source_part.h"

static void
begin_x(struct c_source *c, size_t j)
{
	str_addf(&c->body, "\tx[%zu] = ", j);
}

/* The number that trees_values makes of a feature. */
static int
add_tree_feature(struct c_source *c, const struct tree_feature *f, size_t j,
    struct export_var v, struct diag *d)
{
	struct str *b = &c->body;
	size_t find, means;

	if (v.type == COL_VECTOR)
		return (diag_set(d, "vectors are not written as C"));
	if (f->means != NULL) {
		find = c_find(c, v, &f->levels);
		means = c_table(c, f->means, f->levels.n + 2);
		begin_x(c, j);
		str_addf(b, "t%zu[", means);
		c_add_missing(b, v);
		str_addf(b, " ? 0 : i%zu >= 0 ? i%zu + 1 : %zu];\n", find,
		    find, f->levels.n + 1);
		return (0);
	}
	if (f->is_category) {
		find = c_find(c, v, &f->levels);
		begin_x(c, j);
		c_add_missing(b, v);
		str_addf(b, " ? 0 : i%zu >= 0 ? i%zu + 1 : %zu;\n", find,
		    find, f->levels.n + 1);
		return (0);
	}
	begin_x(c, j);
	if (f->is_sparse) {
		str_addf(b, "v%zu == %u", v.id, f->element);
	} else if (f->zero_is_missing) {
		str_addz(b, "without_zero(");
		c_add_number(b, v);
		str_addc(b, ')');
	} else {
		c_add_number(b, v);
	}
	str_addz(b, ";\n");
	return (0);
}

/* Where nodes, leaves and sets of a tree begin. */
struct at {
	size_t node, leaf, set;
};

static void
add_node(struct str *s, const struct tree_node *n, const struct at *at)
{
	int64_t left = n->left >= 0 ? (int64_t)at->node + n->left :
	    n->left - (int64_t)at->leaf;
	int64_t right = n->right >= 0 ? (int64_t)at->node + n->right :
	    n->right - (int64_t)at->leaf;

	str_addf(s, "\t{ ");
	c_add_double(s, n->is_category ? 0 : n->threshold);
	str_addf(s, ", %u, %lld, %lld, %d, %lld },\n", n->feature,
	    (long long)left, (long long)right, n->missing_left,
	    n->is_category ? (long long)(at->set + n->set) : -1ll);
}

static void
add_sets(struct str *s, const struct trees *g)
{
	size_t n = 0;

	str_addz(s, "static const unsigned long sets[] = {");
	for (size_t t = 0; t < g->n_trees; t++) {
		for (size_t w = 0; w < g->trees[t].n_words; w++)
			str_addf(s, "%s0x%x,", n++ % 6 == 0 ? "\n\t" : " ",
			    g->trees[t].sets[w]);
	}
	str_addz(s, n == 0 ? "\n\t0\n};\n\n" : "\n};\n\n");
}

static void
add_roots(struct str *s, const struct trees *g)
{
	struct at at = { 0, 0, 0 };

	str_addz(s, "/* Of each tree: its first node, or ~leaf. */\n"
	    "static const long roots[] = {");
	for (size_t t = 0; t < g->n_trees; t++) {
		uint32_t n = g->trees[t].n_leaves;

		str_addf(s, "%s%lld,", t % 8 == 0 ? "\n\t" : " ", n > 1 ?
		    (long long)at.node : ~(long long)at.leaf);
		at.node += n - 1;
		at.leaf += n;
	}
	str_addz(s, g->n_trees == 0 ? "\n\t0\n};\n\n" : "\n};\n\n");
}

static void
add_nodes(struct c_source *c, const struct trees *g)
{
	struct str *s = &c->model;
	struct at at = { 0, 0, 0 };

	str_addz(s, "static const struct node {\n\tdouble threshold;\n"
	    "\tlong feature, left, right;\t/* a node, or ~leaf */\n"
	    "\tint missing_left;\n\tlong set;\t/* of a category's bins that "
	    "go left, or -1 */\n} nodes[] = {\n");
	for (size_t t = 0; t < g->n_trees; t++) {
		for (uint32_t i = 0; i + 1 < g->trees[t].n_leaves; i++)
			add_node(s, &g->trees[t].nodes[i], &at);
		at.node += g->trees[t].n_leaves - 1;
		at.leaf += g->trees[t].n_leaves;
		at.set += g->trees[t].n_words;
	}
	str_addz(s, at.node == 0 ? "\t{ 0 }\n};\n\n" : "};\n\n");
}

static void
add_leaves(struct c_source *c, const struct trees *g)
{
	struct str *s = &c->model;
	size_t n = 0;

	str_addz(s, "static const double leaves[] = {");
	for (size_t t = 0; t < g->n_trees; t++) {
		for (uint32_t i = 0; i < g->trees[t].n_leaves; i++) {
			str_addz(s, n++ % 3 == 0 ? "\n\t" : " ");
			c_add_double(s, g->trees[t].leaves[i]);
			str_addc(s, ',');
		}
	}
	str_addz(s, n == 0 ? "\n\t0\n};\n\n" : "\n};\n\n");
}

/* The same in single precision, as XGBoost has them: the sums are floats. */
static void
add_single(struct str *s, const struct trees *g)
{
	size_t n = g->n_groups;

	if (g->link == TREE_SOFTMAX)
		str_addf(s, "\tfloat max = scores[0];\n\tdouble sum = 0;\n\n"
		    "\tfor (int k = 1; k < %zu; k++)\n"
		    "\t\tmax = scores[k] > max ? scores[k] : max;\n"
		    "\tfor (int k = 0; k < %zu; k++)\n"
		    "\t\tsum += scores[k] = expf(scores[k] - max);\n", n, n);
	str_addf(s, "\tfor (int k = 0; k < %zu; k++)\n\t\tout[k] = %s;\n", n,
	    g->link == TREE_EXP ? "expf(scores[k])" :
	    g->link == TREE_SIGMOID ?
	    "1.0f / (expf(-scores[k]) + 1.0f + 1e-16f)" :
	    g->link == TREE_SOFTMAX ? "scores[k] / (float)sum" : "scores[k]");
}

static void
add_link(struct str *s, const struct trees *g)
{
	switch (g->link) {
	case TREE_EXP:
		str_addz(s, "\tscores[0] = exp(scores[0]);\n");
		break;
	case TREE_EXP2:
		str_addz(s, "\tscores[0] = exp2(scores[0]);\n");
		break;
	case TREE_LOGISTIC:
		str_addz(s, "\tscores[0] = sigmoid(scores[0]);\n");
		break;
	case TREE_SOFTMAX:
		str_addf(s, "\tsoftmax(scores, %zu);\n", g->n_groups);
		break;
	case TREE_SIGMOID:
		str_addf(s, "\tfor (int k = 0; k < %zu; k++)\n"
		    "\t\tscores[k] = 1.0 / (1.0 + exp(-", g->n_groups);
		c_add_double(s, g->steepness);
		str_addz(s, " * scores[k]));\n");
		break;
	case TREE_IDENTITY:
	case N_TREE_LINKS:
		break;
	}
}

static void
add_walk(struct c_source *c, const struct trees *g)
{
	const char *cast = g->is_single ? "(float)" : "";
	struct str *s = &c->model, sums = STR_INIT;
	size_t base = c_table(c, g->base, g->n_groups);

	if (g->is_single)
		str_addf(&sums, "\tfloat scores[%zu];\n\n", g->n_groups);
	str_addz(s, "static double\nleaf_of(long k, const double *x)\n{\n"
	    "\tconst struct node *n;\n\tdouble v;\n\tint left;\n\n"
	    "\twhile (k >= 0) {\n\t\tn = &nodes[k];\n"
	    "\t\tv = x[n->feature];\n\t\tif (n->set >= 0)\n"
	    "\t\t\tleft = sets[n->set + (long)v / 32] >> (long)v % 32 & 1;\n"
	    "\t\telse\n\t\t\tleft = v <= n->threshold || (isnan(v) && "
	    "n->missing_left);\n\t\tk = left ? n->left : n->right;\n\t}\n"
	    "\treturn (leaves[~k]);\n}\n\n");
	str_addf(s, "static void\nscore(const double *x, double *%s)\n{\n%s"
	    "\tfor (int k = 0; k < %zu; k++)\n\t\tscores[k] = %st%zu[k];\n"
	    "\tfor (long t = 0; t < %zu; t++)\n"
	    "\t\tscores[t %% %zu] += %sleaf_of(roots[t], x);\n",
	    g->is_single ? "out" : "scores", str_get(&sums), g->n_groups,
	    cast, base, g->n_trees, g->n_groups, cast);
	if (g->divisor != 1) {
		str_addf(s, "\tfor (int k = 0; k < %zu; k++)\n"
		    "\t\tscores[k] /= ", g->n_groups);
		c_add_double(s, g->divisor);
		str_addz(s, ";\n");
	}
	if (g->is_single)
		add_single(s, g);
	else
		add_link(s, g);
	str_release(&sums);
	str_addz(s, "}\n\n");
}

static int
write_trees(struct c_source *c, const struct export_var *features,
    struct diag *d)
{
	const struct trees *g = c->p->model->state;

	for (size_t j = 0; j < g->n_features; j++) {
		if (add_tree_feature(c, &g->features[j], j,
		    features[g->features[j].col], d) == -1)
			return (-1);
	}
	str_addf(&c->tables, "#define N_X %zu\n\n", g->n_features +
	    (g->n_features == 0));
	add_nodes(c, g);
	add_leaves(c, g);
	add_sets(&c->model, g);
	add_roots(&c->model, g);
	add_walk(c, g);
	return (0);
}

/* The features in their order; of a sparse one x is its only place. */
static int
add_linear_features(struct c_source *c, const struct export_var *features,
    bool *has_sparse, struct diag *d)
{
	const struct schema *s = &c->p->model->features;

	for (size_t j = 0; j < s->n; j++) {
		if (features[j].type == COL_VECTOR)
			return (diag_set(d, "vectors are not written as C"));
		begin_x(c, j);
		if (features[j].type == COL_SPARSE) {
			*has_sparse = true;
			str_addf(&c->body, "v%zu", features[j].id);
		} else {
			c_add_number(&c->body, features[j]);
		}
		str_addz(&c->body, ";\n");
	}
	return (0);
}

/* Where the coefficients of each feature begin; -1 - that of sparse ones. */
static void
add_places(struct c_source *c)
{
	const struct schema *s = &c->p->model->features;
	size_t first = 0;

	str_addz(&c->model, "/* Where the coefficients of a feature begin; of "
	    "one whose x is a place: ~. */\nstatic const long firsts[] = {");
	for (size_t j = 0; j < s->n; j++) {
		str_addf(&c->model, "%s%s%zu,", j % 12 == 0 ? "\n\t" : " ",
		    s->fields[j].type == COL_SPARSE ? "~" : "", first);
		first += field_width(&s->fields[j]);
	}
	str_addz(&c->model, "\n};\n\n");
}

static int
write_linear(struct c_source *c, const struct export_var *features,
    struct diag *d)
{
	const struct linear_weights *w = c->p->model->state;
	size_t n = c->p->model->features.n, coef, intercept;
	struct str *s = &c->model;
	bool has_sparse = false;

	if (add_linear_features(c, features, &has_sparse, d) == -1)
		return (-1);
	str_addf(&c->tables, "#define N_X %zu\n\n", n + (n == 0));
	intercept = c_table(c, w->intercept, w->n_out);
	coef = c_table(c, w->coef, w->n_out * w->n_coef);
	if (has_sparse)
		add_places(c);
	str_addf(s, "static void\nscore(const double *x, double *scores)\n{\n"
	    "\tconst double *coef = t%zu;\n\n\tfor (int k = 0; k < %zu; k++) "
	    "{\n\t\tscores[k] = t%zu[k];\n\t\tfor (long j = 0; j < %zu; j++)"
	    "%s\n", coef, w->n_out, intercept, n, has_sparse ? " {" : "");
	if (has_sparse)
		str_addz(s, "\t\t\tif (firsts[j] >= 0)\n\t\t\t\tscores[k] += "
		    "coef[firsts[j]] * x[j];\n\t\t\telse if (x[j] >= 0)\n"
		    "\t\t\t\tscores[k] += coef[~firsts[j] + (long)x[j]];\n"
		    "\t\t}\n");
	else
		str_addz(s, "\t\t\tscores[k] += coef[j] * x[j];\n");
	str_addf(s, "\t\tcoef += %zu;\n\t}\n", w->n_coef);
	if (c->p->model->task == TASK_BINARY)
		str_addz(s, "\tscores[0] = sigmoid(scores[0]);\n");
	if (c->p->model->task == TASK_MULTICLASS)
		str_addf(s, "\tsoftmax(scores, %zu);\n", w->n_out);
	if (linear_has_log_link(c->p->model))
		str_addz(s, "\tscores[0] = exp(scores[0]);\n");
	str_addz(s, "}\n\n");
	return (0);
}

static int
write_baseline(struct c_source *c, const struct export_var *features,
    struct diag *d)
{
	size_t n = model_n_out(c->p->model);
	size_t t = c_table(c, c->p->model->state, n);

	(void)features, (void)d;
	str_addz(&c->tables, "#define N_X 1\n\n");
	str_addz(&c->body, "\tx[0] = 0;\n");
	str_addf(&c->model, "static void\nscore(const double *x, double "
	    "*scores)\n{\n\t(void)x;\n\tfor (int k = 0; k < %zu; k++)\n"
	    "\t\tscores[k] = t%zu[k];\n}\n\n", n, t);
	return (0);
}

static const struct {
	const char *learner;
	int (*write)(struct c_source *, const struct export_var *,
	    struct diag *);
} writers[] = {
	{ "gbdt", write_trees },
	{ "forest", write_trees },
	{ "isolation", write_trees },
	{ "linear", write_linear },
	{ "logistic", write_linear },
	{ "baseline", write_baseline }
};

int
c_model(struct c_source *c, const struct export_var *features, struct diag *d)
{
	const char *name = c->p->model->learner->name;

	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
		if (strcmp(writers[i].learner, name) == 0)
			return (writers[i].write(c, features, d));
	}
	return (diag_set(d, "models of %s are not written as C", name));
}
