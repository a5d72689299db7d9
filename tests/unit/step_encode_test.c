/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The encoders of categories, numbers and times; see step_run.h. */
#include "step_run.h"

static void
test_onehot(void)
{
	static const struct request plain = { "onehot", "c", NULL, NULL, NULL };
	static const struct request max1 = {
		"onehot", "c", "max_levels", "1", NULL
	};
	static const struct request strict = {
		"onehot", "c", "unknown", "\"error\"", NULL
	};
	static const struct request missing = {
		"onehot", "c", "unknown", "\"missing\"", NULL
	};
	struct table t;

	table_make(&t, "c:string", "b;a;b;?|a;z;?");
	check_step(&plain, &t, "c=a: 0 1 0 0 1 0 0; c=b: 1 0 1 0 0 0 0; "
	    "c=missing: 0 0 0 1 0 0 1");
	check_step(&max1, &t, "c=b: 1 0 1 0 0 0 0; c=other: 0 1 0 0 1 1 0; "
	    "c=missing: 0 0 0 1 0 0 1");
	check_step(&missing, &t, "c=a: 0 1 0 0 1 0 0; c=b: 1 0 1 0 0 0 0; "
	    "c=missing: 0 0 0 1 0 1 1");
	check_error(&strict, &t, "row 6: column \"c\": \"z\" was not in the "
	    "training rows");
	table_release(&t);
	table_make(&t, "c:int", "10;9;10;-1");
	check_step(&plain, &t, "c=-1: 0 0 0 1; c=9: 0 1 0 0; c=10: 1 0 1 0");
	table_release(&t);
	table_make(&t, "c:float", "10");
	check_error(&plain, &t, "onehot c: column \"c\" has type float and is "
	    "not a category");
	table_release(&t);
}

static void
test_rare_levels(void)
{
	static const struct request min2 = {
		"onehot", "c", "min_count", "2", NULL
	};
	struct table t;
	struct step_run r;
	struct diag d = DIAG_INIT;
	uint8_t train[] = { 1, 1, 1, 0, 0 };
	struct request with_train = min2;

	/* A level called "other" is the one that takes the rare ones. */
	table_make(&t, "c:string", "other;other;rare|rare;new");
	check_step(&min2, &t, "c=other: 1 1 1 1 1");
	with_train.train = train;
	CHECK_INT(run_step(&with_train, &t, &r, &d), 0);
	CHECK_INT(r.counts.unseen, 2);
	run_release(&r);
	table_release(&t);
}

static void
test_ordinal(void)
{
	static const struct request plain = {
		"ordinal", "c", NULL, NULL, NULL
	};
	static const struct request order = {
		"ordinal", "c=low<mid<high", NULL, NULL, NULL
	};
	static const struct request other = {
		"ordinal", "c", "unknown", "\"other\"", NULL
	};
	static const struct request twice = {
		"ordinal", "c=a<b<a", NULL, NULL, NULL
	};
	struct table t;

	table_make(&t, "c:string", "low;high;?|mid;low");
	check_step(&plain, &t, "c: 1 0 ? ? 1");
	check_step(&other, &t, "c: 1 0 ? 2 1");
	check_step(&order, &t, "c: 0 2 ? 1 0");
	check_error(&twice, &t, "a level stands twice in \"a<b<a\"");
	table_release(&t);
	table_make(&t, "c:int", "10;9;100");
	check_step(&plain, &t, "c: 1 0 2");
	table_release(&t);
}

static void
test_count(void)
{
	static const struct request count = { "count", "c", NULL, NULL, NULL };
	static const struct request share = {
		"count", "c=frequency", NULL, NULL, NULL
	};
	struct table t;

	table_make(&t, "c:string", "a;b;a;?|a;z;?");
	check_step(&count, &t, "c: 2 1 2 1 2 0 1");
	check_step(&share, &t, "c: 0.5 0.25 0.5 0.25 0.5 0 0.25");
	table_release(&t);
}

