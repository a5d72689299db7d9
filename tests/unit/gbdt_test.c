/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bin_fit.h"
#include "gbdt_run.h"
#include "rng.h"

#define STUMP "trees=1 rate=1 leaves=2 min-leaf=1 l2=0 "

/*
 * Mean 1.5; G = 4.5 and H = 3 on the left, so -4.5 / (3 + 1) = -1.125, and
 * the gain is 2 * 4.5^2 / 4 = 10.125.
 */
static void
test_closed_form(void)
{
	const double want[] = { 0.375, 0.375, 0.375, 2.625, 2.625, 2.625 };
	const char *table = "x:float,y:float:target\n"
	    "1,0\n2,0\n3,0\n4,3\n5,3\n6,3\n";
	const struct trees *g;
	struct run r;

	check_values(table, STUMP "l2=1", want, 6, 1e-7);
	CHECK_INT(run_gbdt(&r, table, STUMP "l2=1", 1), 0);
	g = r.model->state;
	CHECK_INT(g->n_trees, 1);
	CHECK_INT(g->trees[0].n_leaves, 2);
	CHECK_NEAR(g->trees[0].nodes[0].threshold, 3.5, 0);
	CHECK_NEAR(g->features[0].gain, 10.125, 1e-7);
	run_drop(&r);
	/* No split gains that much. */
	CHECK_INT(run_gbdt(&r, table, STUMP "l2=1 min-gain=10.2", 1), 0);
	CHECK_INT(((struct trees *)r.model->state)->trees[0].n_leaves,
	    1);
	CHECK_NEAR(r.out[0], 1.5, 1e-7);
	run_drop(&r);
}

static void
test_missing(void)
{
	const double right[] = { 0, 0, 6, 6, 6, 6 };
	const double left[] = { 0, 0, 6, 6, 0, 0 };
	const double alone[] = { 1, 1, 1, 9, 9 };
	struct run r;

	check_values("x:float,y:float:target\n1,0\n2,0\n3,6\n4,6\n,6\n,6\n",
	    STUMP, right, 6, 1e-7);
	check_values("x:float,y:float:target\n1,0\n2,0\n3,6\n4,6\n,0\n,0\n",
	    STUMP, left, 6, 1e-7);
	/* Values against missing. */
	check_values("x:float,y:float:target\n1,1\n1,1\n1,1\n,9\n,9\n",
	    STUMP, alone, 5, 1e-7);
	/* None in training: with most rows, here to the right. */
	CHECK_INT(run_gbdt(&r, "x:float,y:float:target,s:string:split\n"
	    "1,0,train\n2,6,train\n3,6,train\n,0,test\n", STUMP, 1), 0);
	CHECK_NEAR(r.out[3], 6, 1e-7);
	run_drop(&r);
}

static void
test_few_levels(void)
{
	const double want[] = { 1, 7, 1, 7, 1, 1, 7, 1, 7 };
	struct run r;

	/* One level, and then missing, against the others. */
	check_values("x:string,y:float:target\na,1\nb,7\nc,1\nb,7\na,1\n"
	    "c,1\nb,7\nc,1\nb,7\n", STUMP, want, 9, 1e-7);
	check_values("x:string,y:float:target\na,1\n,7\nc,1\n,7\na,1\n"
	    "c,1\n,7\nc,1\n,7\n", STUMP, want, 9, 1e-7);
	/* Levels and missing values that were never seen: with most rows. */
	CHECK_INT(run_gbdt(&r, "x:string,y:float:target,s:string:split\n"
	    "a,1,train\nb,7,train\nc,1,train\nnew,0,test\n,0,test\n", STUMP,
	    1), 0);
	CHECK_NEAR(r.out[3], 1, 1e-7);
	CHECK_NEAR(r.out[4], 1, 1e-7);
	run_drop(&r);
}

/*
 * Six levels of 150 rows, of which l1, l3 and l4 have 10 and the others 0:
 * one split on a set finds them. G = 450 * 5 and H = 450, and the value of a
 * leaf has no more than l2, which is 0.
 */
