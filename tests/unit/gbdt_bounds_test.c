/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What binds trees: penalties, directions, groups; and means of levels. */
#include "gbdt_run.h"
#include "rng.h"

#define THREE "trees=3 leaves=4 min-leaf=1 rate=0.5 "

/*
 * LightGBM 4.6.0, num_leaves=4, min_data_in_leaf=1, min_sum_hessian_in_leaf=0,
 * learning_rate=0.5, 3 rounds.  Of gamma and monotone XGBoost 3.1.1 (hist,
 * lossguide, base_score the mean) and HistGradientBoostingRegressor of
 * scikit-learn 1.7.2 give the same.
 */
static void
test_reference(void)
{
	const char *wide = "x:float,y:float:target\n"
	    "1,1\n2,3\n3,2\n4,5\n5,11\n6,4\n7,20\n8,9\n";
	const char *narrow = "x:float,y:float:target\n"
	    "1,4\n2,5\n3,4.5\n4,6\n5,9\n6,6.5\n7,14\n8,10\n";
	/* objective=gamma, lambda_l2=0 */
	const double gamma[] = { 4.30704845, 4.96420534, 4.96420534,
	    6.09284019, 8.05463718, 6.88419548, 11.57735465, 10.18893578 };
	/* objective=tweedie, tweedie_variance_power=1.5, lambda_l2=0 */
	const double tweedie[] = { 1.91515808, 2.72159439, 2.72159439,
	    4.69849876, 9.08462753, 5.53696579, 15.34331042, 10.36044979 };
	/* lambda_l1=1.5, lambda_l2=0.5 */
	const double l1[] = { 3.45489416, 3.45489416, 3.45489416, 5.09894178,
	    7.35833333, 6.41666667, 14.62222219, 9.01666666 };
	/* monotone_constraints=[1], monotone_constraints_method=basic */
	const double rising[] = { 1.859375, 2.99826389, 2.99826389,
	    5.41493055, 7.31770829, 7.31770829, 13.546875, 13.546875 };
	const double constant[] = { 6.875, 6.875, 6.875, 6.875, 6.875, 6.875,
	    6.875, 6.875 };

	check_values(narrow, THREE "l2=0 objective=gamma", gamma, 8, 2e-6);
	check_values(wide, THREE "l2=0 objective=tweedie", tweedie, 8, 2e-6);
	check_values(wide, THREE "l2=0.5 l1=1.5", l1, 8, 1e-6);
	check_values(wide, THREE "l2=0 monotone=x:+", rising, 8, 1e-6);
	check_values(wide, THREE "l2=0 monotone=x:-", constant, 8, 1e-6);
}

/* The same, with feature_contri=[0.25,1] and [0,1]. */
static void
test_weights(void)
{
	const char *table = "a:float,b:float,y:float:target\n1,3,1\n2,1,3\n"
	    "3,4,2\n4,1,5\n5,5,11\n6,9,4\n7,2,20\n8,6,9\n9,5,12\n10,3,7\n";
	const double even[] = { 2.98229165, 2.98229165, 2.98229165,
	    6.02916660, 9.52916662, 4.82604166, 17.60468746, 8.92109377,
	    10.74921870, 7.39375000 };
	const double less[] = { 2.37552083, 3.39374998, 2.37552083,
	    4.89374999, 10.21796871, 5.70234374, 17.51093746, 8.57734377,
	    10.21796871, 8.73489580 };
	const double never[] = { 4.40416666, 5.09166663, 4.40416666,
	    5.09166663, 9.48749998, 5.04999999, 17.09166678, 9.48749998,
	    9.48749998, 4.40416666 };

	check_values(table, THREE "l2=0", even, 10, 1e-6);
	check_values(table, THREE "l2=0 feature-weights=a:0.25", less, 10,
	    1e-6);
	check_values(table, THREE "l2=0 feature-weights=a:0", never, 10,
	    1e-6);
}

/* Row i of a grid: a is its place in the line of its b. */
static char *
grid_table(void)
{
	struct str s = STR_INIT;
	struct rng r;

	rng_init(&r, 7);
	str_addz(&s, "a:float,b:float,y:float:target\n");
	for (int i = 0; i < 1000; i++)
		str_addf(&s, "%d,%d,%d\n", i % 50, i / 50,
		    i % 50 + (int)(rng_next(&r) % 60) + i / 50 * 3 %
		    17 * (i % 50 > 20));
	return (str_detach(&s));
}

/* The prediction rises with a at every b, whatever the loss; free it falls
   somewhere. */
static void
test_monotone(void)
{
	static const char *const params[] = {
		"trees=40 min-leaf=3", "trees=40 min-leaf=3 monotone=a:+",
		"trees=40 min-leaf=3 monotone=a:+ objective=absolute",
		"trees=40 min-leaf=3 monotone=a:+ objective=poisson l1=1"
	};
	char *table = grid_table();
	struct run r;
	int falls;

	for (size_t k = 0; k < sizeof(params) / sizeof(params[0]); k++) {
		CHECK_INT(run_gbdt(&r, table, params[k], 2), 0);
		falls = 0;
		for (size_t i = 1; i < r.n_rows; i++)
			falls += i % 50 != 0 && r.out[i] < r.out[i - 1];
		CHECK(k == 0 ? falls > 50 : falls == 0);
		run_drop(&r);
	}
	free(table);
}