/* The hash is part of recipes: values of the formula in mlc-model(5), as
   Python's integers compute it. */
static void
test_hash_value(void)
{
	const char *text = "abcdefghijklmnopqrstuvwxyz";

	CHECK(hash_bytes(text, 0, 0) == 0x360bef99c0747b71u);
	CHECK(hash_bytes(text, 1, 0) == 0xa9ed029025af53b6u);
	CHECK(hash_bytes(text, 2, 0) == 0xa9c6d00c4be4e08eu);
	CHECK(hash_bytes(text, 3, 0) == 0x2101f566f7b84e24u);
	CHECK(hash_bytes(text, 4, 0) == 0x2d3a20496962c9a4u);
	CHECK(hash_bytes(text, 5, 0) == 0x22eaa815298ea3dau);
	CHECK(hash_bytes(text, 7, 0) == 0x2d0d99d51e75b018u);
	CHECK(hash_bytes(text, 8, 0) == 0x10ee38d244ffba6eu);
	CHECK(hash_bytes(text, 9, 0) == 0x302e2ef26c9ea3e8u);
	CHECK(hash_bytes(text, 15, 0) == 0xcf356396e335cd6du);
	CHECK(hash_bytes(text, 16, 0) == 0xa34b8be3398febeau);
	CHECK(hash_bytes(text, 26, 0) == 0x490ec8772746f930u);
}

static void
test_hash(void)
{
	static const struct request q = { "hash", "c=3", NULL, NULL, NULL };
	static const struct request many = { "hash", "c=40", NULL, NULL, NULL };
	struct table t;
	struct step_run r;
	struct diag d = DIAG_INIT;

	table_make(&t, "c:string", "a;b;a;?");
	CHECK_INT(run_step(&q, &t, &r, &d), 0);
	CHECK_INT(r.out_schema.fields[0].width, 8);
	CHECK_INT(r.out.cols[0].index[0],
	    (uint32_t)hash_bytes("a", 1, 0) % 8);
	CHECK_INT(r.out.cols[0].index[2], r.out.cols[0].index[0]);
	CHECK_INT(r.out.cols[0].off[4], 3);	/* nothing for missing */
	CHECK_INT(r.out.cols[0].n_missing, 0);
	check_reload(&r, &t);
	run_release(&r);
	check_error(&many, &t, "not SEL=BITS with 1 to 24 bits: \"c=40\"");
	table_release(&t);
}

/* scikit-learn 1.2.1, fitted on x = [1, 2, 2, 3.5, 7, 11, 0.5, 20, 2, 4],
   transform of [0, 1.5, 2, 5, 100]. */
static void
test_scale(void)
{
	static const struct {
		struct request q;
		double want[5];
	} cases[] = {
		/* StandardScaler() */
		{ { "scale", "x", NULL, NULL, NULL },
		    { -0.9217739807715035, -0.6608945522512667,
		    -0.573934742744521, -0.052175885704047346,
		    16.470187920577622 } },
		/* MinMaxScaler() */
		{ { "scale", "x=minmax", NULL, NULL, NULL },
		    { -0.02564102564102564, 0.05128205128205129,
		    0.07692307692307693, 0.23076923076923075,
		    5.102564102564102 } },
		/* RobustScaler() */
		{ { "scale", "x=robust", NULL, NULL, NULL },
		    { -0.6470588235294118, -0.29411764705882354,
		    -0.17647058823529413, 0.5294117647058824,
		    22.88235294117647 } },
		/* QuantileTransformer(n_quantiles=10) */
		{ { "scale", "x=quantile", NULL, NULL, NULL },
		    { 0, 0.16666666666666666, 0.3333333333333333,
		    0.7037037037037037, 1 } },
		/* closed form */
		{ { "scale", "x=log", NULL, NULL, NULL },
		    { 0, 0.91629073187415506, 1.0986122886681098,
		    1.791759469228055, 4.6151205168412597 } }
	};
	struct table t;

	table_make(&t, "x:float", "0;1.5;2;5;100;1;2;2;3.5;7;11;0.5;20;2;4");
	for (size_t i = 0; i < 15; i++)
		t.train[i] = i >= 5;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_values(&cases[i].q, &t, 0, cases[i].want, 5);
	table_release(&t);
}

