/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * replace: one value becomes another; na: some values become missing.  Values
 * are compared whole and as the column's type: in a float column 1 is 1.0.
 */
#include <stdlib.h>
#include <string.h>

#include "convert.h"
#include "mem.h"
#include "step_columns.h"

#include "step_table.h"

/* What is looked for, and what it becomes: a column of values for each input
   of the step. Made by bind from the params. */
struct replace_state {
	struct column *from;
	struct column *to;	/* one row each */
	size_t n;
};

static void
free_replace(void *state)
{
	struct replace_state *st = state;

	for (size_t i = 0; st != NULL && i < st->n; i++) {
		column_release(&st->from[i]);
		column_release(&st->to[i]);
	}
	if (st != NULL) {
		free(st->from);
		free(st->to);
	}
	free(st);
}

/* A state of empty columns of the inputs' types. */
static struct replace_state *
renew_state(struct step *s, const struct schema *in)
{
	struct replace_state *st = MEM_NEW(struct replace_state);

	free_replace(s->state);
	st->n = s->n_in;
	st->from = mem_calloc(st->n, sizeof(*st->from));
	st->to = mem_calloc(st->n, sizeof(*st->to));
	for (size_t i = 0; i < st->n; i++) {
		enum col_type t = in->fields[s->in_cols[i]].type;

		column_init(&st->from[i], t, 0);
		column_init(&st->to[i], t, 0);
	}
	s->state = st;
	return (st);
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
bind_replace(struct step *s, const struct schema *in, struct diag *d)
{
	struct replace_state *st;
	const char *text[2];

	if (step_check_types(s, in, can_convert, "a plain value", d) == -1 ||
	    doc_get_string(s->params, "from", &text[0], d) == -1 ||
	    doc_get_string(s->params, "to", &text[1], d) == -1)
		return (-1);
	st = renew_state(s, in);
	for (size_t i = 0; i < st->n; i++) {
		for (int k = 0; k < 2; k++) {
			struct column *c = k == 0 ? &st->from[i] : &st->to[i];

			if (column_add_text(c, text[k], strlen(text[k])) == -1)
				return (diag_set(d, "column \"%s\": no %s: "
				    "\"%s\"", s->in[i],
				    col_type_name(c->type), text[k]));
		}
	}
	return (0);
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
bind_na(struct step *s, const struct schema *in, struct diag *d)
{
	struct replace_state *st;
	json_t *tokens;
	const char *text;

	if (step_check_types(s, in, can_convert, "a plain value", d) == -1 ||
	    doc_get_array(s->params, "tokens", &tokens, d) == -1)
		return (-1);
	st = renew_state(s, in);
	for (size_t k = 0; k < json_array_size(tokens); k++) {
		text = json_string_value(json_array_get(tokens, k));
		if (text == NULL)
			return (diag_set(d, "\"tokens\" are not strings"));
		for (size_t i = 0; i < st->n; i++)
			(void)!column_add_text(&st->from[i], text,
			    strlen(text));
	}
	for (size_t i = 0; i < st->n; i++)
		column_add_missing(&st->to[i]);
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
apply_replace(const struct step *s, const struct apply_args *a,
    struct diag *d)
{
	const struct replace_state *st = s->state;

	(void)d;
	for (size_t k = 0; k < s->n_in; k++) {
		const struct column *c = a->in->cols[s->in_cols[k]];
		size_t first = 0;

		for (size_t i = 0; i < c->n; i++) {
			if (!c->valid[i] || !is_any_of(&st->from[k], c, i))
				continue;
			column_add_range(&a->out[k], c, first, i - first);
			column_add_range(&a->out[k], &st->to[k], 0, 1);
			first = i + 1;
			a->counts->changed++;
		}
		column_add_range(&a->out[k], c, first, c->n - first);
	}
	return (0);
}

const struct step_kind step_replace = {
	.name = "replace",
	.version = 1,
	.summary = "one value replaced by another",
	.consumes = true,
	.parse = parse_replace,
	.bind = bind_replace,
	.apply = apply_replace,
	.free_state = free_replace
};

const struct step_kind step_na = {
	.name = "na",
	.version = 1,
	.summary = "values that mean missing made missing",
	.consumes = true,
	.parse = parse_na,
	.bind = bind_na,
	.apply = apply_replace,
	.free_state = free_replace
};