/* Do all nodes below this one, and it, split on features of one group? */
static bool
is_one_group(const struct trees *g, const struct tree *t, int32_t k,
    const double *groups, double group)
{
	const struct tree_node *n;
	double own;

	if (k < 0)
		return (true);
	n = &t->nodes[k];
	own = groups[g->features[n->feature].col];
	return ((group < 0 || own == group) &&
	    is_one_group(g, t, n->left, groups, own) &&
	    is_one_group(g, t, n->right, groups, own));
}

static void
test_groups(void)
{
	char *table = mixed_table(3000, "float");
	size_t apart[] = { 0, 0 };
	struct run r;

	for (int k = 0; k < 2; k++) {
		const double groups[] = { 1, 2, 1, 0 };
		const struct trees *g;

		CHECK_INT(run_gbdt(&r, table, k == 0 ? "trees=20" :
		    "trees=20 interact=a:1,c:1,b:2", 1), 0);
		g = r.model->state;
		for (size_t t = 0; t < g->n_trees; t++)
			apart[k] += !is_one_group(g, &g->trees[t],
			    g->trees[t].n_leaves > 1 ? 0 : -1, groups, -1);
		run_drop(&r);
	}
	CHECK(apart[0] == 20 && apart[1] == 0);
	free(table);
}

/*
 * 300 levels of 4 rows with effects 0 .. 2: of equal groups the analysis of
 * variance has a closed form, m = 4 MSW / (MSB - MSW), and a level that was
 * never seen gets the mean of all.
 */
static void
test_means(void)
{
	struct str s = STR_INIT;
	double y[1200], level[300] = { 0 }, all = 0, msb = 0, msw = 0, m;
	const struct tree_feature *f;
	const struct trees *g;
	struct run r;

	str_addz(&s, "x:string,y:float:target\n");
	for (int i = 0; i < 1200; i++) {
		y[i] = 1e6 + i % 300 % 3 + i / 300 * 0.5;
		level[i % 300] += y[i] / 4;
		all += y[i] / 1200;
		str_addf(&s, "l%d,%.1f\n", i % 300, y[i]);
	}
	for (int i = 0; i < 1200; i++) {
		msw += pow(y[i] - level[i % 300], 2) / 900;
		msb += pow(level[i % 300] - all, 2) / 299;
	}
	m = 4 * msw / (msb - msw);
	CHECK_INT(run_gbdt(&r, str_get(&s), "trees=1 rate=1", 1), 0);
	g = r.model->state;
	f = &g->features[g->n_features - 1];
	if (f->means == NULL)
		f = &g->features[0];
	CHECK(f->means != NULL && f->levels.n == 300);
	for (uint32_t id = 0; id < f->levels.n && f->means != NULL; id++) {
		int k = atoi(dict_get(&f->levels, id, NULL) + 1);

		CHECK_NEAR(f->means[id + 1], (4 * level[k] + m * all) /
		    (4 + m), 1e-6);
	}
	CHECK_NEAR(f->means[0], all, 1e-6);
	CHECK_NEAR(f->means[301], all, 1e-6);
	run_drop(&r);
	str_release(&s);
}

/*
 * 3000 levels of about two rows, half of them mostly "true": what other rows
 * of a level say helps rows that were held out.  (A best guess from them has a
 * log loss of 0.60, the mean of all 0.693.)
 */
static void
test_many_levels(void)
{
	struct str s = STR_INIT;
	double loss = 0, p;
	struct rng rng;
	struct run r;
	int n = 9000, n_test = 0;
	int *y = mem_alloc((size_t)n, sizeof(*y));

	rng_init(&rng, 11);
	str_addz(&s, "x:string,y:bool:target,s:string:split\n");
	for (int i = 0; i < n; i++) {
		unsigned level = (unsigned)(rng_next(&rng) % 3000);

		y[i] = rng_next(&rng) % 10 < (level % 2 ? 9 : 1);
		str_addf(&s, "l%u,%d,%s\n", level, y[i],
		    i % 3 == 0 ? "test" : "train");
	}
	CHECK_INT(run_gbdt(&r, str_get(&s), "trees=50", 2), 0);
	for (int i = 0; i < n; i += 3, n_test++) {
		p = y[i] ? r.out[i] : 1 - r.out[i];
		loss -= log(p);
	}
	CHECK(loss / n_test < 0.6);
	run_drop(&r);
	free(y);
	str_release(&s);
}

static void
test_told(void)
{
	struct run r;

	/* Four rows, of which a leaf of classes wants twenty. */
	CHECK_INT(run_gbdt(&r, "x:float,y:bool:target\n1,0\n2,0\n3,1\n4,1\n",
	    "", 1), 0);
	CHECK_STR(r.model->warning, "no split was possible: the model is a "
	    "constant (min-leaf is 20)");
	run_drop(&r);
	CHECK_INT(run_gbdt(&r, "x:float,y:float:target\n1,0\n2,0\n3,0\n4,1\n"
	    "5,1\n6,1\n", "", 1), 0);
	CHECK(r.model->warning == NULL);
	CHECK(r.out[5] > r.out[0]);
	run_drop(&r);
	CHECK_INT(run_gbdt(&r, "x:string,y:float:target\na,0\nb,1\n",
	    "monotone=x:+", 1), -1);
	CHECK_STR(r.d.text, "monotone: column \"x\" is text");
	run_drop(&r);
	CHECK_INT(run_gbdt(&r, "x:float,y:float:target\n1,0\n2,1\n",
	    "objective=gamma", 1), -1);
	CHECK_STR(r.d.text, "objective gamma: a target is 0 (tweedie takes "
	    "zeros)");
	run_drop(&r);
}

int
main(void)
{
	test_reference();
	test_weights();
	test_monotone();
	test_groups();
	test_means();
	test_many_levels();
	test_told();
	return (check_done());
}
