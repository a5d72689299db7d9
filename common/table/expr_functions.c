/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of functions and operators, in the order of the manual, with the
 * few evaluators that only pass on to others: parts of dates, conversions.
 */
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "convert.h"
#include "mem.h"
#include "numtext.h"
#include "time_format.h"

#include "expr_node.h"

#define DAY 86400000000		/* microseconds */
#define EITHER (CODE_LESS | CODE_GREATER)
#define AT_MOST (CODE_LESS | CODE_EQUAL)
#define AT_LEAST (CODE_GREATER | CODE_EQUAL)

static int
date_part(int code, int64_t t)
{
	struct civil_time c;

	civil_from_time(t, &c);
	switch (code) {
	case CODE_YEAR:
		return (c.year);
	case CODE_MONTH:
		return (c.month);
	case CODE_DAY:
		return (c.day);
	case CODE_HOUR:
		return (c.hour);
	case CODE_MINUTE:
		return (c.minute);
	case CODE_SECOND:
		return (c.second);
	case CODE_WEEKDAY:
		return (c.weekday);
	default:
		return (c.yearday);
	}
}

static void
row_date_part(const struct expr_call *c, size_t i)
{
	column_add_int(c->out, date_part(c->node->fn->code,
	    operand_int(&c->args[0], i)));
}

/* The type converted to is that of the result. */
static int
eval_convert(const struct expr_call *c, struct diag *d)
{
	(void)d;
	(void)column_convert(c->args[0].col, c->out);
	return (0);
}

/* What is no time is missing. */
static int
eval_date(const struct expr_call *c, struct diag *d)
{
	struct column *out = c->out;
	int64_t rest;

	(void)d;
	(void)column_convert(c->args[0].col, out);
	for (size_t i = 0; i < out->n; i++) {
		rest = out->ints[i] % DAY;
		out->ints[i] -= rest + (rest < 0 ? DAY : 0);
	}
	return (0);
}

/* The format is written out, and known to be one. */
static char *
format_of(const struct expr_call *c)
{
	size_t n;
	const char *p = column_string(c->args[1].col, 0, &n);

	return (mem_strndup(p, n));
}

static int
prepare_format(struct expr_node *n, struct diag *d)
{
	const struct expr_node *format;
	struct diag why;
	char *text;
	size_t len;
	int r;

	if (n->n_args < 2)
		return (0);
	format = n->args[1];
	if (format->kind != NODE_CONSTANT || !format->constant.valid[0])
		return (diag_set(d, "at character %zu: a time format is "
		    "written out, as '%%d/%%m/%%Y'", format->at));
	text = mem_strndup(column_string(&format->constant, 0, &len),
	    format->constant.off[1]);
	if ((r = time_format_check(text, &why)) == -1)
		diag_set(d, "at character %zu: %s", format->at, why.text);
	free(text);
	return (r);
}

/* time(x), or time(text, format), where whole numbers are text, too. */
static int
eval_time(const struct expr_call *c, struct diag *d)
{
	struct column text;
	char *format;
	const char *p;
	int64_t t;
	size_t n;

	if (c->n_args == 1)
		return (eval_convert(c, d));
	column_init(&text, COL_STRING, 0);
	(void)column_convert(c->args[0].col, &text);
	format = format_of(c);
	for (size_t i = 0; i < text.n; i++) {
		p = column_string(&text, i, &n);
		if (text.valid[i] && parse_time_as(format, p, n, &t) == 0)
			column_add_int(c->out, t);
		else
			column_add_missing(c->out);
	}
	free(format);
	column_release(&text);
	return (0);
}

static int
eval_format(const struct expr_call *c, struct diag *d)
{
	char *format = format_of(c);

	(void)d;
	for (size_t i = 0; i < c->n; i++) {
		if (!operand_valid(&c->args[0], i)) {
			column_add_missing(c->out);
			continue;
		}
		str_clear(c->text);
		format_time_as(format, operand_int(&c->args[0], i), c->text);
		column_add_string(c->out, str_get(c->text), c->text->len);
	}
	free(format);
	return (0);
}

