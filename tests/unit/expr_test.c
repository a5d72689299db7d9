/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "check.h"
#include "convert.h"
#include "expr.h"

/* Three rows; what an expression gives is written as "v1 v2 v3", with "-"
   for missing, or is the text of the error. */
static struct schema schema;
static struct block block;

static const char *const names[] = {
	"a", "b", "x", "y", "ok", "no", "s", "t", "when", "odd.name", "and"
};
static const enum col_type types[] = {
	COL_INT, COL_INT, COL_FLOAT, COL_FLOAT, COL_BOOL, COL_BOOL,
	COL_STRING, COL_STRING, COL_TIME, COL_INT, COL_INT
};

static void
fill_table(void)
{
	/* by column, each three rows; NULL is missing */
	static const char *const cells[][3] = {
		{ "1", "-7", NULL }, { "2", "3", "5" },
		{ "0.5", NULL, "-2.25" }, { "4.0", "1.0", "0.0" },
		{ "true", "false", NULL }, { "false", "false", "true" },
		{ "Anna", "", NULL }, { "n\xc3\x84h  ", " bob", "x%y" },
		{ "2024-02-29T13:45:59.5Z", "1969-12-31T23:59:59Z", NULL },
		{ "10", "20", "30" }, { "1", "2", "3" },
	};
	struct diag d;

	schema_init(&schema);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		CHECK_INT(schema_add_new(&schema, names[i], types[i], &d), 0);
	block_init(&block, &schema);
	for (size_t i = 0; i < schema.n; i++) {
		struct column text;

		column_init(&text, COL_STRING, 0);
		for (size_t k = 0; k < 3; k++) {
			if (cells[i][k] == NULL)
				column_add_missing(&text);
			else
				column_add_string(&text, cells[i][k],
				    strlen(cells[i][k]));
		}
		CHECK_INT(column_convert(&text, &block.cols[i]), 0);
		column_release(&text);
	}
	block_seal(&block, 0);
}

static void
write_column(const struct column *c, struct str *out)
{
	struct column text;

	column_init(&text, COL_STRING, 0);
	CHECK_INT(column_convert(c, &text), 0);
	for (size_t i = 0; i < c->n; i++) {
		size_t n;
		const char *p = column_string(&text, i, &n);

		str_addz(out, i > 0 ? " " : "");
		if (text.valid[i])
			str_add(out, p, n);
		else
			str_addc(out, '-');
	}
	column_release(&text);
}

/* NaN exactly where missing, and missing counted. */
static void
check_invariants(const struct column *c)
{
	size_t missing = 0;

	for (size_t i = 0; i < c->n; i++) {
		missing += !c->valid[i];
		if (c->type == COL_FLOAT)
			CHECK(isnan(c->floats[i]) == !c->valid[i]);
	}
	CHECK_INT(c->n_missing, missing);
}

static void
evaluate(const char *text, struct str *out)
{
	struct diag d = DIAG_INIT;
	struct expr_scratch *scratch = NULL;
	struct expr *e;
	struct column c;
	int rc;

	str_clear(out);
	column_init(&c, COL_BOOL, 0);
	rc = expr_parse(text, &e, &d);
	if (rc == 0 && (rc = expr_bind(e, &schema, &d)) == 0) {
		scratch = expr_scratch_new(e);
		rc = expr_eval(e, &block.view, scratch, &c, &d);
	}
	if (rc == 0) {
		CHECK_INT(c.n, 3);
		CHECK_INT(c.type, expr_type(e));
		check_invariants(&c);
		write_column(&c, out);
	} else {
		str_addz(out, d.text);
	}
	column_release(&c);
	expr_scratch_free(scratch);
	expr_free(e);
}

