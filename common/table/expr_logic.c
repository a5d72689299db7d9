/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparison, choice, and the logic of true, false and missing.
 */
#include <string.h>

#include "expr_node.h"

#define ORDER(x, y) (((x) > (y)) - ((x) < (y)))

/* Text is ordered by its bytes, which for UTF-8 is by code points. */
static int
order_strings(const struct expr_operand *a, const struct expr_operand *b,
    size_t i)
{
	size_t n, m;
	const char *p = operand_string(a, i, &n), *q = operand_string(b, i, &m);
	size_t least = n < m ? n : m;
	int order = least > 0 ? memcmp(p, q, least) : 0;

	return (order != 0 ? ORDER(order, 0) : ORDER(n, m));
}

/* -1, 0 or 1: how row i of a stands to that of b, both being there. */
static int
order_at(const struct expr_operand *a, const struct expr_operand *b, size_t i)
{
	switch (a->col->type) {
	case COL_BOOL:
		return (ORDER(operand_bool(a, i), operand_bool(b, i)));
	case COL_INT:
	case COL_TIME:
		return (ORDER(operand_int(a, i), operand_int(b, i)));
	case COL_FLOAT:
		return (ORDER(operand_float(a, i), operand_float(b, i)));
	default:
		return (order_strings(a, b, i));
	}
}

/* Does an order satisfy the or-ed codes? */
static bool
order_is(int order, int codes)
{
	return ((codes >> (order + 1) & 1) != 0);
}

static void
compare_floats(const struct expr_call *c)
{
	const double *a = c->args[0].col->floats;
	const double *b = c->args[1].col->floats;
	size_t s = c->args[0].step, t = c->args[1].step;
	struct column *out = c->out;
	int codes = c->node->fn->code;

	for (size_t i = 0; i < c->n; i++) {
		double x = a[i * s], y = b[i * t];
		bool there = x == x && y == y;

		out->valid[i] = there;
		out->bools[i] = there && order_is(ORDER(x, y), codes);
	}
	out->n = c->n;
	column_count_missing(out);
}

int
eval_compare(const struct expr_call *c, struct diag *d)
{
	(void)d;
	if (c->args[0].col->type == COL_FLOAT) {
		compare_floats(c);
		return (0);
	}
	for (size_t i = 0; i < c->n; i++) {
		if (!call_has_row(c, i))
			column_add_missing(c->out);
		else
			column_add_bool(c->out, order_is(
			    order_at(&c->args[0], &c->args[1], i),
			    c->node->fn->code));
	}
	return (0);
}

enum truth {
	IS_FALSE,
	IS_MISSING,
	IS_TRUE
};

static void
add_truth(struct column *out, enum truth t)
{
	if (t == IS_MISSING)
		column_add_missing(out);
	else
		column_add_bool(out, t == IS_TRUE);
}

static enum truth
truth_at(const struct expr_operand *a, size_t i)
{
	if (!operand_valid(a, i))
		return (IS_MISSING);
	return (operand_bool(a, i) ? IS_TRUE : IS_FALSE);
}

static enum truth
compare_at(const struct expr_operand *a, const struct expr_operand *b,
    size_t i, int codes)
{
	if (!operand_valid(a, i) || !operand_valid(b, i))
		return (IS_MISSING);
	return (order_is(order_at(a, b, i), codes) ? IS_TRUE : IS_FALSE);
}

/* In Kleene's logic "and" is the lesser and "or" the greater of two. */
static enum truth
lesser(enum truth a, enum truth b)
{
	return (a < b ? a : b);
}

static enum truth
greater(enum truth a, enum truth b)
{
	return (a > b ? a : b);
}

int
eval_and(const struct expr_call *c, struct diag *d)
{
	(void)d;
	for (size_t i = 0; i < c->n; i++)
		add_truth(c->out, lesser(truth_at(&c->args[0], i),
		    truth_at(&c->args[1], i)));
	return (0);
}

int
eval_or(const struct expr_call *c, struct diag *d)
{
	(void)d;
	for (size_t i = 0; i < c->n; i++)
		add_truth(c->out, greater(truth_at(&c->args[0], i),
		    truth_at(&c->args[1], i)));
	return (0);
}

int
eval_not(const struct expr_call *c, struct diag *d)
{
	(void)d;
	for (size_t i = 0; i < c->n; i++)
		add_truth(c->out, IS_TRUE - truth_at(&c->args[0], i));
	return (0);
}

/* x between a and b: x >= a and x <= b */
int
eval_between(const struct expr_call *c, struct diag *d)
{
	const struct expr_operand *x = &c->args[0];

	(void)d;
	for (size_t i = 0; i < c->n; i++)
		add_truth(c->out, lesser(
		    compare_at(x, &c->args[1], i, CODE_GREATER | CODE_EQUAL),
		    compare_at(x, &c->args[2], i, CODE_LESS | CODE_EQUAL)));
	return (0);
}

/* x in (a, b): x = a or x = b */
int
eval_in(const struct expr_call *c, struct diag *d)
{
	const struct expr_operand *x = &c->args[0];

	(void)d;
	for (size_t i = 0; i < c->n; i++) {
		enum truth t = IS_FALSE;

		for (size_t k = 1; k < c->n_args && t != IS_TRUE; k++)
			t = greater(t, compare_at(x, &c->args[k], i,
			    CODE_EQUAL));
		add_truth(c->out, t);
	}
	return (0);
}

int
eval_is_missing(const struct expr_call *c, struct diag *d)
{
	(void)d;
	for (size_t i = 0; i < c->n; i++)
		column_add_bool(c->out, !operand_valid(&c->args[0], i));
	return (0);
}

static void
add_row(const struct expr_call *c, const struct expr_operand *a, size_t i)
{
	column_add_range(c->out, a->col, i * a->step, 1);
}

/* The least (code CODE_LESS) or greatest operand. */
void
row_extreme(const struct expr_call *c, size_t i)
{
	const struct expr_operand *best = &c->args[0];

	for (size_t k = 1; k < c->n_args; k++) {
		if (order_is(order_at(&c->args[k], best, i),
		    c->node->fn->code))
			best = &c->args[k];
	}
	add_row(c, best, i);
}

/* As in SQL, a condition that is missing is not true. */
int
eval_if(const struct expr_call *c, struct diag *d)
{
	(void)d;
	for (size_t i = 0; i < c->n; i++)
		add_row(c, truth_at(&c->args[0], i) == IS_TRUE ?
		    &c->args[1] : &c->args[2], i);
	return (0);
}

int
eval_coalesce(const struct expr_call *c, struct diag *d)
{
	(void)d;
	for (size_t i = 0; i < c->n; i++) {
		size_t k = 0;

		while (k + 1 < c->n_args && !operand_valid(&c->args[k], i))
			k++;
		add_row(c, &c->args[k], i);
	}
	return (0);
}
