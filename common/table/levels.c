/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "convert.h"
#include "mem.h"
#include "typing.h"

#include "levels.h"

bool
has_levels(enum col_type t)
{
	return (is_numeric_type(t) || t == COL_STRING);
}

const char *
level_text(const struct column *c, size_t i, char *scratch, size_t *n)
{
	if (c->type == COL_STRING)
		return (column_string(c, i, n));
	if (!has_levels(c->type))
		BUG("a %s column has no levels", col_type_name(c->type));
	if (c->type != COL_FLOAT)
		return (column_text(c, i, scratch, n));
	*n = format_float(scratch, c->floats[i] + 0.0);	/* -0.0 is 0.0 */
	return (scratch);
}

char *
level_named(enum col_type t, const char *text)
{
	char scratch[NUMTEXT_MAX], *named;
	struct column c;
	size_t n = strlen(text);

	column_init(&c, t, 0);
	if (has_levels(t) && column_add_text(&c, text, n) == 0)
		text = level_text(&c, 0, scratch, &n);
	named = mem_strndup(text, n);
	column_release(&c);
	return (named);
}

uint32_t
level_find(const struct dict *levels, const struct column *c, size_t i)
{
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n;

	p = level_text(c, i, scratch, &n);
	return (dict_find(levels, p, n));
}

uint32_t
level_add(struct dict *levels, const struct column *c, size_t i)
{
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n;

	p = level_text(c, i, scratch, &n);
	return (dict_add(levels, p, n));
}

uint32_t
levels_take(struct dict *to, const struct dict *from, uint32_t id)
{
	size_t n;
	const char *p = dict_get(from, id, &n);

	return (dict_add(to, p, n));
}

static double
level_value(const struct dict *levels, uint32_t id)
{
	const char *p;
	size_t n;
	double v;

	p = dict_get(levels, id, &n);
	return (parse_float(p, n, &v) == 0 ? v : 0);
}

static int
compare_texts(const void *a, const void *b, void *levels)
{
	size_t n, m;
	const char *p = dict_get(levels, *(const uint32_t *)a, &n);
	const char *q = dict_get(levels, *(const uint32_t *)b, &m);
	int r = memcmp(p, q, n < m ? n : m);

	return (r != 0 ? r : (n > m) - (n < m));
}

/* Two integers may be the same double: then their texts decide. */
static int
compare_numbers(const void *a, const void *b, void *levels)
{
	double v = level_value(levels, *(const uint32_t *)a);
	double w = level_value(levels, *(const uint32_t *)b);

	if (v != w)
		return (v < w ? -1 : 1);
	return (v < 0 ? compare_texts(b, a, levels) :
	    compare_texts(a, b, levels));
}

uint32_t *
levels_order(const struct dict *levels, enum col_type t)
{
	uint32_t *order = mem_alloc(levels->n, sizeof(*order));
	bool numbers = t == COL_INT || t == COL_FLOAT;

	for (uint32_t i = 0; i < levels->n; i++)
		order[i] = i;
	qsort_r(order, levels->n, sizeof(*order),
	    numbers ? compare_numbers : compare_texts,
	    (void *)(uintptr_t)levels);
	return (order);
}

static const char *const yes_no_pairs[][2] = {
	{ "yes", "no" }, { "true", "false" }, { "y", "n" },
	{ "t", "f" }, { "1", "0" }
};
#define N_PAIRS (sizeof(yes_no_pairs) / sizeof(yes_no_pairs[0]))

const char *
level_opposite(const char *level, bool *is_yes)
{
	for (size_t i = 0; i < 2 * N_PAIRS; i++) {
		*is_yes = i % 2 == 0;
		if (strcasecmp(level, yes_no_pairs[i / 2][i % 2]) == 0)
			return (yes_no_pairs[i / 2][1 - i % 2]);
	}
	return (NULL);
}

bool
is_yes_and_no(const char *yes, const char *no)
{
	bool is_yes;
	const char *opposite = level_opposite(yes, &is_yes);

	return (opposite != NULL && is_yes && strcasecmp(no, opposite) == 0);
}

uint32_t
levels_positive(const struct dict *levels, enum col_type t)
{
	uint32_t *order = levels_order(levels, t);
	uint32_t id = order[levels->n - 1];

	if (levels->n == 2 && is_yes_and_no(dict_get(levels, order[0], NULL),
	    dict_get(levels, order[1], NULL)))
		id = order[0];
	free(order);
	return (id);
}

json_t *
levels_to_json(const struct dict *levels)
{
	json_t *a = json_array();
	const char *p;
	size_t n;

	for (uint32_t i = 0; i < levels->n; i++) {
		p = dict_get(levels, i, &n);
		json_array_append_new(a, doc_stringn(p, n));
	}
	return (a);
}

int
levels_from_json(const json_t *array, struct dict *out, struct diag *d)
{
	const json_t *v;
	uint32_t id;

	dict_init(out);
	for (size_t i = 0; i < json_array_size(array); i++) {
		v = json_array_get(array, i);
		id = json_is_string(v) ? dict_add(out, json_string_value(v),
		    json_string_length(v)) : DICT_NONE;
		if (id != i) {
			dict_release(out);
			return (diag_set(d, "\"levels\": entry %zu is no "
			    "string of its own", i + 1));
		}
	}
	return (0);
}

int
levels_get(const json_t *o, const char *key, struct dict *out, struct diag *d)
{
	json_t *array;

	if (doc_get_array(o, key, &array, d) == -1)
		return (-1);
	return (levels_from_json(array, out, d));
}
