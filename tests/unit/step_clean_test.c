/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps of cleaning, each on a small table: made from an option's
 * argument, fitted in two halves that are merged, applied, saved, loaded and
 * applied again, which has to give the same.
 *
 * Medians, means and quantiles are small enough to be seen; those of type 7
 * were checked with numpy.quantile (NumPy 1.24.2).
 */
#include <stdlib.h>

#include "check.h"
#include "convert.h"
#include "step_table.h"
#include "table_text.h"

/* The parts of a run, to be released together. */
struct run {
	struct stream *stream;
	const struct batch *batch;
	struct step *step;
	struct op_counts counts;
	struct diag d;
};

static void
run_release(struct run *r)
{
	step_free(r->step);
	stream_close(r->stream);
}

static void
add_value(struct str *out, const struct column *c, size_t i)
{
	struct column one, text;
	const char *p;
	size_t n;

	if (!c->valid[i])
		return;
	column_init(&one, c->type, 0);
	column_init(&text, COL_STRING, 0);
	column_add_range(&one, c, i, 1);
	CHECK_INT(column_convert(&one, &text), 0);
	p = column_string(&text, 0, &n);
	str_add(out, p, n);
	column_release(&one);
	column_release(&text);
}

/* Names, then rows, of what comes after the step: "a:int,b:float;1,2.5;..." */
static void
write_table(struct str *out, const struct schema *s,
    const struct column *const *cols, size_t n_rows)
{
	for (size_t k = 0; k < s->n; k++)
		str_addf(out, "%s%s:%s", k > 0 ? "," : "", s->fields[k].name,
		    col_type_name(s->fields[k].type));
	for (size_t i = 0; i < n_rows; i++) {
		str_addc(out, ';');
		for (size_t k = 0; k < s->n; k++) {
			str_addz(out, k > 0 ? "," : "");
			add_value(out, cols[k], i);
		}
	}
}

static int
fit_halves(struct run *r)
{
	const struct fit_ops *ops = r->step->kind->fit;
	size_t n = r->batch->n_rows;
	uint8_t *rows = calloc(n + 1, 1);
	struct fit_rows part = { .batch = r->batch, .mask = rows };
	void *a = ops->new(r->step), *b = ops->new(r->step);
	int rc;

	for (size_t i = 0; i < n / 2; i++)
		rows[i] = 1;
	ops->add(a, r->step, &part);
	for (size_t i = 0; i < n; i++)
		rows[i] = !rows[i];
	ops->add(b, r->step, &part);
	ops->merge(a, r->step, b);
	rc = step_finish(r->step, a, &r->d);
	ops->free(a);
	free(rows);
	return (rc);
}

/* Bind what was made or loaded, fit if need be, apply, and write. */
static int
apply_step(struct run *r, struct str *out)
{
	const struct schema *in = r->batch->schema;
	struct step *s = r->step;
	struct apply_args args = { r->batch, NULL, NULL, &r->counts };
	const struct column **cols;
	struct schema after;
	struct wire *wires;

	if (step_bind(s, in, &r->d) == -1 ||
	    (step_needs_fit(s) && fit_halves(r) == -1) ||
	    step_bind(s, in, &r->d) == -1 ||
	    step_declare(s, in, &r->d) == -1 ||
	    step_wire(s, in, &after, &wires, &r->d) == -1)
		return (-1);
	memset(&r->counts, 0, sizeof(r->counts));
	args.out = mem_calloc(s->out.n, sizeof(*args.out));
	cols = mem_calloc(after.n, sizeof(*cols));
	for (size_t i = 0; i < s->out.n; i++)
		column_init(&args.out[i], s->out.fields[i].type, 0);
	CHECK_INT(step_apply(s, &args, &r->d), 0);
	for (size_t i = 0; i < after.n; i++)
		cols[i] = wires[i].made ? &args.out[wires[i].col] :
		    r->batch->cols[wires[i].col];
	write_table(out, &after, cols, r->batch->n_rows);
	for (size_t i = 0; i < s->out.n; i++)
		column_release(&args.out[i]);
	free(args.out);
	free(cols);
	free(wires);
	schema_release(&after);
	return (0);
}

static void
run_init(struct run *r, const char *table)
{
	memset(r, 0, sizeof(*r));
	r->stream = text_stream(table);
	CHECK_INT(stream_next(r->stream, &r->batch, &r->d), 1);
}

