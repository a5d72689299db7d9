/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arithmetic and mathematics.  In a float column NaN is missing and missing
 * is NaN, so floats are computed without looking at validity.
 */
#include <math.h>

#include "expr_node.h"

/* The floats of out were written: a NaN among them is missing. */
static int
seal_floats(const struct expr_call *c)
{
	struct column *out = c->out;

	for (size_t i = 0; i < c->n; i++) {
		out->valid[i] = out->floats[i] == out->floats[i];
		if (!out->valid[i])
			out->floats[i] = NAN;	/* one NaN, not -nan */
	}
	out->n = c->n;
	column_count_missing(out);
	return (0);
}

static int
fail_overflow(const struct expr_call *c, size_t row, struct diag *d)
{
	return (diag_set(d, "at character %zu: the result of \"%s\" is no "
	    "64-bit int in row %llu (use float())", c->node->at,
	    c->node->fn->name, (unsigned long long)(c->first_row + row + 1)));
}

static bool
int_overflows(int code, int64_t a, int64_t b, int64_t *out)
{
	if (code == CODE_ADD)
		return (__builtin_add_overflow(a, b, out));
	if (code == CODE_SUBTRACT)
		return (__builtin_sub_overflow(a, b, out));
	return (__builtin_mul_overflow(a, b, out));
}

static int
int_arithmetic(const struct expr_call *c, struct diag *d)
{
	const struct expr_operand *a = &c->args[0], *b = &c->args[1];
	int code = c->node->fn->code;
	int64_t v;

	for (size_t i = 0; i < c->n; i++) {
		if (!operand_valid(a, i) || !operand_valid(b, i)) {
			column_add_missing(c->out);
			continue;
		}
		if (int_overflows(code, operand_int(a, i), operand_int(b, i),
		    &v))
			return (fail_overflow(c, i, d));
		column_add_int(c->out, v);
	}
	return (0);
}

int
eval_arithmetic(const struct expr_call *c, struct diag *d)
{
	const double *a = c->args[0].col->floats;
	const double *b = c->args[1].col->floats;
	size_t s = c->args[0].step, t = c->args[1].step;
	double *out = c->out->floats;

	if (c->node->type == COL_INT)
		return (int_arithmetic(c, d));
	switch (c->node->fn->code) {
	case CODE_ADD:
		for (size_t i = 0; i < c->n; i++)
			out[i] = a[i * s] + b[i * t];
		break;
	case CODE_SUBTRACT:
		for (size_t i = 0; i < c->n; i++)
			out[i] = a[i * s] - b[i * t];
		break;
	case CODE_MULTIPLY:
		for (size_t i = 0; i < c->n; i++)
			out[i] = a[i * s] * b[i * t];
		break;
	default:
		for (size_t i = 0; i < c->n; i++)
			out[i] = b[i * t] == 0 ? NAN : a[i * s] / b[i * t];
		break;
	}
	return (seal_floats(c));
}

/* The remainder has the sign of the left operand, as in SQL. */
int
eval_remainder(const struct expr_call *c, struct diag *d)
{
	const struct expr_operand *a = &c->args[0], *b = &c->args[1];

	(void)d;
	if (c->node->type == COL_FLOAT) {
		for (size_t i = 0; i < c->n; i++)
			c->out->floats[i] = fmod(operand_float(a, i),
			    operand_float(b, i));
		return (seal_floats(c));
	}
	for (size_t i = 0; i < c->n; i++) {
		if (!call_has_row(c, i) || operand_int(b, i) == 0)
			column_add_missing(c->out);
		else if (operand_int(b, i) == -1)	/* INT64_MIN % -1 */
			column_add_int(c->out, 0);
		else
			column_add_int(c->out, operand_int(a, i) %
			    operand_int(b, i));
	}
	return (0);
}