static void
test_sets(void)
{
	struct str s = STR_INIT;
	struct run r;

	str_addz(&s, "x:string,y:float:target\n");
	for (int i = 0; i < 900; i++)
		str_addf(&s, "l%d,%d\n", i % 6, i % 6 == 1 || i % 6 == 3 ||
		    i % 6 == 4 ? 10 : 0);
	CHECK_INT(run_gbdt(&r, str_get(&s), "trees=1 rate=1 leaves=2 l2=0", 1),
	    0);
	for (int i = 0; i < 6; i++)
		CHECK_NEAR(r.out[i], i == 1 || i == 3 || i == 4 ? 10 : 0,
		    1e-5);
	run_drop(&r);
	str_release(&s);
}

/*
 * scikit-learn 1.2.1, HistGradientBoostingRegressor and -Classifier with
 * min_samples_leaf=1, learning_rate=0.5 and the parameters of each call; the
 * splits are unique.
 */
static void
test_reference(void)
{
	const char *numbers = "x:float,y:float:target\n"
	    "1,1\n2,3\n3,2\n4,5\n5,11\n6,4\n7,20\n8,9\n";
	const char *two = "a:float,b:float,y:string:target\n"
	    "4,31,v\n17,17,v\n7,33,v\n11,,v\n3,39,v\n"
	    "15,35,v\n5,11,v\n18,13,v\n8,,u\n2,25,v\n"
	    "14,3,u\n1,19,u\n20,27,v\n19,15,v\n10,9,u\n"
	    "16,5,v\n9,29,v\n13,21,v\n12,23,v\n6,37,u\n";
	const char *three = "a:float,b:float,y:string:target\n"
	    "4,31,w\n17,17,v\n7,33,w\n11,,v\n3,39,v\n"
	    "15,35,w\n5,11,v\n18,13,w\n8,,u\n2,25,w\n"
	    "14,3,u\n1,19,u\n20,27,w\n19,15,v\n10,9,u\n"
	    "16,5,v\n9,29,w\n13,21,w\n12,23,v\n6,37,u\n";
	/* max_iter=1, max_leaf_nodes=31 */
	const double full[] = { 3.9375, 4.9375, 4.4375, 5.9375, 8.9375,
	    5.4375, 13.4375, 7.9375 };
	/* max_iter=3, max_leaf_nodes=4 */
	const double squared[] = { 2.734375, 2.734375, 2.734375, 5.06770833,
	    9.06770827, 5.56770839, 17.671875, 9.421875 };
	/* loss="poisson" */
	const double poisson[] = { 2.62276373, 3.41473596, 2.9926653,
	    5.40105305, 9.39202391, 5.60129399, 19.25141879, 8.65022006 };
	/* max_iter=3, max_leaf_nodes=3, l2_regularization=1; column 1 */
	const double binary[] = {
		0.80322474, 0.89173409, 0.80322474, 0.67959329, 0.80322474,
		0.89173409, 0.80322474, 0.89173409, 0.51247191, 0.80322474,
		0.52111098, 0.55738062, 0.89173409, 0.89173409, 0.51247191,
		0.67959329, 0.80322474, 0.89173409, 0.89173409, 0.80322474
	};
	/* The same with three classes. */
	const double classes[] = {
		0.10097562, 0.10751119, 0.79151319, 0.09774874, 0.65281288,
		0.24943838, 0.1052087, 0.07009647, 0.82469483, 0.3063792,
		0.56548734, 0.12813346, 0.18404473, 0.63187569, 0.18407958,
		0.04982863, 0.16771616, 0.78245522, 0.25853094, 0.54617422,
		0.19529484, 0.09774874, 0.65281288, 0.24943838, 0.63527529,
		0.23209943, 0.13262528, 0.10097562, 0.10751119, 0.79151319,
		0.458732, 0.44127887, 0.09998913, 0.5541654, 0.20298435,
		0.24285025, 0.04982863, 0.16771616, 0.78245522, 0.09774874,
		0.65281288, 0.24943838, 0.63527529, 0.23209943, 0.13262528,
		0.3063792, 0.56548734, 0.12813346, 0.1052087, 0.07009647,
		0.82469483, 0.08354324, 0.28119482, 0.63526193, 0.08354324,
		0.28119482, 0.63526193, 0.3750304, 0.24986818, 0.37510142
	};

	check_values(numbers, "trees=1 leaves=31 min-leaf=1 rate=0.5 l2=0",
	    full, 8, 1e-6);
	check_values(numbers, "trees=3 leaves=4 min-leaf=1 rate=0.5 l2=0",
	    squared, 8, 1e-6);
	check_values(numbers, "trees=3 leaves=4 min-leaf=1 rate=0.5 l2=0 "
	    "objective=poisson", poisson, 8, 1e-6);
	check_values(two, "trees=3 leaves=3 min-leaf=1 rate=0.5 l2=1",
	    binary, 20, 1e-6);
	check_values(three, "trees=3 leaves=3 min-leaf=1 rate=0.5 l2=1",
	    classes, 60, 1e-6);
}

