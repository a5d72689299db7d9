/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of mlc-clean in an ONNX graph. */
#include <math.h>
#include <string.h>

#include "onnx_graph.h"

static bool
is_text(const struct export_step *s)
{
	return (s->in.type == COL_STRING);
}

static size_t
add_missing(const struct export_step *s)
{
	if (is_text(s))
		return (onnx_2(s->onnx, "Equal", s->in.id, onnx_text(s->onnx,
		    "", 0)));
	return (onnx_1(s->onnx, "IsNaN", s->in.id));
}

/* Row 0 of a column of one of our types. */
static size_t
add_value(struct onnx *o, const struct column *c)
{
	const char *text;
	size_t n = 0;

	if (c->type != COL_STRING)
		return (onnx_number(o, column_number(c, 0)));
	text = c->valid[0] ? column_string(c, 0, &n) : "";
	return (onnx_text(o, text, n));
}

static int
copy(struct export_step *s, struct diag *d)
{
	(void)d;
	*s->out[0] = s->in;
	return (0);
}

static int
impute(struct export_step *s, struct diag *d)
{
	size_t missing = add_missing(s);
	struct column fill;

	(void)d;
	if (s->wanted[0]) {
		export_fill(s, &fill);
		*s->out[0] = (struct export_var){ onnx_3(s->onnx, "Where",
		    missing, add_value(s->onnx, &fill), s->in.id), fill.type };
		column_release(&fill);
	}
	if (s->n_out > 1 && s->wanted[1])
		*s->out[1] = (struct export_var){ onnx_cast(s->onnx, missing,
		    ONNX_DOUBLE), COL_BOOL };
	return (0);
}

/* The number where the test holds, else missing. */
static size_t
add_if(struct onnx *o, size_t test, size_t value)
{
	return (onnx_3(o, "Where", test, value, onnx_number(o, (double)NAN)));
}

/* Towards 0, as C does it. */
static size_t
add_whole(struct onnx *o, size_t v)
{
	size_t size = onnx_1(o, "Floor", onnx_1(o, "Abs", v));
	size_t fits = onnx_2(o, "Less", size, onnx_number(o, 0x1p63));

	return (add_if(o, fits, onnx_2(o, "Mul", size, onnx_1(o, "Sign", v))));
}

static int
cast(struct export_step *s, struct diag *d)
{
	enum col_type to, from = s->in.type;
	struct onnx *o = s->onnx;
	size_t v = s->in.id, is_bool;

	if (col_type_parse(export_param(s, "type"), &to, d) == -1)
		return (-1);
	if (to == from)
		return (copy(s, d));
	if (from == COL_STRING || to == COL_STRING || to == COL_TIME)
		return (diag_set(d, "a %s as %s is not written as ONNX",
		    col_type_name(from), col_type_words(to)));
	if (from == COL_TIME)
		v = onnx_2(o, "Div", v, onnx_number(o, 1000000));
	if (from == COL_TIME && to == COL_INT)
		v = onnx_1(o, "Floor", v);
	else if (from == COL_FLOAT && to == COL_INT)
		v = add_whole(o, v);
	if (to == COL_BOOL) {
		is_bool = onnx_2(o, "Or",
		    onnx_2(o, "Equal", v, onnx_number(o, 0)),
		    onnx_2(o, "Equal", v, onnx_number(o, 1)));
		v = from == COL_TIME ? onnx_2(o, "Mul", v,
		    onnx_number(o, (double)NAN)) : add_if(o, is_bool, v);
	}
	*s->out[0] = (struct export_var){ v, to };
	return (0);
}

static int
replace(struct export_step *s, struct diag *d)
{
	struct onnx *o = s->onnx;
	struct export_var v = s->in;
	struct column from, became;
	size_t is_from;

	(void)d;
	export_replacement(s, &became);
	for (size_t i = 0; i < export_n_replaced(s); i++) {
		export_replaced(s, i, &from);
		if (from.valid[0]) {
			is_from = onnx_2(o, "Equal", s->in.id,
			    add_value(o, &from));
			v.id = onnx_3(o, "Where", is_from,
			    add_value(o, &became), v.id);
		}
		column_release(&from);
	}
	*s->out[0] = v;
	column_release(&became);
	return (0);
}

static int
clip(struct export_step *s, struct diag *d)
{
	struct onnx *o = s->onnx;
	struct export_var v = s->in;
	double low, high;
	size_t bound;

	if (export_bounds(s, &low, &high, d) == -1)
		return (-1);
	if (!isinf(low)) {
		bound = onnx_number(o, low);
		v.id = onnx_3(o, "Where", onnx_2(o, "Less", v.id, bound),
		    bound, v.id);
	}
	if (!isinf(high)) {
		bound = onnx_number(o, high);
		v.id = onnx_3(o, "Where", onnx_2(o, "Greater", v.id, bound),
		    bound, v.id);
	}
	*s->out[0] = v;
	return (0);
}

const struct export_writer onnx_cleaners[] = {
	{ "impute", impute },
	{ "cast", cast },
	{ "replace", replace },
	{ "na", replace },
	{ "clip", clip },
	{ "rename", copy },
	{ "carry", copy },
	{ NULL, NULL }
};