/* Go on with the step as it comes back from a recipe. */
static void
reload(struct run *r)
{
	static const struct attachments without;
	json_t *o = step_to_json(r->step);
	struct str text = STR_INIT;

	doc_write(o, &text);
	json_decref(o);
	step_free(r->step);
	r->step = NULL;
	CHECK_INT(doc_parse(str_get(&text), text.len, &o, &r->d), 0);
	CHECK_INT(step_from_json(o, &without, &r->step, &r->d), 0);
	json_decref(o);
	str_release(&text);
}

/* What the step makes of the table, or the error; with the counts. */
static void
clean(const char *table, const char *kind, const char *arg, struct str *out,
    struct op_counts *counts)
{
	struct str again = STR_INIT;
	bool indicator = strcmp(kind, "impute+") == 0;
	struct run r;

	run_init(&r, table);
	str_clear(out);
	if (step_new(step_kind_find(indicator ? "impute" : kind, &r.d), arg,
	    1, &r.step, &r.d) == -1) {
		str_addz(out, r.d.text);
		r.step = NULL;
		goto out;
	}
	if (indicator)
		impute_add_indicator(r.step);
	if (apply_step(&r, out) == -1) {
		str_clear(out);
		str_addz(out, r.d.text);
		goto out;
	}
	*counts = r.counts;
	reload(&r);
	CHECK_INT(apply_step(&r, &again), 0);
	CHECK_STR(str_get(&again), str_get(out));
out:
	str_release(&again);
	run_release(&r);
}

#define NUMBERS "a:int,b:float,y:int:target\n1,0.5,1\n4,,0\n,2.5,\n8,9.0,1\n"
#define TEXTS "s:string,ok:bool,t:time\n Ab ,true,2024-01-01\n" \
    "x,,1970-01-02\n,false,\nx,false,2020-02-02\n"

