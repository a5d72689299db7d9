/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * replace: one value becomes another; na: some values become missing.  Values
 * are compared whole and as the column's type: in a float column 1 is 1.0.
 */
#include <string.h>

#include "convert.h"
#include "typing.h"

#include "step_table.h"

/* What is looked for in an input, and what it becomes. */
struct replace_column {
	struct column from, to;	/* to: one row */
};

static void
release_replace(void *col)
{
	struct replace_column *r = col;

	column_release(&r->from);
	column_release(&r->to);
}

/* Up to an unescaped mark or the end; \x is x. Returns where it ends. */
static const char *
take_part(const char *p, char mark, struct str *out)
{
	for (; *p != '\0' && *p != mark; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		str_addc(out, *p);
	}
	return (p);
}

static int
parse_replace(struct step *s, const char *arg, struct diag *d)
{
	struct str part = STR_INIT;
	const char *rest;
	int rc = -1;

	step_take_selector(s, arg, &rest);
	if (rest != NULL)
		rest = take_part(rest, ':', &part);
	if (rest == NULL || *rest != ':') {
		diag_set(d, "wants COLUMNS=FROM:TO");
		goto out;
	}
	json_object_set_new(s->params, "from",
	    doc_stringn(str_get(&part), part.len));
	str_clear(&part);
	take_part(rest + 1, '\0', &part);
	json_object_set_new(s->params, "to",
	    doc_stringn(str_get(&part), part.len));
	rc = 0;
out:
	str_release(&part);
	return (rc);
}

static int
take_text(const struct step *s, size_t k, const char *key, struct column *to,
    struct diag *d)
{
	const char *text;

	if (doc_get_string(s->params, key, &text, d) == -1)
		return (-1);
	if (column_add_text(to, text, strlen(text)) == -1)
		return (diag_set(d, "column \"%s\": no %s: \"%s\"", s->in[k],
		    col_type_name(to->type), text));
	return (0);
}

static int
fix_replace(const struct step *s, size_t k, enum col_type t, void *col,
    struct diag *d)
{
	struct replace_column *r = col;

	column_init(&r->from, t, 0);
	column_init(&r->to, t, 0);
	return (take_text(s, k, "from", &r->from, d) == -1 ||
	    take_text(s, k, "to", &r->to, d) == -1 ? -1 : 0);
}

static int
parse_na(struct step *s, const char *arg, struct diag *d)
{
	struct str part = STR_INIT;
	json_t *tokens = json_array();
	const char *rest;

	json_object_set_new(s->params, "tokens", tokens);
	step_take_selector(s, arg, &rest);
	if (rest == NULL)
		return (diag_set(d, "wants COLUMNS=TOKEN,..."));
	for (bool more = true; more; rest++) {
		str_clear(&part);
		rest = take_part(rest, ',', &part);
		json_array_append_new(tokens,
		    doc_stringn(str_get(&part), part.len));
		more = *rest == ',';
	}
	str_release(&part);
	return (0);
}

/* A token that is no value of a column's type is never found there. */
static int
fix_na(const struct step *s, size_t k, enum col_type t, void *col,
    struct diag *d)
{
	struct replace_column *r = col;
	const char *text;
	json_t *tokens;

	(void)k;
	column_init(&r->from, t, 0);
	column_init(&r->to, t, 0);
	column_add_missing(&r->to);
	if (doc_get_array(s->params, "tokens", &tokens, d) == -1)
		return (-1);
	for (size_t i = 0; i < json_array_size(tokens); i++) {
		text = json_string_value(json_array_get(tokens, i));
		if (text == NULL)
			return (diag_set(d, "\"tokens\" are not strings"));
		(void)!column_add_text(&r->from, text, strlen(text));
	}
	return (0);
}

static bool
is_any_of(const struct column *values, const struct column *c, size_t i)
{
	for (size_t k = 0; k < values->n; k++) {
		if (column_same(values, k, c, i))
			return (true);
	}
	return (false);
}

static int
apply_replace(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct replace_column *r = step_column(s, k);
	const struct column *c = step_input(s, a, k);
	size_t first = 0;

	(void)d;
	for (size_t i = 0; i < c->n; i++) {
		if (!c->valid[i] || !is_any_of(&r->from, c, i))
			continue;
		column_add_range(&a->out[k], c, first, i - first);
		column_add_range(&a->out[k], &r->to, 0, 1);
		first = i + 1;
		a->counts->changed++;
	}
	column_add_range(&a->out[k], c, first, c->n - first);
	return (0);
}

const struct step_kind step_replace = {
	.name = "replace",
	.version = 1,
	.summary = "one value replaced by another",
	.consumes = true,
	.idempotent = true,
	.takes = can_convert,
	.takes_what = "a plain value",
	.parse = parse_replace,
	.column = {
		.size = sizeof(struct replace_column),
		.fix = fix_replace,
		.apply = apply_replace,
		.release = release_replace
	}
};

const struct step_kind step_na = {
	.name = "na",
	.version = 1,
	.summary = "values that mean missing made missing",
	.consumes = true,
	.idempotent = true,
	.takes = can_convert,
	.takes_what = "a plain value",
	.parse = parse_na,
	.column = {
		.size = sizeof(struct replace_column),
		.fix = fix_na,
		.apply = apply_replace,
		.release = release_replace
	}
};