/* 0 - x, or x where that is wanted of a negative x only. */
static int
negate_ints(const struct expr_call *c, bool only_negative, struct diag *d)
{
	const struct expr_operand *a = &c->args[0];
	int64_t v;

	for (size_t i = 0; i < c->n; i++) {
		if (!operand_valid(a, i)) {
			column_add_missing(c->out);
			continue;
		}
		v = operand_int(a, i);
		if ((!only_negative || v < 0) &&
		    __builtin_sub_overflow((int64_t)0, v, &v))
			return (fail_overflow(c, i, d));
		column_add_int(c->out, v);
	}
	return (0);
}

int
eval_negative(const struct expr_call *c, struct diag *d)
{
	if (c->node->type == COL_INT)
		return (negate_ints(c, false, d));
	for (size_t i = 0; i < c->n; i++)
		c->out->floats[i] = -operand_float(&c->args[0], i);
	return (seal_floats(c));
}

int
eval_abs(const struct expr_call *c, struct diag *d)
{
	if (c->node->type == COL_INT)
		return (negate_ints(c, true, d));
	for (size_t i = 0; i < c->n; i++)
		c->out->floats[i] = fabs(operand_float(&c->args[0], i));
	return (seal_floats(c));
}

void
row_sign(const struct expr_call *c, size_t i)
{
	double v = operand_float(&c->args[0], i);

	column_add_int(c->out, (v > 0) - (v < 0));
}

static int
copy_ints(const struct expr_call *c)
{
	const struct expr_operand *a = &c->args[0];

	for (size_t i = 0; i < c->n; i++) {
		if (!call_has_row(c, i))
			column_add_missing(c->out);
		else
			column_add_int(c->out, operand_int(a, i));
	}
	return (0);
}

int
eval_rounding(const struct expr_call *c, struct diag *d)
{
	if (c->node->type == COL_INT)
		return (copy_ints(c));
	return (eval_math(c, d));
}

/* Away from zero at one half; beyond 15 digits there is nothing to round. */
static double
round_digits(double v, int64_t digits)
{
	double scale, scaled;

	if (digits > 300 || digits < -308)
		return (digits > 0 ? v : 0 * v);
	scale = pow(10, (double)(digits < 0 ? -digits : digits));
	scaled = digits < 0 ? v / scale : v * scale;
	if (!isfinite(scaled) || fabs(scaled) > 4503599627370496.0)
		return (v);
	scaled = round(scaled);
	return (digits < 0 ? scaled * scale : scaled / scale);
}

int
eval_round(const struct expr_call *c, struct diag *d)
{
	const struct expr_operand *a = &c->args[0], *b = &c->args[1];

	if (c->n_args == 1)
		return (eval_rounding(c, d));
	for (size_t i = 0; i < c->n; i++) {
		double v = operand_float(a, i);

		c->out->floats[i] = operand_valid(b, i) ?
		    round_digits(v, operand_int(b, i)) : NAN;
	}
	return (seal_floats(c));
}

/* An infinite result of a finite operand is a pole, log(0), except where it
   is too large, exp(1000). */
int
eval_math(const struct expr_call *c, struct diag *d)
{
	double (*fn)(double) = c->node->fn->math;

	(void)d;
	for (size_t i = 0; i < c->n; i++) {
		double v = fn(operand_float(&c->args[0], i));

		c->out->floats[i] = v == -INFINITY &&
		    isfinite(operand_float(&c->args[0], i)) ? NAN : v;
	}
	return (seal_floats(c));
}

int
eval_power(const struct expr_call *c, struct diag *d)
{
	(void)d;
	for (size_t i = 0; i < c->n; i++) {
		double x = operand_float(&c->args[0], i);
		double y = operand_float(&c->args[1], i);

		/* pow(NaN, 0) and pow(1, NaN) are 1; 0 ^ -1 divides by 0. */
		c->out->floats[i] = isnan(x) || isnan(y) ||
		    (x == 0 && y < 0) ? NAN : pow(x, y);
	}
	return (seal_floats(c));
}
