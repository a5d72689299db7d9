/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations on rows, each on a small table as a stage over it. */
#include "check.h"
#include "row_expect.h"
#include "row_table.h"
#include "table_text.h"

static void
add_row(struct str *out, const struct batch *b, size_t row)
{
	const struct column *s = b->cols[1];
	const char *p;
	size_t n;

	str_addz(out, out->len > 0 ? ";" : "");
	if (b->cols[0]->valid[row])
		str_addf(out, "%g", column_number(b->cols[0], row));
	str_addc(out, ',');
	if (s->valid[row]) {
		p = column_string(s, row, &n);
		str_add(out, p, n);
	}
}

#define ROWS "a:int,s:string\n1,x\n,x\n1,x\n2,\n,x\n1,y\n2,\n"

/* The rows that are left, or the error; and what was counted. */
static struct op_counts
run(const struct row_op_kind *kind, const char *arg, struct str *out)
{
	struct op_tally tally = { NULL, 0, 0 };
	struct op_options o = { .tally = &tally };
	struct op_counts counts = { 0 };
	struct diag d = DIAG_INIT;
	const struct batch *b;
	struct row_op *op;
	struct stream *s;
	int r;

	str_clear(out);
	if (row_op_new(kind, arg, &op, &d) == -1 ||
	    row_op_open(op, text_stream(ROWS), &o, &s, &d) == -1) {
		str_addz(out, d.text);
		op_tally_release(&tally);
		return (counts);
	}
	while ((r = stream_next(s, &b, &d)) == 1) {
		for (size_t i = 0; i < b->n_rows; i++)
			add_row(out, b, i);
	}
	CHECK_INT(r, 0);
	CHECK_INT(tally.n, 1);
	counts = tally.rows[0]->counts;
	stream_close(s);
	op_tally_release(&tally);
	return (counts);
}

static void
test_filters(void)
{
	static const struct {
		const struct row_op_kind *kind;
		const char *arg, *want;
		uint64_t dropped;
	} rows[] = {
		{ &row_where, "a = 1", "1,x;1,x;1,y", 4 },
		{ &row_where, "a = 1 or s = 'x'", "1,x;,x;1,x;,x;1,y", 2 },
		{ &row_where, "b = 1", "where b = 1: expression \"b = 1\": at "
		    "character 1: no column \"b\"", 0 },
		{ &row_where, "a", "where a: expression \"a\": gives an int, "
		    "not true or false", 0 },
		{ &row_drop_missing, "a", "1,x;1,x;2,;1,y;2,", 2 },
		{ &row_drop_missing, "*", "1,x;1,x;1,y", 4 },
		{ &row_drop_missing, "a=1", "takes columns and no \"=\"", 0 },
		{ &row_dedupe, NULL, "1,x;,x;2,;1,y", 3 },
		{ &row_dedupe, "a", "1,x;,x;2,", 4 },
		{ &row_dedupe, "q", "dedupe q: selector \"q\": no column "
		    "\"q\"", 0 },
	};
	struct str out = STR_INIT;
	struct op_counts c;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		c = run(rows[i].kind, rows[i].arg, &out);
		CHECK_STR(str_get(&out), rows[i].want);
		CHECK_INT(c.dropped, rows[i].dropped);
	}
	str_release(&out);
}

static void
test_sort(void)
{
	static const char *const rows[][2] = {
		{ "a", "1,x;1,x;1,y;2,;2,;,x;,x" },
		{ "a:desc", "2,;2,;1,x;1,x;1,y;,x;,x" },
		{ "a:asc,s:desc", "1,y;1,x;1,x;2,;2,;,x;,x" },
		{ "`s`,a", "1,x;1,x;,x;,x;1,y;2,;2," },
		{ "q", "sort q: no column \"q\"" },
		{ "a:up", "sort a:up: not COL, COL:asc or COL:desc: "
		    "\"a:up\"" },
		{ "a,", "sort a,: no column \"\"" },
	};
	struct str out = STR_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		run(&row_sort, rows[i][0], &out);
		CHECK_STR(str_get(&out), rows[i][1]);
	}
	str_release(&out);
}

static void
test_rules(void)
{
	static const struct {
		const char *rule;
		uint64_t broken;
	} rules[] = {
		{ "unique(a)", 3 }, { "unique(a,s)", 1 },
		{ "no_missing(s)", 2 }, { "no_missing(*)", 4 },
		{ "missing(a) < 0.3", 0 }, { "missing(a)<0.2", 2 },
		{ "missing(a) = 0", 2 }, { "missing(a) != 1", 0 },
		{ "missing(a) > 0.5", 2 },
		{ "type(a) = int", 0 }, { "type(a) == string", 7 },
	};
	static const char *const errors[][2] = {
		{ "missing(a)", "a comparison is missing" },
		{ "missing(a) < x", "not a number: \"x\"" },
		{ "unique(a", "\")\" is missing" },
		{ "unique(a) and", "nothing may follow: \"and\"" },
		{ "type(a) < int", "a type is compared by \"=\"" },
		{ "type(a) = itn", "no type \"itn\" (did you mean \"int\"?)" },
		{ "type(*) = int", "expect type(*) = int: is about one "
		    "column, not 2" },
	};
	struct str out = STR_INIT;
	struct op_counts c;

	CHECK(is_row_rule("unique (a)") && !is_row_rule("a = 1"));
	CHECK(!is_row_rule("missing_a = 1"));
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		c = run(&row_expect, rules[i].rule, &out);
		CHECK_INT(c.broken, rules[i].broken);
		CHECK_INT(c.dropped, 0);
	}
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		run(&row_expect, errors[i][0], &out);
		CHECK_STR(str_get(&out), errors[i][1]);
	}
	str_release(&out);
}

int
main(void)
{
	test_filters();
	test_sort();
	test_rules();
	return (check_done());
}