const struct expr_function expr_functions[] = {
	{ "+", "nn:n", .eval = eval_arithmetic, .code = CODE_ADD },
	{ "-", "nn:n", .eval = eval_arithmetic, .code = CODE_SUBTRACT },
	{ "*", "nn:n", .eval = eval_arithmetic, .code = CODE_MULTIPLY },
	{ "/", "ff:f", .eval = eval_arithmetic, .code = CODE_DIVIDE },
	{ "%", "nn:n", .eval = eval_remainder },
	{ "^", "ff:f", .eval = eval_power },
	{ "unary -", "n:n", .eval = eval_negative },
	{ "||", "ss:s", .eval = eval_concat },

	{ "=", "aa:b", .eval = eval_compare, .code = CODE_EQUAL },
	{ "!=", "aa:b", .eval = eval_compare, .code = EITHER },
	{ "<", "aa:b", .eval = eval_compare, .code = CODE_LESS },
	{ "<=", "aa:b", .eval = eval_compare, .code = AT_MOST },
	{ ">", "aa:b", .eval = eval_compare, .code = CODE_GREATER },
	{ ">=", "aa:b", .eval = eval_compare, .code = AT_LEAST },
	{ "in", "aa*:b", .eval = eval_in },
	{ "between", "aaa:b", .eval = eval_between },
	{ "is missing", "v:b", .eval = eval_is_missing },
	{ "like", "ss:b", .row = row_like },
	{ "~", "ss:b", .row = row_regex, .prepare = prepare_regex },
	{ "and", "bb:b", .eval = eval_and },
	{ "or", "bb:b", .eval = eval_or },
	{ "not", "b:b", .eval = eval_not },

	{ "if", "baa:a", .eval = eval_if },
	{ "coalesce", "a*:a", .eval = eval_coalesce },
	{ "min", "aa*:a", .row = row_extreme, .code = CODE_LESS },
	{ "max", "aa*:a", .row = row_extreme, .code = CODE_GREATER },

	{ "abs", "n:n", .eval = eval_abs },
	{ "sign", "f:i", .row = row_sign },
	{ "ceil", "n:n", .eval = eval_rounding, .math = ceil },
	{ "floor", "n:n", .eval = eval_rounding, .math = floor },
	{ "round", "fi:f", .min = 1, .eval = eval_round, .math = round },
	{ "sqrt", "f:f", .eval = eval_math, .math = sqrt },
	{ "exp", "f:f", .eval = eval_math, .math = exp },
	{ "log", "f:f", .eval = eval_math, .math = log },
	{ "log2", "f:f", .eval = eval_math, .math = log2 },
	{ "log10", "f:f", .eval = eval_math, .math = log10 },
	{ "pow", "ff:f", .eval = eval_power },
	{ "sin", "f:f", .eval = eval_math, .math = sin },
	{ "cos", "f:f", .eval = eval_math, .math = cos },
	{ "tanh", "f:f", .eval = eval_math, .math = tanh },

	{ "length", "s:i", .row = row_length },
	{ "lower", "s:s", .row = row_letter_case, .code = CODE_LOWER },
	{ "upper", "s:s", .row = row_letter_case, .code = CODE_UPPER },
	{ "trim", "s:s", .row = row_trim },
	{ "substr", "sii:s", .min = 2, .row = row_substr },
	{ "concat", "s*:s", .eval = eval_concat },
	{ "replace", "sss:s", .eval = eval_replace },
	{ "contains", "ss:b", .row = row_find, .code = CODE_CONTAINS },
	{ "starts_with", "ss:b", .row = row_find, .code = CODE_STARTS },
	{ "ends_with", "ss:b", .row = row_find, .code = CODE_ENDS },

	{ "year", "t:i", .row = row_date_part, .code = CODE_YEAR },
	{ "month", "t:i", .row = row_date_part, .code = CODE_MONTH },
	{ "day", "t:i", .row = row_date_part, .code = CODE_DAY },
	{ "hour", "t:i", .row = row_date_part, .code = CODE_HOUR },
	{ "minute", "t:i", .row = row_date_part, .code = CODE_MINUTE },
	{ "second", "t:i", .row = row_date_part, .code = CODE_SECOND },
	{ "weekday", "t:i", .row = row_date_part, .code = CODE_WEEKDAY },
	{ "yearday", "t:i", .row = row_date_part, .code = CODE_YEARDAY },
	{ "date", "o:t", .eval = eval_date },
	{ "epoch", "t:f", .eval = eval_convert },
	{ "format", "ts:s", .eval = eval_format, .prepare = prepare_format },

	{ "int", "o:i", .eval = eval_convert },
	{ "float", "o:f", .eval = eval_convert },
	{ "string", "o:s", .eval = eval_convert },
	{ "bool", "o:b", .eval = eval_convert },
	{ "time", "os:t", .min = 1, .eval = eval_time,
	    .prepare = prepare_format },
	{ .name = NULL }
};

const struct expr_function *
expr_function_find(const char *name)
{
	for (size_t i = 0; expr_functions[i].name != NULL; i++) {
		if (strcasecmp(expr_functions[i].name, name) == 0)
			return (&expr_functions[i]);
	}
	return (NULL);
}