/* One split, at rate 1: each side gets its best constant. */
static void
test_robust_leaves(void)
{
	const char *table = "x:float,y:float:target\n"
	    "1,1\n1,2\n1,9\n2,50\n2,60\n2,100\n";
	const char *weighted = "x:float,y:float:target,w:float:weight\n"
	    "1,1,5\n1,2,1\n1,9,1\n2,50,1\n2,60,1\n2,100,5\n";
	const double medians[] = { 2, 2, 2, 60, 60, 60 };
	/* Type 7 quantiles: 2 + 0.5 * (9 - 2) and 60 + 0.5 * (100 - 60). */
	const double upper[] = { 5.5, 5.5, 5.5, 80, 80, 80 };
	const double heavy[] = { 1, 1, 1, 100, 100, 100 };
	/*
	 * Start: the median 29.5. |y - 29.5|: 28.5 27.5 20.5 20.5 30.5 70.5,
	 * of which the median is 28. Then 2 + (-1 + 0 + 7) / 3 and
	 * 60 + (-10 + 0 + 28) / 3.
	 */
	const double huber[] = { 4, 4, 4, 66, 66, 66 };

	check_values(table, STUMP "objective=absolute", medians, 6, 1e-9);
	check_values(table, STUMP "objective=quantile alpha=0.75", upper, 6,
	    1e-9);
	check_values(table, STUMP "objective=huber alpha=0.5", huber, 6,
	    1e-9);
	check_values(weighted, STUMP "objective=absolute", heavy, 6, 1e-9);
}

/* A weight of 2 is a row that is there twice. */
static void
test_weights(void)
{
	struct run a, b;
	const char *params = "trees=4 leaves=4 min-leaf=1";

	CHECK_INT(run_gbdt(&a, "x:float,y:float:target,w:float:weight\n"
	    "1,3,1\n2,5,2\n3,1,1\n4,8,2\n5,9,0\n6,2,1\n", params, 1), 0);
	CHECK_INT(run_gbdt(&b, "x:float,y:float:target\n"
	    "1,3\n2,5\n3,1\n4,8\n2,5\n6,2\n4,8\n", params, 1), 0);
	for (int i = 0; i < 4; i++)
		CHECK_NEAR(a.out[i], b.out[i], 1e-6);
	run_drop(&a);
	run_drop(&b);
}

static void
test_early_stop(void)
{
	struct str s = STR_INIT;
	struct run r;
	size_t stopped, all;

	/* A step that rows of validation have elsewhere: it gets worse. */
	str_addz(&s, "x:int,y:int:target,s:string:split\n");
	for (int i = 0; i < 400; i++)
		str_addf(&s, "%d,%d,%s\n", i * 37 % 100,
		    (i * 37 % 100 > 40) ^ (i % 7 == 0),
		    i % 4 == 0 ? "valid" : "train");
	CHECK_INT(run_gbdt(&r, str_get(&s), "trees=300 early-stop=5", 1), 0);
	stopped = ((struct trees *)r.model->state)->n_trees;
	run_drop(&r);
	CHECK_INT(run_gbdt(&r, str_get(&s), "trees=300 early-stop=0", 1), 0);
	all = ((struct trees *)r.model->state)->n_trees;
	run_drop(&r);
	CHECK(stopped > 0 && stopped < 295);
	CHECK_INT(all, 300);
	str_release(&s);
}

static void
test_thresholds(void)
{
	double v[] = { 3, 1, 2, 2, 1, 3 }, few[] = { 5, INFINITY, -INFINITY };
	double many[1000], heavy[1000], out[255];

	CHECK_INT(bin_thresholds(v, 6, 255, out), 2);
	CHECK_NEAR(out[0], 1.5, 0);
	CHECK_NEAR(out[1], 2.5, 0);
	CHECK_INT(bin_thresholds(v, 0, 255, out), 0);
	CHECK_INT(bin_thresholds(few, 3, 255, out), 2);
	CHECK(out[0] == -INFINITY && out[1] == 5);
	for (int i = 0; i < 1000; i++) {
		many[i] = 999 - i;
		heavy[i] = i < 900 ? 0 : i;
	}
	CHECK_INT(bin_thresholds(many, 1000, 10, out), 9);
	for (int k = 0; k < 9; k++)
		CHECK_NEAR(out[k], 100 * k + 99.5, 0);
	/* A value with most of the rows has a bin to itself. */
	CHECK_INT(bin_thresholds(heavy, 1000, 11, out), 10);
	CHECK_NEAR(out[0], 450, 0);
	CHECK_NEAR(out[1], 909.5, 0);
}