static const char *const values[][2] = {
	/* literals */
	{ "1", "1 1 1" },
	{ "1e3", "1000.0 1000.0 1000.0" },
	{ ".5", "0.5 0.5 0.5" },
	{ "'it''s'", "it's it's it's" },
	{ "TRUE", "true true true" },
	{ "missing", "- - -" },
	{ "9223372036854775807", "9223372036854775807 "
	    "9223372036854775807 9223372036854775807" },
	{ "a", "1 -7 -" },
	{ "\"odd.name\" + `odd.name`", "20 40 60" },
	{ "`and`", "1 2 3" },
	/* arithmetic */
	{ "a + b", "3 -4 -" },
	{ "a - b * 2", "-3 -13 -" },
	{ "(a - b) * 2", "-2 -20 -" },
	{ "a + x", "1.5 - -" },
	{ "a / b", "0.5 -2.3333333333333335 -" },
	{ "b / (b - 2)", "- 3.0 1.6666666666666667" },
	{ "7 / 2", "3.5 3.5 3.5" },
	{ "a % b", "1 -1 -" },
	{ "b % 0", "- - -" },
	{ "x % 0.4", "0.09999999999999998 - -0.2499999999999999" },
	{ "-2 ^ 2", "-4.0 -4.0 -4.0" },
	{ "2 ^ 3 ^ 2", "512.0 512.0 512.0" },
	{ "2 ^ -1", "0.5 0.5 0.5" },
	{ "b ^ 2", "4.0 9.0 25.0" },
	{ "y ^ -1", "0.25 1.0 -" },
	{ "(x / x - 1) ^ 0", "1.0 - 1.0" },
	{ "-a", "-1 7 -" },
	{ "- -a", "1 -7 -" },
	{ "ok + 1", "2 1 -" },
	{ "10 - 3 - 2", "5 5 5" },
	/* comparison and logic */
	{ "a = 1", "true false -" },
	{ "a == 1.0", "true false -" },
	{ "a <> 1", "false true -" },
	{ "x < y", "true - true" },
	{ "x >= 0.5", "true - false" },
	{ "s = 'Anna'", "true false -" },
	{ "'a' < 'ab' and 'b' > 'ab'", "true true true" },
	{ "ok = true", "true false -" },
	{ "ok and no", "false false -" },
	{ "ok or no", "true false true" },
	{ "ok and missing", "- false -" },
	{ "ok or missing", "true - -" },
	{ "not ok", "false true -" },
	{ "not a = 1", "false true -" },
	{ "a = 1 or a = -7 and b = 2", "true false -" },
	{ "a in (1, 2)", "true false -" },
	{ "a in (5, missing)", "- - -" },
	{ "a in (1, missing)", "true - -" },
	{ "a not in (1)", "false true -" },
	{ "s in ('', 'x')", "false true -" },
	{ "b between 2 and 3", "true true false" },
	{ "b not between 2 and a", "true true -" },
	{ "b between 4 and a", "false false -" },
	{ "a is missing", "false false true" },
	{ "a is not null", "true true false" },
	{ "(x > 0) is missing", "false true false" },
	/* choice */
	{ "if(a > 0, 'pos', 'neg')", "pos neg neg" },
	{ "if(ok, a, x)", "1.0 - -2.25" },
	{ "if(true, 1, missing)", "1 1 1" },
	{ "coalesce(a, b)", "1 -7 5" },
	{ "coalesce(a, x, 0)", "1.0 -7.0 -2.25" },
	{ "coalesce(s, 'none')", "Anna  none" },
	{ "coalesce(missing, missing)", "- - -" },
	{ "min(a, b)", "1 -7 -" },
	{ "max(a, b, 2.5)", "2.5 3.0 -" },
	{ "max(s, 'B')", "B B -" },
	{ "max(when, '2000-01-01')", "2024-02-29T13:45:59.500000Z "
	    "2000-01-01 -" },
	/* mathematics */
	{ "abs(a)", "1 7 -" },
	{ "abs(x)", "0.5 - 2.25" },
	{ "sign(a)", "1 -1 -" },
	{ "sign(y)", "1 1 0" },
	{ "ceil(x)", "1.0 - -2.0" },
	{ "floor(x)", "0.0 - -3.0" },
	{ "floor(a)", "1 -7 -" },
	{ "round(x)", "1.0 - -2.0" },
	{ "round(x, 1)", "0.5 - -2.3" },
	{ "round(1234.5, -2)", "1200.0 1200.0 1200.0" },
	{ "sqrt(y)", "2.0 1.0 0.0" },
	{ "sqrt(-1)", "- - -" },
	{ "log(y)", "1.3862943611198906 0.0 -" },
	{ "log2(y)", "2.0 0.0 -" },
	{ "log10(1000)", "3.0 3.0 3.0" },
	{ "exp(0)", "1.0 1.0 1.0" },
	{ "pow(y, 0.5)", "2.0 1.0 0.0" },
	{ "sin(0) + cos(0) + tanh(0)", "1.0 1.0 1.0" },
	/* text */
	{ "length(s)", "4 0 -" },
	{ "length(t)", "5 4 3" },
	{ "lower(t)", "n\xc3\xa4h    bob x%y" },
	{ "upper('\xc3\xa4\xce\xb1\xd1\x8f\xc4\x8d\xc3\x9f')",
	    "\xc3\x84\xce\x91\xd0\xaf\xc4\x8c\xc3\x9f "
	    "\xc3\x84\xce\x91\xd0\xaf\xc4\x8c\xc3\x9f "
	    "\xc3\x84\xce\x91\xd0\xaf\xc4\x8c\xc3\x9f" },
	{ "trim(t)", "n\xc3\x84h bob x%y" },
	{ "substr(t, 2, 1)", "\xc3\x84 b %" },
	{ "substr(t, 2)", "\xc3\x84h   bob %y" },
	{ "substr(t, -2)", "   ob %y" },
	{ "substr(t, 9, 2) = ''", "true true true" },
	{ "substr(t, -9, 1)", "n   x" },
	{ "s || '/' || s", "Anna/Anna / -" },
	{ "concat('a', 'b', 'c')", "abc abc abc" },
	{ "replace('banana', 'an', '-')", "b--a b--a b--a" },
	{ "replace('abc', '', 'x')", "abc abc abc" },
	{ "contains(t, 'b')", "false true false" },
	{ "starts_with(s, 'An')", "true false -" },
	{ "ends_with(s, 'na')", "true false -" },
	{ "s like 'A%a'", "true false -" },
	{ "s like '_nn_'", "true false -" },
	{ "t like 'n_h%'", "true false false" },
	{ "t like 'x\\%y'", "false false true" },
	{ "s not like '%'", "false false -" },
	{ "s ~ '^A(n)+a$'", "true false -" },
	{ "s !~ 'n{2}'", "false true -" },
	/* times: 2024-02-29 was a Thursday, the 60th day */
	{ "year(when)", "2024 1969 -" },
	{ "month(when) * 100 + day(when)", "229 1231 -" },
	{ "hour(when) * 100 + minute(when)", "1345 2359 -" },
	{ "second(when)", "59 59 -" },
	{ "weekday(when)", "4 3 -" },
	{ "yearday(when)", "60 365 -" },
	{ "epoch(when)", "1709214359.5 -1.0 -" },
	{ "int(when)", "1709214359 -1 -" },
	{ "when > '2000-01-01'", "true false -" },
	{ "when between '1969-12-31' and '1970-01-01'", "false true -" },
	{ "year('2020-05-05')", "2020 2020 2020" },
	{ "time(86400)", "1970-01-02 1970-01-02 1970-01-02" },
	{ "time(1e300)", "- - -" },
	/* conversions */
	{ "int('12')", "12 12 12" },
	{ "int('x')", "- - -" },
	{ "int(-2.9)", "-2 -2 -2" },
	{ "int(1e19)", "- - -" },
	{ "float(a)", "1.0 -7.0 -" },
	{ "float('1e3')", "1000.0 1000.0 1000.0" },
	{ "string(a) || '!'", "1! -7! -" },
	{ "string(x)", "0.5 - -2.25" },
	{ "bool('yes')", "true true true" },
	{ "bool(b - 2)", "false true -" },
	{ "bool(2)", "- - -" },
};

