/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Explanations against Shapley's formula itself, summed over all sets of
 * features, with the value of a set as algorithm 1 of Lundberg, Erion and Lee
 * (2018) has it.
 */
#include "gbdt_run.h"
#include "tree_shap.h"

#define TOL 1e-9

static double
cover_below(const struct tree *t, int32_t k)
{
	if (k < 0)
		return (t->covers[~k]);
	return (cover_below(t, t->nodes[k].left) +
	    cover_below(t, t->nodes[k].right));
}

/* What the tree gives below k where the features in the set are known. */
static double
expect(const struct trees *g, const struct tree *t, int32_t k,
    const double *row, unsigned set)
{
	const struct tree_node *node;
	double left, right, cl, cr;

	if (k < 0)
		return (t->leaves[~k]);
	node = &t->nodes[k];
	left = expect(g, t, node->left, row, set);
	right = expect(g, t, node->right, row, set);
	if (set >> g->features[node->feature].col & 1)
		return (tree_goes_left(t, node, row[node->feature]) ? left :
		    right);
	cl = cover_below(t, node->left);
	cr = cover_below(t, node->right);
	return (cl + cr > 0 ? (cl * left + cr * right) / (cl + cr) :
	    (left + right) / 2);
}

static double
value_of(const struct trees *g, size_t group, const double *row, unsigned set)
{
	double sum = g->base[group];

	for (size_t t = group; t < g->n_trees; t += g->n_groups)
		sum += expect(g, &g->trees[t], g->trees[t].n_leaves > 1 ? 0 :
		    ~0, row, set);
	return (sum);
}

/* want: (n + 1), as trees_explain has it for one row and group. */
static void
shapley(const struct trees *g, size_t group, const double *row, size_t n,
    double *want)
{
	memset(want, 0, (n + 1) * sizeof(*want));
	want[n] = value_of(g, group, row, 0);
	for (size_t j = 0; j < n; j++) {
		for (unsigned set = 0; set < 1u << n; set++) {
			size_t size = (size_t)__builtin_popcount(set);

			if (set >> j & 1)
				continue;
			want[j] += tgamma((double)size + 1) *
			    tgamma((double)(n - size)) /
			    tgamma((double)n + 1) *
			    (value_of(g, group, row, set | 1u << j) -
			    value_of(g, group, row, set));
		}
	}
}

/* The sum before the link, from a prediction. */
static double
score_of(const struct trees *g, double p)
{
	return (g->link == TREE_LOGISTIC ? log(p / (1 - p)) :
	    g->link == TREE_EXP ? log(p) : p);
}

static void
check_row(const struct run *r, const double *row, size_t i,
    const double *phi)
{
	const struct trees *g = r->model->state;
	size_t n = r->model->features.n;
	double want[16], sum;

	for (size_t k = 0; k < g->n_groups; k++, phi += n + 1) {
		shapley(g, k, row, n, want);
		sum = 0;
		for (size_t j = 0; j <= n; j++) {
			CHECK_NEAR(phi[j], want[j], TOL);
			sum += phi[j];
		}
		CHECK_NEAR(sum, value_of(g, k, row, (1u << n) - 1), TOL);
		if (g->link != TREE_SOFTMAX)
			CHECK_NEAR(sum, score_of(g, r->out[i]), TOL);
	}
}

static void
check_table(const char *table, const char *params)
{
	const struct batch *b;
	struct block scratch;
	double *phi, *values;
	struct trees *g;
	struct run r;

	CHECK_INT(run_gbdt(&r, table, params, 2), 0);
	g = r.model->state;
	phi = explain_spool(r.model, r.spool, &r.d);
	CHECK_STR(r.d.text, "");
	block_init(&scratch, &spool_head(r.spool)->schema);
	CHECK_INT(spool_get(r.spool, 0, &scratch, &b, &r.d), 0);
	values = mem_alloc(b->n_rows, g->n_features * sizeof(*values));
	trees_values(g, b, 0, b->n_rows, values);
	for (size_t i = 0; i < b->n_rows; i += 1 + b->n_rows / 50)
		check_row(&r, values + i * g->n_features, i, phi + i *
		    g->n_groups * (r.model->features.n + 1));
	block_release(&scratch);
	free(phi);
	free(values);
	run_drop(&r);
}

