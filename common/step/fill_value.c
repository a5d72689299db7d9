/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "convert.h"
#include "typing.h"

#include "fill_value.h"

void
fill_with_number(enum col_type t, double v, struct column *fill)
{
	bool is_whole = v == floor(v) && fabs(v) < 0x1p63;

	if (t == COL_INT && (is_whole || isnan(v))) {
		column_init(fill, COL_INT, 0);
		if (isnan(v))
			column_add_missing(fill);
		else
			column_add_int(fill, (int64_t)v);
		return;
	}
	column_init(fill, COL_FLOAT, 0);
	column_add_float(fill, v);
}

/* The text goes the way it will come back from a recipe. */
static int
add_saved(struct column *fill, const char *p, size_t n)
{
	json_t *j = doc_stringn(p, n);
	int rc = column_add_text(fill, json_string_value(j),
	    json_string_length(j));

	json_decref(j);
	return (rc);
}

int
fill_with_mode(enum col_type t, const struct level_counts *c,
    struct column *fill, struct diag *d)
{
	struct ranked_level *r;
	const char *p;
	size_t n;

	column_init(fill, t, 0);
	if (c->is_over)
		return (diag_set(d, "more than %zu different values",
		    c->limit));
	if (c->levels.n == 0) {
		column_add_missing(fill);
		return (0);
	}
	r = level_counts_rank(c);
	p = dict_get(&c->levels, r[0].id, &n);
	free(r);
	if (add_saved(fill, p, n) == -1)
		BUG("a level is no %s", col_type_name(t));
	return (0);
}

int
fill_with_text(enum col_type t, const char *text, struct column *fill,
    struct diag *d)
{
	column_init(fill, t, 0);
	if (column_add_text(fill, text, strlen(text)) == 0)
		return (0);
	if (t == COL_INT) {
		column_reset(fill, COL_FLOAT, 0);
		if (column_add_text(fill, text, strlen(text)) == 0)
			return (0);
	}
	return (diag_set(d, "no %s: \"%s\"", col_type_name(t), text));
}

static void
fill_strings(const struct column *c, const struct column *fill,
    struct column *out)
{
	size_t first = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (c->valid[i])
			continue;
		column_add_range(out, c, first, i - first);
		column_add_range(out, fill, 0, 1);
		first = i + 1;
	}
	column_add_range(out, c, first, c->n - first);
}

void
fill_gaps(const struct column *c, const struct column *fill,
    struct column *out)
{
	if (fill->type == COL_STRING) {
		fill_strings(c, fill, out);
		return;
	}
	(void)column_convert(c, out);
	for (size_t i = 0; i < c->n && fill->valid[0]; i++) {
		if (out->valid[i])
			continue;
		out->valid[i] = 1;
		if (fill->type == COL_FLOAT)
			out->floats[i] = fill->floats[0];
		else if (fill->type == COL_BOOL)
			out->bools[i] = fill->bools[0];
		else
			out->ints[i] = fill->ints[0];
	}
	column_count_missing(out);
}

json_t *
fill_to_json(const struct column *c)
{
	struct column text;
	json_t *v;
	size_t n;
	const char *p;

	if (!c->valid[0])
		return (json_null());
	if (c->type == COL_INT)
		return (json_integer(c->ints[0]));
	if (c->type == COL_FLOAT)
		return (doc_float(c->floats[0]));
	column_init(&text, COL_STRING, 0);
	(void)column_convert(c, &text);
	p = column_string(&text, 0, &n);
	v = doc_stringn(p, n);
	column_release(&text);
	return (v);
}

int
fill_from_json(const json_t *o, const char *key, struct column *c,
    struct diag *d)
{
	const char *text;
	int64_t whole;
	double real;

	if (json_is_null(json_object_get(o, key))) {
		column_add_missing(c);
	} else if (c->type == COL_INT) {
		if (doc_get_int(o, key, &whole, d) == -1)
			return (-1);
		column_add_int(c, whole);
	} else if (c->type == COL_FLOAT) {
		if (doc_get_float(o, key, &real, d) == -1)
			return (-1);
		column_add_float(c, real);
	} else {
		if (doc_get_string(o, key, &text, d) == -1)
			return (-1);
		if (column_add_text(c, text, strlen(text)) == -1)
			return (diag_set(d, "\"%s\" is no %s", key,
			    col_type_name(c->type)));
	}
	return (0);
}