static void
test_values(void)
{
	struct str out = STR_INIT;

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		evaluate(values[i][0], &out);
		CHECK_(strcmp(str_get(&out), values[i][1]) == 0,
		    "%s is %s, not %s", values[i][0], str_get(&out),
		    values[i][1]);
	}
	str_release(&out);
}

static const char *const errors[][2] = {
	{ "", "at the end: a value is missing" },
	{ "a +", "at the end: a value is missing" },
	{ "a b", "at character 3: an operator is missing before \"b\"" },
	{ "(a", "at the end: \")\" is missing" },
	{ "a)", "at character 2: an operator is missing before \")\"" },
	{ "a + * 2", "at character 5: a value is missing before \"*\"" },
	{ "wen > 3", "at character 1: no column \"wen\" (did you mean "
	    "\"when\"?)" },
	{ "a > 3 and okk", "at character 11: no column \"okk\" (did you "
	    "mean \"ok\"?)" },
	{ "sqr(x)", "at character 1: no function \"sqr\" (did you mean "
	    "\"sqrt\"?)" },
	{ "sqrt(x, y)", "at character 1: sqrt takes 1 argument, not 2" },
	{ "substr(s)", "at character 1: substr takes 2 to 3 arguments, "
	    "not 1" },
	{ "min(a)", "at character 1: min takes at least 2 arguments, "
	    "not 1" },
	{ "s + 1", "at character 1: \"+\" takes a number, not a string" },
	{ "1 + 's'", "at character 5: \"+\" takes a number, not a string" },
	{ "s > 1", "at character 3: \">\" of a string and an int" },
	{ "when = 1", "at character 6: \"=\" of a time and an int" },
	{ "when > 'soon'", "at character 8: not a time: \"soon\"" },
	{ "year(s)", "at character 6: \"year\" takes a time, not a "
	    "string" },
	{ "a and ok", "at character 1: \"and\" takes a bool, not an int" },
	{ "ok and 1", "at character 8: \"and\" takes a bool, not an int" },
	{ "s ~ t", "at character 5: a regular expression is written out, "
	    "as '^a.*z$'" },
	{ "s ~ '('", "at character 5: regular expression: Unmatched ( or "
	    "\\(" },
	{ "1 < 2 < 3", "at character 7: comparisons do not chain; join "
	    "them by \"and\"" },
	{ "a is 3", "at character 6: the word \"missing\" is missing "
	    "before \"3\"" },
	{ "a between 1", "at the end: the word \"and\" is missing" },
	{ "a not 3", "at character 7: \"in\", \"between\" or \"like\" is "
	    "missing before \"3\"" },
	{ "a in 3", "at character 6: \"(\" is missing before \"3\"" },
	{ "a in (1", "at the end: \")\" is missing" },
	{ "a in ()", "at character 7: a value is missing before \")\"" },
	{ "'abc", "at character 1: ' is not closed" },
	{ "\"a", "at character 1: \" is not closed" },
	{ "\xc3\xa4 = $", "at character 5: \"$\" means nothing here" },
	{ "12ab", "at character 1: not a number" },
	{ "1.2.3", "at character 1: not a number" },
	{ "1e", "at character 1: not a number" },
	{ "1e999", "at character 1: the number \"1e999\" is too large" },
	{ "a + 9223372036854775807", "at character 3: the result of \"+\" "
	    "is no 64-bit int in row 1 (use float())" },
	{ "-(-9223372036854775807 - b)", "at character 24: the result of "
	    "\"-\" is no 64-bit int in row 1 (use float())" },
	{ "b * 4611686018427387904", "at character 3: the result of \"*\" "
	    "is no 64-bit int in row 1 (use float())" },
	{ "time('2024-01-01') + 1", "at character 1: \"+\" takes a number, "
	    "not a time" },
};