static void
check_error(const char *table, const char *params, const char *want)
{
	struct run r;

	CHECK_INT(run_gbdt(&r, table, params, 1), -1);
	CHECK_STR(r.d.text, want);
	run_drop(&r);
}

#define PLACES 12
#define PLACE_ROWS 3000

/* y and a number, and twelve numbers that are 0 in most rows, as a vector or
   as a sparse column. */
static struct spool *
spool_places(enum col_type type)
{
	struct stream *s = text_stream("y:float:target\n");
	struct text_stream *t = (struct text_stream *)s;
	struct field f = { .name = (char[]){ "v" }, .type = type,
	    .width = PLACES };
	uint32_t index[PLACES], n;
	float v[PLACES], all[PLACES];
	struct diag d;
	struct rng r;
	double y;

	rng_init(&r, 3);
	schema_release(&s->head.schema);
	schema_init(&s->head.schema);
	if (schema_add(&s->head.schema, &f, &d) == -1 ||
	    schema_add_new(&s->head.schema, "x", COL_FLOAT, &d) == -1 ||
	    schema_add_new(&s->head.schema, "y", COL_FLOAT, &d) == -1)
		BUG("%s", d.text);
	schema_set_role(&s->head.schema, 2, ROLE_TARGET);
	block_release(&t->block);
	block_init(&t->block, &s->head.schema);
	for (size_t i = 0; i < PLACE_ROWS; i++) {
		y = n = 0;
		for (uint32_t k = 0; k < PLACES; k++) {
			all[k] = (float)fmax(0, (double)(rng_next(&r) % 9) -
			    5) / 2;
			y += (double)all[k] * (k % 4);
			index[n] = k;
			v[n] = all[k];
			n += all[k] != 0;
		}
		if (type == COL_SPARSE)
			column_add_sparse(&t->block.cols[0], index, v, n);
		else
			column_add_vector(&t->block.cols[0], all);
		column_add_float(&t->block.cols[1],
		    (double)(rng_next(&r) % 50));
		column_add_float(&t->block.cols[2], y);
	}
	block_seal(&t->block, 0);
	return (spool_of_stream(s));
}

/* The places of a sparse column are split on as the elements of a vector, with
   the same sums, so the trees are the same. */
static void
test_places(void)
{
	const char *params = "trees=20 leaves=15 subsample=0.7";
	struct run dense, sparse;
	double *a, *b;
	struct diag d;

	CHECK_INT(run_spool(&dense, spool_places(COL_VECTOR), params, 1), 0);
	CHECK_INT(run_spool(&sparse, spool_places(COL_SPARSE), params, 2), 0);
	for (size_t i = 0; i < PLACE_ROWS; i++)
		CHECK_NEAR(sparse.out[i], dense.out[i], 0);
	a = explain_spool(dense.model, dense.spool, &d);
	b = explain_spool(sparse.model, sparse.spool,
	    &d);
	for (size_t i = 0; i < 3 * PLACE_ROWS; i++)
		CHECK_NEAR(b[i], a[i], 1e-12);
	free(a);
	free(b);
	run_drop(&dense);
	run_drop(&sparse);
}

static void
test_errors(void)
{
	check_error("x:float,y:bool:target\n1,0\n2,1\n", "objective=squared",
	    "objective squared is not for the task binary");
	check_error("x:float,y:float:target\n1,0\n2,1\n", "objective=binary",
	    "objective binary is not for the task regression");
	check_error("x:float,y:float:target\n1,0\n2,-1\n",
	    "objective=poisson",
	    "objective poisson: a target is negative");
}

int
main(void)
{
	test_closed_form();
	test_missing();
	test_places();
	test_few_levels();
	test_sets();
	test_reference();
	test_robust_leaves();
	test_weights();
	test_early_stop();
	test_thresholds();
	test_errors();
	return (check_done());
}
