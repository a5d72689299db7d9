/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Target encoding; see step_run.h. */
#include "metric_math.h"
#include "radix.h"
#include "rng.h"
#include "step_run.h"

/* The formula of TargetEncoder(smooth="auto") of scikit-learn 1.3, and of
   smooth=2, computed with NumPy 1.24 for categories aaabbbbccd. */
static void
test_target(void)
{
	static const struct request q = {
		"target-encode", "c", NULL, NULL, NULL
	};
	static const struct request two = {
		"target-encode", "c=2", NULL, NULL, NULL
	};
	static const double share[] = {
		0.6285714285714286, 0.2894736842105263, 1, 0, 0.5
	};
	static const double share2[] = {
		0.6, 0.3333333333333333, 0.75, 0.3333333333333333, 0.5
	};
	static const double mean[] = {
		10.169615149700476, 3.505026009373732, 107.80282485954723,
		50, 31.45
	};
	/* The five rows that are looked at; then the training rows. */
	static const char *const kinds[] = { "int", "bool", "string" };
	static const char *const rows[] = {
		"a 0;b 0;c 0;d 0;z 0;a 1;a 0;a 1;b 0;b 0;b 0;b 1;c 1;c 1;d 0",
		"a 0;b 0;c 0;d 0;z 0;a 1;a 0;a 1;b 0;b 0;b 0;b 1;c 1;c 1;d 0",
		"a no;b no;c no;d no;z no;a Yes;a no;a Yes;b no;b no;b no;"
		    "b Yes;c Yes;c Yes;d no"
	};
	struct table t;
	char fields[32];

	for (size_t k = 0; k < 3; k++) {
		snprintf(fields, sizeof(fields), "c:string y:%s!", kinds[k]);
		table_make(&t, fields, rows[k]);
		memset(t.train, 0, 5);
		check_values(&q, &t, 0, share, 5);
		check_values(&two, &t, 0, share2, 5);
		table_release(&t);
	}
	table_make(&t, "c:string y:float!", "a 0;b 0;c 0;d 0;z 0;a 10.5;a 11;"
	    "a 9;b 3;b 4;b 5;b 2;c 100;c 120;d 50");
	memset(t.train, 0, 5);
	check_values(&q, &t, 0, mean, 5);
	table_release(&t);
}

/* Two values that are not 0 and 1 encode as their positive class's share. */
static void
test_target_classes(void)
{
	static const struct request q = {
		"target-encode", "c=0", NULL, NULL, NULL
	};
	static const struct request lost = {
		"target-encode", "y=0", NULL, NULL, NULL
	};
	struct table t;

	table_make(&t, "c:string y:int!", "a 3;a 7;a 7;a 7;b 3;b 3;? 7;? ?");
	check_step(&q, &t, "c: 0.75 0.75 0.75 0.75 0 0 1 1");
	check_error(&lost, &t, "target-encode y=0: \"y\" is the target itself");
	table_release(&t);
	table_make(&t, "c:int y:string!", "1 x;1 y;2 z;2 z;3 x");
	check_step(&q, &t, "c=x: 0.5 0.5 0 0 1; c=y: 0.5 0.5 0 0 0; "
	    "c=z: 0 0 1 1 0");
	table_release(&t);
	table_make(&t, "c:int y:string", "1 x");
	check_error(&q, &t, "target-encode c=0: there is no target column: "
	    "name it with -t");
	table_release(&t);
}

/* With one level, a training row's encoding is the mean without its fold: by
   hand it has to be that of the rows of the other folds. */
static void
test_cross_fit(void)
{
	static const char *const fields = "c:string y:float!";
	struct request q = { "target-encode", "c=0", NULL, NULL, NULL };
	struct table t;
	struct step_run r;
	struct diag d = DIAG_INIT;
	double distinct[8];
	size_t n = 0, k;

	table_make(&t, fields, "a 1;a 2;a 4;a 8;a 16;a 32;a 64;a 128;a 256;"
	    "a 512;a 1024;a 2048;a 4096;a 8192;a 16384;a 32768");
	q.train = t.train;
	CHECK_INT(run_step(&q, &t, &r, &d), 0);
	/* Each fold's sum is the bits of its rows: encodings times the number
	   of rows left are sums that lack exactly the fold's bits. */
	for (size_t i = 0; i < 16; i++) {
		for (k = 0; k < n; k++) {
			if (distinct[k] == r.out.cols[0].floats[i])
				break;
		}
		if (k == n && n < 8)
			distinct[n++] = r.out.cols[0].floats[i];
	}
	CHECK(n >= 3 && n <= 5);
	for (k = 0; k < n; k++) {
		unsigned own = 0;
		int left = 16;

		for (size_t i = 0; i < 16; i++) {
			if (r.out.cols[0].floats[i] == distinct[k]) {
				own |= 1u << i;
				left--;
			}
		}
		CHECK_NEAR(distinct[k] * left, (double)(65535u - own), 1e-12);
	}
	run_release(&r);
	table_release(&t);
}

/* The AUC of the encoding of rows first .. end - 1. */
static double
encoded_auc(const struct request *q, const struct table *t, size_t first,
    size_t n)
{
	static uint8_t labels[MAX_ROWS];
	static uint32_t order[MAX_ROWS];
	struct step_run r;
	struct diag d = DIAG_INIT;
	double auc;

	CHECK_INT(run_step(q, t, &r, &d), 0);
	for (size_t i = 0; i < n; i++)
		labels[i] = t->rows.cols[1].bools[first + i];
	sort_order(r.out.cols[0].floats + first, n, order);
	auc = metric_auc(order, r.out.cols[0].floats + first, labels, NULL, n);
	run_release(&r);
	return (auc);
}

/* A target that is noise must not be found in the encoding of 400 levels:
   neither on held-out rows, nor on training rows, where the encoding of all
   folds together would show it. */
static void
test_leak(void)
{
	struct request q = { "target-encode", "c", NULL, NULL, NULL };
	struct str rows = STR_INIT;
	struct rng rng;
	struct table t;
	size_t half = MAX_ROWS / 2;

	rng_init(&rng, 7);
	for (size_t i = 0; i < MAX_ROWS; i++)
		str_addf(&rows, "%sl%u %u", i > 0 ? ";" : "",
		    (unsigned)rng_below(&rng, 400),
		    (unsigned)rng_below(&rng, 2));
	table_make(&t, "c:string y:bool!", str_get(&rows));
	memset(t.train + half, 0, half);
	CHECK(encoded_auc(&q, &t, 0, half) > 0.65);
	q.train = t.train;
	CHECK_NEAR(encoded_auc(&q, &t, 0, half), 0.5, 0.03);
	CHECK_NEAR(encoded_auc(&q, &t, half, half), 0.5, 0.03);
	table_release(&t);
	str_release(&rows);
}

int
main(void)
{
	test_target();
	test_target_classes();
	test_cross_fit();
	test_leak();
	return (check_done());
}