static void
test_errors(void)
{
	struct str out = STR_INIT, want = STR_INIT;

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		evaluate(errors[i][0], &out);
		str_clear(&want);
		str_addf(&want, "expression \"%s\": %s", errors[i][0],
		    errors[i][1]);
		CHECK_STR(str_get(&out), str_get(&want));
	}
	str_release(&out);
	str_release(&want);
}

static void
repeat(struct str *s, const char *part, size_t n)
{
	while (n-- > 0)
		str_addz(s, part);
}

static void
test_limits(void)
{
	struct str text = STR_INIT, out = STR_INIT;

	repeat(&text, "(", EXPR_NESTING - 1);
	str_addz(&text, "a");
	repeat(&text, ")", EXPR_NESTING - 1);
	evaluate(str_get(&text), &out);
	CHECK_STR(str_get(&out), "1 -7 -");
	str_clear(&text);
	repeat(&text, "(", 100000);
	evaluate(str_get(&text), &out);
	CHECK(strstr(str_get(&out), "...") != NULL);
	str_clear(&text);
	repeat(&text, "-", 100000);
	evaluate(str_get(&text), &out);
	CHECK(strstr(str_get(&out), "...") != NULL);
	str_clear(&text);
	str_addz(&text, "b");
	repeat(&text, "+b", EXPR_DEPTH - 1);
	evaluate(str_get(&text), &out);
	CHECK_STR(str_get(&out), "2000 3000 5000");
	repeat(&text, "+b", 100000);
	evaluate(str_get(&text), &out);
	CHECK(strstr(str_get(&out), "...") != NULL);
	str_release(&text);
	str_release(&out);
}