static void
test_scale_edges(void)
{
	static const struct request standard = {
		"scale", "x", NULL, NULL, NULL
	};
	static const struct request log = {
		"scale", "x=log", NULL, NULL, NULL
	};
	static const struct request wrong = {
		"scale", "x=standart", NULL, NULL, NULL
	};
	static const struct request robust = {
		"scale", "x=robust", NULL, NULL, NULL
	};
	struct table t;

	table_make(&t, "x:float", "0.1;0.1;0.1;?|7;?");
	check_step(&standard, &t, "x: 0 0 0 ? 0 ?");
	table_release(&t);
	/* equal quartiles, not constant: 6 / sqrt(5), of mean 1 */
	table_make(&t, "x:int", "0;0;0;0;0;6");
	check_step(&robust, &t, "x: 0 0 0 0 0 2.68328157299975");
	table_release(&t);
	table_make(&t, "x:int", "0;-1;1");
	check_step(&log, &t, "x: 0 -0.693147180559945 0.693147180559945");
	check_error(&wrong, &t, "no scaling \"standart\" (did you mean "
	    "\"standard\"?)");
	table_release(&t);
	table_make(&t, "x:float", "1;inf");
	check_error(&standard, &t, "column \"x\" cannot be scaled: its "
	    "training rows have infinite or huge values");
	table_release(&t);
	table_make(&t, "x:float", "1e300;-1e300");	/* squares overflow */
	check_step(&standard, &t, "x: 1 -1");
	table_release(&t);
}

/* KBinsDiscretizer(4, encode="ordinal") of scikit-learn 1.2.1, strategies
   quantile and uniform, on the values above. */
static void
test_bin(void)
{
	static const struct request by_count = {
		"bin", "x=4", NULL, NULL, NULL
	};
	static const struct request by_width = {
		"bin", "x=4:width", NULL, NULL, NULL
	};
	static const struct request wrong = {
		"bin", "x=4:area", NULL, NULL, NULL
	};
	struct table t;

	table_make(&t, "x:float", "1;2;2;3.5;7;11;0.5;20;2;4|0;100;?");
	check_step(&by_count, &t, "x: 0 1 1 2 3 3 0 3 1 2 0 3 ?");
	check_step(&by_width, &t, "x: 0 0 0 0 1 2 0 3 0 0 0 3 ?");
	check_error(&wrong, &t, "bins are by quantile or width, not \"area\"");
	table_release(&t);
	table_make(&t, "x:int", "5;5;5");
	check_step(&by_count, &t, "x: 0 0 0");
	table_release(&t);
}

static void
test_date(void)
{
	static const struct request q = { "date", "t", NULL, NULL, NULL };
	struct table t;

	/* 2024-02-29 was a Thursday, the 60th day of the year. */
	table_make(&t, "t:time", "2024-02-29;?|1969-12-31T23:59:59");
	check_step(&q, &t, "t.year: 2024 ? 1969; t.month: 2 ? 12; "
	    "t.day: 29 ? 31; t.weekday: 4 ? 3; t.yearday: 60 ? 365");
	memset(t.train, 1, 3);
	check_step(&q, &t, "t.year: 2024 ? 1969; t.month: 2 ? 12; "
	    "t.day: 29 ? 31; t.weekday: 4 ? 3; t.yearday: 60 ? 365; "
	    "t.hour: 0 ? 23");
	table_release(&t);
}

int
main(void)
{
	test_onehot();
	test_rare_levels();
	test_ordinal();
	test_count();
	test_hash_value();
	test_hash();
	test_scale();
	test_scale_edges();
	test_bin();
	test_date();
	return (check_done());
}
