/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "fmt_arrow_dict.h"
#include "fmt_arrow_text.h"
#include "fmt_value.h"

#include "fmt_arrow_json.h"

static int put_json(struct arrow_values *, const struct arrow_array *,
    size_t i, struct diag *);

static void
put_column_json(struct str *to, const struct column *c, size_t i)
{
	char *p = str_reserve(to, value_bound(c, i, VALUE_ESCAPED));

	str_commit(to, (size_t)(value_put_json(p, c, i) - p));
}

/* As those of vectors are. */
static void
put_float32(struct str *to, float v)
{
	char *p = str_reserve(to, VALUE_MAX);

	str_commit(to, (size_t)(value_put_float32(p, v) - p));
}

static void
put_text_json(struct str *to, const char *p, size_t n)
{
	char *at = str_reserve(to, n * VALUE_ESCAPED + 2);

	str_commit(to, (size_t)(value_put_json_text(at, p, n) - at));
}

static int
put_list(struct arrow_values *v, const struct arrow_array *a, size_t i,
    struct diag *d)
{
	size_t first, n;

	if (arrow_list_at(a, i, &first, &n, d) == -1)
		return (-1);
	str_addc(&v->text, '[');
	for (size_t k = 0; k < n; k++) {
		if (k > 0)
			str_addc(&v->text, ',');
		if (put_json(v, &a->children[0], first + k, d) == -1)
			return (-1);
	}
	str_addc(&v->text, ']');
	return (0);
}

static int
put_struct(struct arrow_values *v, const struct arrow_array *a, size_t i,
    struct diag *d)
{
	str_addc(&v->text, '{');
	for (size_t k = 0; k < a->n_children; k++) {
		const char *name = a->children[k].type->name;

		if (k > 0)
			str_addc(&v->text, ',');
		put_text_json(&v->text, name, strlen(name));
		str_addc(&v->text, ':');
		if (put_json(v, &a->children[k], i, d) == -1)
			return (-1);
	}
	str_addc(&v->text, '}');
	return (0);
}

bool
arrow_is_nested(const struct arrow_type *t)
{
	return (t->n_children > 0 || t->kind == ARROW_STRUCT);
}

/* Numbers without end are written with all their digits. */
static bool
has_digits(const struct arrow_type *t)
{
	return (t->kind == ARROW_DECIMAL || t->kind == ARROW_INT);
}

static int
put_indexed(struct arrow_values *v, const struct arrow_array *a, size_t i,
    struct diag *d)
{
	const struct column *c = &a->dict->values;
	const char *p;
	size_t k, n;

	if (arrow_index_at(a, i, &k, d) == -1)
		return (-1);
	if (c->type == COL_STRING && c->valid[k] && (arrow_is_nested(a->type) ||
	    has_digits(a->type))) {
		p = column_string(c, k, &n);
		str_add(&v->text, p, n);
	} else {
		put_column_json(&v->text, c, k);
	}
	return (0);
}

static int
put_value(struct arrow_values *v, const struct arrow_array *a, size_t i,
    struct diag *d)
{
	enum col_type type = arrow_value_type(a->type);
	const char *p;
	float v32;
	size_t n;

	if (type == COL_FLOAT && a->type->bytes == 4) {
		memcpy(&v32, a->values.p + 4 * i, sizeof(v32));
		if (isfinite(v32)) {
			put_float32(&v->text, v32);
			return (0);
		}
	}
	if (has_digits(a->type) || type == COL_STRING) {
		if (arrow_text_at(a, i, &v->scratch, &p, &n, d) == -1)
			return (-1);
		if (v->is_checked && arrow_check_utf8(p, n, d) == -1)
			return (-1);
		if (has_digits(a->type))
			str_add(&v->text, p, n);
		else
			put_text_json(&v->text, p, n);
		return (0);
	}
	column_reset(&v->one, type, 0);
	if (arrow_read(v, a, i, 1, &v->one, d) == -1)
		return (-1);
	put_column_json(&v->text, &v->one, 0);
	return (0);
}

/* Row i as JSON behind v->text, which is at most the room. */
static int
put_json(struct arrow_values *v, const struct arrow_array *a, size_t i,
    struct diag *d)
{
	if (v->text.len > v->room)
		return (arrow_take_room(v, v->text.len, d));
	if (!arrow_has(a, i)) {
		str_addz(&v->text, "null");
		return (0);
	}
	if (a->dict != NULL)
		return (put_indexed(v, a, i, d));
	if (a->type->kind == ARROW_STRUCT)
		return (put_struct(v, a, i, d));
	if (arrow_is_nested(a->type))
		return (put_list(v, a, i, d));
	return (put_value(v, a, i, d));
}

int
arrow_make_json(struct arrow_values *v, const struct arrow_array *a, size_t i,
    struct diag *d)
{
	str_clear(&v->text);
	return (put_json(v, a, i, d));
}