static const struct {
	const char *table, *kind, *arg, *want;
} cases[] = {
	{ NUMBERS, "impute", "auto",
	    "a:int,b:float,y:int;1,0.5,1;4,2.5,0;4,2.5,;8,9.0,1" },
	{ NUMBERS, "impute", "*=mean",
	    "a:float,b:float,y:int;1.0,0.5,1;4.0,4.0,0;"
	    "4.333333333333333,2.5,;8.0,9.0,1" },
	{ NUMBERS, "impute", "y=mode",
	    "a:int,b:float,y:int;1,0.5,1;4,,0;,2.5,1;8,9.0,1" },
	{ NUMBERS, "impute", "a=mode",	/* all once: the least */
	    "a:int,b:float,y:int;1,0.5,1;4,,0;1,2.5,;8,9.0,1" },
	{ NUMBERS, "impute", "a=const:-1",
	    "a:int,b:float,y:int;1,0.5,1;4,,0;-1,2.5,;8,9.0,1" },
	{ NUMBERS, "impute", "a=const:1.5",
	    "a:float,b:float,y:int;1.0,0.5,1;4.0,,0;1.5,2.5,;8.0,9.0,1" },
	{ NUMBERS, "impute+", "@numeric=median",
	    "a:int,b:float,y:int,a_missing:bool,b_missing:bool;"
	    "1,0.5,1,false,false;4,2.5,0,false,true;4,2.5,,true,false;"
	    "8,9.0,1,false,false" },
	{ NUMBERS, "impute+", "b=const:0",
	    "a:int,b:float,y:int,b_missing:bool;1,0.5,1,false;4,0.0,0,true;"
	    ",2.5,,false;8,9.0,1,false" },
	{ "a:int\n1\n2\n\n", "impute", "a=median", "a:float;1.0;2.0;1.5" },
	{ "a:int,b:float\n,\n,\n", "impute", "auto", "a:int,b:float;,;," },
	{ TEXTS, "impute", "auto", "s:string,ok:bool,t:time; Ab ,true,"
	    "2024-01-01;x,false,1970-01-02;missing,false,;x,false,"
	    "2020-02-02" },
	{ TEXTS, "impute", "s=mode", "s:string,ok:bool,t:time; Ab ,true,"
	    "2024-01-01;x,,1970-01-02;x,false,;x,false,2020-02-02" },
	{ TEXTS, "impute", "t=const:2000-01-01", "s:string,ok:bool,t:time;"
	    " Ab ,true,2024-01-01;x,,1970-01-02;,false,2000-01-01;x,false,"
	    "2020-02-02" },
	{ TEXTS, "impute", "s=median", "impute s=median: column \"s\" has "
	    "type string, not int or float (@numeric are those that have)" },
	{ TEXTS, "impute", "t=mode", "impute t=mode: column \"t\" has type "
	    "time, which is not imputed" },
	{ NUMBERS, "impute", "a=missing", "impute a=missing: column \"a\" has "
	    "type int and no word \"missing\"" },
	{ NUMBERS, "impute", "a=const:x",
	    "impute a=const:x: column \"a\": no int: \"x\"" },
	{ NUMBERS, "impute", "a=medain",
	    "no imputation \"medain\" (did you mean \"median\"?)" },
	{ NUMBERS, "impute", "a", "wants COLUMNS=METHOD, or auto" },
	{ NUMBERS, "impute", "a=const", "const wants a value: const:0" },

	{ NUMBERS, "cast", "a,b=string", "a:string,b:string,y:int;1,0.5,1;"
	    "4,,0;,2.5,;8,9.0,1" },
	{ NUMBERS, "cast", "b=int",
	    "a:int,b:int,y:int;1,0,1;4,,0;,2,;8,9,1" },
	{ "s:string\n12\n1.5\nx\n\n", "cast", "s=int", "s:int;12;;;" },
	{ "s:string\n12\n1.5\nx\n\n", "cast", "s=float",
	    "s:float;12.0;1.5;;" },
	{ "s:string\n2024-05-01\nyes\n", "cast", "s=time",
	    "s:time;2024-05-01;" },
	{ "s:string\n2024-05-01\nyes\n", "cast", "s=bool", "s:bool;;true" },
	{ NUMBERS, "cast", "a=itn",
	    "no type \"itn\" (did you mean \"int\"?)" },
	{ NUMBERS, "cast", "a=vector", "no column becomes a vector" },
	{ NUMBERS, "cast", "a", "wants COLUMNS=TYPE" },

	{ TEXTS, "trim", "s", "s:string,ok:bool,t:time;Ab,true,2024-01-01;"
	    "x,,1970-01-02;,false,;x,false,2020-02-02" },
	{ TEXTS, "lower", "@string", "s:string,ok:bool,t:time; ab ,true,"
	    "2024-01-01;x,,1970-01-02;,false,;x,false,2020-02-02" },
	{ TEXTS, "lower", "ok",
	    "lower ok: column \"ok\" has type bool and is not a "
	    "string" },

	{ TEXTS, "replace", "s=x:yy", "s:string,ok:bool,t:time; Ab ,true,"
	    "2024-01-01;yy,,1970-01-02;,false,;yy,false,2020-02-02" },
	{ "s:string\na:b\nc\n", "replace", "s=a\\:b:x:y",
	    "s:string;x:y;c" },
	{ NUMBERS, "replace", "a,b=4:0",
	    "a:int,b:float,y:int;1,0.5,1;0,,0;,2.5,;8,9.0,1" },
	{ NUMBERS, "replace", "a=4:four",
	    "replace a=4:four: column \"a\": no int: \"four\"" },
	{ NUMBERS, "replace", "a=4", "wants COLUMNS=FROM:TO" },

	{ NUMBERS, "na", "*=4,n/a,9",
	    "a:int,b:float,y:int;1,0.5,1;,,0;,2.5,;8,,1" },
	{ TEXTS, "na", "s=x,?", "s:string,ok:bool,t:time; Ab ,true,"
	    "2024-01-01;,,1970-01-02;,false,;,false,2020-02-02" },
	{ NUMBERS, "na", "a", "wants COLUMNS=TOKEN,..." },

	{ NUMBERS, "clip", "a,b=2:5.5",
	    "a:int,b:float,y:int;2,2.0,1;4,,0;,2.5,;5,5.5,1" },
	{ NUMBERS, "clip", "a=:3",
	    "a:int,b:float,y:int;1,0.5,1;3,,0;,2.5,;3,9.0,1" },
	/* quantiles of 0.5, 2.5, 9: 25 % is 1.5, 75 % is 5.75 */
	{ NUMBERS, "clip", "b=q25:q75",
	    "a:int,b:float,y:int;1,1.5,1;4,,0;,2.5,;8,5.75,1" },
	{ NUMBERS, "clip", "b=iqr:0.5",
	    "a:int,b:float,y:int;1,0.5,1;4,,0;,2.5,;8,7.875,1" },
	{ NUMBERS, "clip", "b=1:q75",
	    "a:int,b:float,y:int;1,1.0,1;4,,0;,2.5,;8,5.75,1" },
	{ NUMBERS, "clip", "a=5:2",
	    "the lower bound is above the higher: \"5:2\"" },
	{ NUMBERS, "clip", "a=q101:",
	    "not LOW:HIGH, q01:q99 or iqr:1.5: \"q101:\"" },
	{ NUMBERS, "clip", "a=iqr:x", "not a factor: \"x\"" },
	{ NUMBERS, "clip", "a=5", "wants LOW:HIGH, q01:q99 or iqr:1.5" },
	{ NUMBERS, "clip", "b=50:q75", "column \"b\": the lower bound is "
	    "above the higher" },

	{ NUMBERS, "drop", "b", "a:int,y:int;1,1;4,0;,;8,1" },
	{ NUMBERS, "keep", "b", "b:float,y:int;0.5,1;,0;2.5,;9.0,1" },
	{ NUMBERS, "keep", "*", "a:int,b:float,y:int;1,0.5,1;4,,0;,2.5,;"
	    "8,9.0,1" },
	{ NUMBERS, "rename", "a=c",
	    "c:int,b:float,y:int;1,0.5,1;4,,0;,2.5,;8,9.0,1" },
	{ NUMBERS, "rename", "a=b", "rename a=b: there is a column \"b\" "
	    "already" },
	{ NUMBERS, "rename", "*=b", "rename *=b: one column is renamed at a "
	    "time, not 2" },

	{ NUMBERS, "derive", "c = a + y",
	    "a:int,b:float,y:int,c:int;1,0.5,1,2;4,,0,4;,2.5,,;8,9.0,1,9" },
	{ NUMBERS, "derive", "a=b * 2",
	    "a:float,b:float,y:int;1.0,0.5,1;,,0;5.0,2.5,;18.0,9.0,1" },
	{ NUMBERS, "derive", "a + 1", "wants NAME=EXPRESSION" },
	{ NUMBERS, "derive", "c=a +", "expression \"a +\": at the end: a "
	    "value is missing" },
	{ NUMBERS, "derive", "c=d", "derive c=d: no column \"d\"" },

	{ NUMBERS, "expect", "a < 5",
	    "a:int,b:float,y:int;1,0.5,1;4,,0;,2.5,;8,9.0,1" },
	{ NUMBERS, "expect", "a + 1", "expect a + 1: expression \"a + 1\": "
	    "gives an int, not true or false" },
};