static void
test_formula(void)
{
	char *number = mixed_table(2000, "float");
	char *yes_no = mixed_table(2000, "bool");
	char *classes = mixed_table(300, "string");

	check_table(number, "trees=5 leaves=12 min-leaf=5");
	check_table(number, "trees=3 leaves=40 min-leaf=1 subsample=0.5");
	check_table(number, "trees=2 leaves=150 min-leaf=1");	/* large */
	check_table(number, "trees=4 objective=poisson leaves=6");
	check_table(number, "trees=4 objective=huber leaves=6");
	check_table(yes_no, "trees=6 leaves=10");
	check_table(yes_no, "trees=2 leaves=2 colsample=0.5");
	check_table(classes, "trees=1 leaves=4 min-leaf=30");
	check_table(number, "trees=1 min-leaf=1500");	/* no split */
	free(number);
	free(yes_no);
	free(classes);
}

/*
 * The covers are weights: rows of weight 0 count for nothing, also where a
 * leaf has no others.
 */
static void
test_weights(void)
{
	const char *table = "x:float,z:int,y:float:target,w:float:weight\n"
	    "1,1,3,1\n2,1,5,2\n3,0,1,0\n4,0,8,2\n5,1,9,0\n6,0,2,1\n";
	struct trees *g;
	double sum = 0;
	struct run r;

	check_table(table, "trees=4 leaves=6 min-leaf=1 l2=0.5");
	CHECK_INT(run_gbdt(&r, table, "trees=1 leaves=3 min-leaf=1", 1), 0);
	g = r.model->state;
	for (uint32_t i = 0; i < g->trees[0].n_leaves; i++)
		sum += g->trees[0].covers[i];
	CHECK_NEAR(sum, 6, 0);
	run_drop(&r);
}

/* One split at x = 3.5 with 2 of 6 rows on the right: by hand. */
static void
test_by_hand(void)
{
	const char *table = "x:float,y:float:target\n"
	    "1,0\n1,0\n2,0\n3,0\n4,3\n5,3\n";
	double *phi;
	struct run r;

	CHECK_INT(run_gbdt(&r, table, "trees=1 rate=1 leaves=2 min-leaf=1 "
	    "l2=0", 1), 0);
	phi = explain_spool(r.model, r.spool, &r.d);
	CHECK_NEAR(phi[0], -1, 1e-6);
	CHECK_NEAR(phi[1], 1, 1e-6);	/* the mean of y */
	CHECK_NEAR(phi[10], 2, 1e-6);
	CHECK_NEAR(phi[11], 1, 1e-6);
	free(phi);
	run_drop(&r);
}

/* Trees of a file of version 1 predict and are saved as they were, and are
   not explained. */
static void
test_version_1(void)
{
	char *table = mixed_table(500, "bool");
	struct str one = STR_INIT, again = STR_INIT;
	struct model old;
	struct trees *g;
	struct run r;
	double *out;

	CHECK_INT(run_gbdt(&r, table, "trees=2 leaves=4", 1), 0);
	g = r.model->state;
	for (size_t t = 0; t < g->n_trees; t++) {
		free(g->trees[t].covers);
		g->trees[t].covers = NULL;
	}
	r.model->learner->save(r.model, &one);
	CHECK_INT(one.buf[8], 1);
	old = *r.model;
	CHECK_INT(old.learner->load(&old, one.buf, one.len, &r.d), 0);
	out = predict_spool(&old, r.spool);
	CHECK(memcmp(out, r.out, r.n_rows * sizeof(*out)) == 0);
	old.learner->save(&old, &again);
	CHECK(again.len == one.len &&
	    memcmp(again.buf, one.buf, one.len) == 0);
	CHECK(explain_spool(&old, r.spool, &r.d) == NULL);
	CHECK_STR(r.d.text, "the trees do not say how many rows they were "
	    "grown on: train the model again to have it explained");
	old.learner->free_state(old.state);
	free(out);
	str_release(&one);
	str_release(&again);
	run_drop(&r);
	free(table);
}

int
main(void)
{
	test_formula();
	test_weights();
	test_by_hand();
	test_version_1();
	return (check_done());
}
