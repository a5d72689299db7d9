/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The encoders, each fitted on the training rows of a small table, applied,
 * saved, loaded and applied again: what was loaded has to give the same.
 */
#include <stdlib.h>

#include "mem.h"
#include "metric_math.h"
#include "numtext.h"
#include "radix.h"
#include "rng.h"
#include "step.h"
#include "str.h"

#include "check.h"

#define MAX_ROWS 4096

/* A table, of which rows of the part before "---" are training rows. */
struct table {
	struct schema schema;
	struct block rows;
	uint8_t train[MAX_ROWS];
};

static void
add_field(struct table *t, const char *p)
{
	const char *colon = strchr(p, ':');
	const char *end = colon + strcspn(colon, " !");
	char *name = mem_strndup(p, (size_t)(colon - p));
	char *type = mem_strndup(colon + 1, (size_t)(end - colon - 1));
	struct field f = { .name = name };
	struct diag d = DIAG_INIT;

	f.role = *end == '!' ? ROLE_TARGET : ROLE_FEATURE;
	CHECK_INT(col_type_parse(type, &f.type, &d), 0);
	CHECK_INT(schema_add(&t->schema, &f, &d), 0);
	free(name);
	free(type);
}

static void
add_cell(struct column *c, const char *p, size_t n)
{
	int64_t i = 0;
	double v = 0;
	bool b = false;

	if (n == 1 && *p == '?')
		column_add_missing(c);
	else if (c->type == COL_STRING)
		column_add_string(c, p, n);
	else if (c->type == COL_INT && parse_int(p, n, &i) == 0)
		column_add_int(c, i);
	else if (c->type == COL_TIME && parse_time(p, n, &i) == 0)
		column_add_int(c, i);
	else if (c->type == COL_FLOAT && parse_float(p, n, &v) == 0)
		column_add_float(c, v);
	else if (c->type == COL_BOOL && parse_bool(p, n, &b) == 0)
		column_add_bool(c, b);
	else
		CHECK_(false, "bad cell %.*s", (int)n, p);
}

/* fields: "name:type name:type!" (! is the target); rows: cells separated by
   blanks, rows by ';', and all after '|' are no training rows. */
static void
table_make(struct table *t, const char *fields, const char *rows)
{
	uint8_t train = 1;
	size_t col = 0, n;

	memset(t, 0, sizeof(*t));
	schema_init(&t->schema);
	for (const char *p = fields; p != NULL; p = strchr(p, ' ')) {
		p += *p == ' ';
		add_field(t, p);
	}
	block_init(&t->rows, &t->schema);
	for (const char *p = rows; *p != '\0'; p += n) {
		p += strspn(p, " ;|");
		n = strcspn(p, " ;|");
		add_cell(&t->rows.cols[col], p, n);
		if (++col < t->schema.n)
			continue;
		t->train[t->rows.cols[0].n - 1] = train;
		if (strchrnul(p, '|') < strchrnul(p, ';'))
			train = 0;
		col = 0;
	}
	block_seal(&t->rows, 0);
}

static void
table_release(struct table *t)
{
	block_release(&t->rows);
	schema_release(&t->schema);
}

/* A step with what it made of a table. */
struct run {
	struct step *step;
	struct schema out_schema;
	struct block out;
	struct step_counts counts;
};

static void
run_release(struct run *r)
{
	step_free(r->step);
	if (r->out.cols != NULL)
		block_release(&r->out);
	schema_release(&r->out_schema);
}

static int
run_apply(struct run *r, const struct table *t, const uint8_t *train,
    struct diag *d)
{
	struct apply_args a = { .in = &t->rows.view, .train = train };

	if (step_bind(r->step, &t->schema, d) == -1 ||
	    step_declare(r->step, &t->schema, d) == -1)
		return (-1);
	schema_copy(&r->out_schema, &r->step->out);
	block_init(&r->out, &r->out_schema);
	a.out = r->out.cols;
	a.counts = &r->counts;
	if (step_apply(r->step, &a, d) == -1)
		return (-1);
	block_seal(&r->out, 0);
	return (0);
}

/* Fit in two halves that are merged, as blocks are. */
static int
fit_step(struct step *s, const struct table *t, struct diag *d)
{
	const struct fit_ops *ops = s->kind->fit;
	uint8_t half[MAX_ROWS];
	void *fits[2];
	int r;

	for (int k = 0; k < 2; k++) {
		fits[k] = ops->new(s);
		for (size_t i = 0; i < t->rows.view.n_rows; i++)
			half[i] = t->train[i] &&
			    (i < t->rows.view.n_rows / 2) == (k == 0);
		ops->add(fits[k], s, &t->rows.view, half);
	}
	ops->merge(fits[0], s, fits[1]);
	r = step_finish(s, fits[0], d);
	ops->free(fits[0]);
	return (r);
}