static void
test_cases(void)
{
	struct str out = STR_INIT;
	struct op_counts counts;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		clean(cases[i].table, cases[i].kind, cases[i].arg, &out,
		    &counts);
		CHECK_(strcmp(str_get(&out), cases[i].want) == 0,
		    "%s %s:\n#   %s\n# not\n#   %s", cases[i].kind,
		    cases[i].arg, str_get(&out), cases[i].want);
	}
	str_release(&out);
}

static void
test_counts(void)
{
	struct str out = STR_INIT;
	struct op_counts c;

	clean(NUMBERS, "impute", "auto", &out, &c);
	CHECK_INT(c.imputed, 2);
	clean("s:string\n12\n1.5\nx\n\n", "cast", "s=int", &out, &c);
	CHECK_INT(c.failed, 2);
	clean(NUMBERS, "clip", "a,b=2:5.5", &out, &c);
	CHECK_INT(c.changed, 4);
	clean(NUMBERS, "expect", "a < 5", &out, &c);
	CHECK_INT(c.broken, 1);		/* a missing value breaks nothing */
	str_release(&out);
}

/* A target that is not there at serving is all missing; no step minds. */
static void
test_missing_target(void)
{
	struct str out = STR_INIT;
	struct op_counts c;

	clean("a:int,y:string:target\n1,\n2,\n", "cast", "y=int", &out, &c);
	CHECK_STR(str_get(&out), "a:int,y:int;1,;2,");
	CHECK_INT(c.failed, 0);
	clean("a:int,y:int:target\n1,\n2,\n", "derive", "y=y > 3", &out, &c);
	CHECK_STR(str_get(&out), "a:int,y:bool;1,;2,");
	str_release(&out);
}

int
main(void)
{
	test_cases();
	test_counts();
	test_missing_target();
	return (check_done());
}