static void
test_names_and_rules(void)
{
	struct diag d = DIAG_INIT;
	const char *const *list;
	struct expr *e;
	size_t n;

	CHECK_INT(expr_parse("b > 1 and x < b + a", &e, &d), 0);
	list = expr_names(e, &n);
	CHECK_INT(n, 3);
	CHECK_STR(list[0], "b");
	CHECK_STR(list[1], "x");
	CHECK_STR(list[2], "a");
	CHECK_INT(expr_bind_rule(e, &schema, &d), 0);
	expr_free(e);
	CHECK_INT(expr_parse("a + 1", &e, &d), 0);
	CHECK_INT(expr_bind_rule(e, &schema, &d), -1);
	CHECK_STR(d.text, "expression \"a + 1\": gives an int, not true or "
	    "false");
	expr_free(e);
}

/* Scratch is reused: a batch of other size, and an empty one. */
static void
test_batches(void)
{
	struct diag d = DIAG_INIT;
	struct batch one = block.view;
	struct expr_scratch *scratch;
	struct column c;
	struct expr *e;

	CHECK_INT(expr_parse("lower(s) || string(b + 1)", &e, &d), 0);
	CHECK_INT(expr_bind(e, &schema, &d), 0);
	scratch = expr_scratch_new(e);
	column_init(&c, COL_STRING, 0);
	for (int round = 0; round < 3; round++) {
		CHECK_INT(expr_eval(e, &block.view, scratch, &c, &d), 0);
		CHECK_INT(c.n, 3);
		CHECK_INT(c.off[3], 6);
	}
	one.n_rows = 0;
	CHECK_INT(expr_eval(e, &one, scratch, &c, &d), 0);
	CHECK_INT(c.n, 0);
	column_release(&c);
	expr_scratch_free(scratch);
	expr_free(e);
}

int
main(void)
{
	fill_table();
	test_values();
	test_errors();
	test_limits();
	test_names_and_rules();
	test_batches();
	block_release(&block);
	schema_release(&schema);
	return (check_done());
}