struct request {
	const char *kind, *arg;
	const char *param, *value;	/* a param to be set, as JSON */
	const uint8_t *train;		/* given to apply, or NULL */
};

static int
run_step(const struct request *q, const struct table *t, struct run *r,
    struct diag *d)
{
	const struct step_kind *kind = step_kind_find(q->kind, d);
	json_t *v;

	memset(r, 0, sizeof(*r));
	schema_init(&r->out_schema);
	if (kind == NULL || step_new(kind, q->arg, 1, &r->step, d) == -1)
		return (-1);
	if (q->param != NULL && doc_parse(q->value, strlen(q->value), &v,
	    d) == 0)
		json_object_set_new(r->step->params, q->param, v);
	if (step_bind(r->step, &t->schema, d) == -1)
		return (-1);
	if (step_needs_fit(r->step) && fit_step(r->step, t, d) == -1)
		return (-1);
	return (run_apply(r, t, q->train, d));
}

/* Save, load and apply again: the same values? */
static void
check_reload(const struct run *r, const struct table *t)
{
	struct run again;
	struct diag d = DIAG_INIT;
	json_t *o = step_to_json(r->step), *read;
	struct str text = STR_INIT;

	memset(&again, 0, sizeof(again));
	doc_write(o, &text);
	CHECK_INT(doc_parse(text.buf, text.len, &read, &d), 0);
	CHECK_INT(step_from_json(read, &again.step, &d), 0);
	CHECK_STR(d.text, "");
	CHECK_INT(run_apply(&again, t, NULL, &d), 0);
	CHECK(schema_equal(&r->out_schema, &again.out_schema));
	for (size_t k = 0; k < r->out.n_cols; k++) {
		for (size_t i = 0; i < t->rows.view.n_rows; i++)
			CHECK(column_same(&r->out.cols[k], i,
			    &again.out.cols[k], i));
	}
	json_decref(o);
	json_decref(read);
	str_release(&text);
	run_release(&again);
}

static void
add_value(struct str *s, const struct column *c, size_t i)
{
	if (!c->valid[i])
		str_addc(s, '?');
	else if (c->type == COL_SPARSE)
		str_addf(s, "%u", c->index[c->off[i]]);
	else
		str_addf(s, "%.15g", column_number(c, i));
}

/* "name: v v v; name: ..." */
static void
check_step(const struct request *q, const struct table *t, const char *want)
{
	struct run r;
	struct diag d = DIAG_INIT;
	struct str got = STR_INIT;

	CHECK_INT(run_step(q, t, &r, &d), 0);
	CHECK_STR(d.text, "");
	for (size_t k = 0; k < r.out.n_cols; k++) {
		str_addf(&got, "%s%s:", k > 0 ? "; " : "",
		    r.out_schema.fields[k].name);
		for (size_t i = 0; i < t->rows.view.n_rows; i++) {
			str_addc(&got, ' ');
			add_value(&got, &r.out.cols[k], i);
		}
	}
	CHECK_STR(str_get(&got), want);
	check_reload(&r, t);
	str_release(&got);
	run_release(&r);
}

static void
check_error(const struct request *q, const struct table *t, const char *want)
{
	struct run r;
	struct diag d = DIAG_INIT;

	CHECK_INT(run_step(q, t, &r, &d), -1);
	CHECK_STR(d.text, want);
	run_release(&r);
}

/* A column of the result against n values. */
static void
check_values(const struct request *q, const struct table *t, size_t col,
    const double *want, size_t n)
{
	struct run r;
	struct diag d = DIAG_INIT;

	CHECK_INT(run_step(q, t, &r, &d), 0);
	CHECK_STR(d.text, "");
	for (size_t i = 0; i < n; i++)
		CHECK_NEAR(column_number(&r.out.cols[col], i), want[i], 1e-14);
	if (q->train == NULL)
		check_reload(&r, t);
	run_release(&r);
}

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
	struct run r;
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
	CHECK(hash_bytes(text, 8, 0) == 0x10ee38d244ffba6eu);
	CHECK(hash_bytes(text, 16, 0) == 0xa34b8be3398febeau);
	CHECK(hash_bytes(text, 26, 0) == 0x490ec8772746f930u);
}

static void
test_hash(void)
{
	static const struct request q = { "hash", "c=3", NULL, NULL, NULL };
	static const struct request many = { "hash", "c=40", NULL, NULL, NULL };
	struct table t;
	struct run r;
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
	check_error(&standard, &t, "column \"x\" cannot be scaled: its "
	    "training rows have infinite or huge values");
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
	struct run r;
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
	struct run r;
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
	test_target();
	test_target_classes();
	test_cross_fit();
	test_leak();
	return (check_done());
}
