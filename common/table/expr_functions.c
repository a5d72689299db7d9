/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of functions and operators, in the order of the manual, with the
 * few evaluators that only pass on to others: parts of dates, conversions.
 */
#include <math.h>
#include <strings.h>

#include "convert.h"
#include "numtext.h"

#include "expr_node.h"

#define EITHER (CODE_LESS | CODE_GREATER)
#define AT_MOST (CODE_LESS | CODE_EQUAL)
#define AT_LEAST (CODE_GREATER | CODE_EQUAL)

/* name, signature, least arguments (0: all), evaluator, code, math */
const struct expr_function expr_functions[] = {
	{ "+", "nn:n", 0, eval_arithmetic, CODE_ADD, NULL, NULL },
	{ "-", "nn:n", 0, eval_arithmetic, CODE_SUBTRACT, NULL, NULL },
	{ "*", "nn:n", 0, eval_arithmetic, CODE_MULTIPLY, NULL, NULL },
	{ "/", "ff:f", 0, eval_arithmetic, CODE_DIVIDE, NULL, NULL },
	{ "%", "nn:n", 0, eval_remainder, 0, NULL, NULL },
	{ "^", "ff:f", 0, eval_power, 0, NULL, NULL },
	{ "unary -", "n:n", 0, eval_negative, 0, NULL, NULL },
	{ "||", "ss:s", 0, eval_concat, 0, NULL, NULL },

	{ "=", "aa:b", 0, eval_compare, CODE_EQUAL, NULL, NULL },
	{ "!=", "aa:b", 0, eval_compare, EITHER, NULL, NULL },
	{ "<", "aa:b", 0, eval_compare, CODE_LESS, NULL, NULL },
	{ "<=", "aa:b", 0, eval_compare, AT_MOST, NULL, NULL },
	{ ">", "aa:b", 0, eval_compare, CODE_GREATER, NULL, NULL },
	{ ">=", "aa:b", 0, eval_compare, AT_LEAST, NULL, NULL },
	{ "in", "aa*:b", 0, eval_in, 0, NULL, NULL },
	{ "between", "aaa:b", 0, eval_between, 0, NULL, NULL },
	{ "is missing", "v:b", 0, eval_is_missing, 0, NULL, NULL },
	{ "like", "ss:b", 0, eval_like, 0, NULL, NULL },
	{ "~", "ss:b", 0, eval_regex, 0, NULL, prepare_regex },
	{ "and", "bb:b", 0, eval_and, 0, NULL, NULL },
	{ "or", "bb:b", 0, eval_or, 0, NULL, NULL },
	{ "not", "b:b", 0, eval_not, 0, NULL, NULL },

	{ "if", "baa:a", 0, eval_if, 0, NULL, NULL },
	{ "coalesce", "a*:a", 0, eval_coalesce, 0, NULL, NULL },
	{ "min", "aa*:a", 0, eval_extreme, CODE_LESS, NULL, NULL },
	{ "max", "aa*:a", 0, eval_extreme, CODE_GREATER, NULL, NULL },

	{ "abs", "n:n", 0, eval_abs, 0, NULL, NULL },
	{ "sign", "f:i", 0, eval_sign, 0, NULL, NULL },
	{ "ceil", "n:n", 0, eval_rounding, 0, ceil, NULL },
	{ "floor", "n:n", 0, eval_rounding, 0, floor, NULL },
	{ "round", "fi:f", 1, eval_round, 0, round, NULL },
	{ "sqrt", "f:f", 0, eval_math, 0, sqrt, NULL },
	{ "exp", "f:f", 0, eval_math, 0, exp, NULL },
	{ "log", "f:f", 0, eval_math, 0, log, NULL },
	{ "log2", "f:f", 0, eval_math, 0, log2, NULL },
	{ "log10", "f:f", 0, eval_math, 0, log10, NULL },
	{ "pow", "ff:f", 0, eval_power, 0, NULL, NULL },
	{ "sin", "f:f", 0, eval_math, 0, sin, NULL },
	{ "cos", "f:f", 0, eval_math, 0, cos, NULL },
	{ "tanh", "f:f", 0, eval_math, 0, tanh, NULL },

	{ "length", "s:i", 0, eval_length, 0, NULL, NULL },
	{ "lower", "s:s", 0, eval_letter_case, CODE_LOWER, NULL, NULL },
	{ "upper", "s:s", 0, eval_letter_case, CODE_UPPER, NULL, NULL },
	{ "trim", "s:s", 0, eval_trim, 0, NULL, NULL },
	{ "substr", "sii:s", 2, eval_substr, 0, NULL, NULL },
	{ "concat", "s*:s", 0, eval_concat, 0, NULL, NULL },
	{ "replace", "sss:s", 0, eval_replace, 0, NULL, NULL },
	{ "contains", "ss:b", 0, eval_find, CODE_CONTAINS, NULL, NULL },
	{ "starts_with", "ss:b", 0, eval_find, CODE_STARTS, NULL, NULL },
	{ "ends_with", "ss:b", 0, eval_find, CODE_ENDS, NULL, NULL },

	{ "year", "t:i", 0, eval_date_part, CODE_YEAR, NULL, NULL },
	{ "month", "t:i", 0, eval_date_part, CODE_MONTH, NULL, NULL },
	{ "day", "t:i", 0, eval_date_part, CODE_DAY, NULL, NULL },
	{ "hour", "t:i", 0, eval_date_part, CODE_HOUR, NULL, NULL },
	{ "minute", "t:i", 0, eval_date_part, CODE_MINUTE, NULL, NULL },
	{ "second", "t:i", 0, eval_date_part, CODE_SECOND, NULL, NULL },
	{ "weekday", "t:i", 0, eval_date_part, CODE_WEEKDAY, NULL, NULL },
	{ "yearday", "t:i", 0, eval_date_part, CODE_YEARDAY, NULL, NULL },
	{ "epoch", "t:f", 0, eval_convert, 0, NULL, NULL },

	{ "int", "o:i", 0, eval_convert, 0, NULL, NULL },
	{ "float", "o:f", 0, eval_convert, 0, NULL, NULL },
	{ "string", "o:s", 0, eval_convert, 0, NULL, NULL },
	{ "bool", "o:b", 0, eval_convert, 0, NULL, NULL },
	{ "time", "o:t", 0, eval_convert, 0, NULL, NULL },
	{ NULL, NULL, 0, NULL, 0, NULL, NULL }
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

const char *
expr_function_name(size_t k)
{
	return (k < sizeof(expr_functions) / sizeof(expr_functions[0]) ?
	    expr_functions[k].name : NULL);
}

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

int
eval_date_part(const struct expr_call *c, struct diag *d)
{
	const struct expr_operand *a = &c->args[0];

	(void)d;
	for (size_t i = 0; i < c->n; i++) {
		if (!operand_valid(a, i))
			column_add_missing(c->out);
		else
			column_add_int(c->out, date_part(c->node->fn->code,
			    operand_int(a, i)));
	}
	return (0);
}

/* The type converted to is that of the result. */
int
eval_convert(const struct expr_call *c, struct diag *d)
{
	(void)d;
	(void)column_convert(c->args[0].col, c->out);
	return (0);
}
