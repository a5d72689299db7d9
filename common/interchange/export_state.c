/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What steps have found, from their JSON. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "pack.h"
#include "typing.h"

#include "export_steps.h"

const char *
export_param(const struct export_step *s, const char *key)
{
	const char *t = json_string_value(json_object_get(s->params, key));

	return (t != NULL ? t : "");
}

static void
value_of(enum col_type t, const char *text, struct column *out)
{
	column_init(out, t, 0);
	if (text == NULL || column_add_text(out, text, strlen(text)) == -1)
		column_add_missing(out);
}

static enum col_type
type_of_fill(const struct export_step *s)
{
	const char *name = json_string_value(json_object_get(s->entry,
	    "type"));
	enum col_type t = s->in.type;
	struct diag ignored;

	if (name != NULL && col_type_parse(name, &t, &ignored) == -1)
		return (s->in.type);
	return (t);
}

void
export_fill(const struct export_step *s, struct column *fill)
{
	const json_t *v = json_object_get(s->entry, "fill");
	enum col_type t = type_of_fill(s);
	double real;
	struct diag ignored;

	if (s->entry == NULL) {
		if (strcmp(export_param(s, "method"), "const") == 0)
			value_of(t, export_param(s, "value"), fill);
		else
			value_of(t, "missing", fill);
		return;
	}
	column_init(fill, t, 0);
	if (t == COL_INT && json_is_integer(v)) {
		column_add_int(fill, json_integer_value(v));
	} else if (t == COL_FLOAT && doc_get_float(s->entry, "fill", &real,
	    &ignored) == 0) {
		column_add_float(fill, real);
	} else {
		column_release(fill);
		value_of(t, json_string_value(v), fill);
	}
}

static const json_t *
tokens_of(const struct export_step *s)
{
	return (json_object_get(s->params, "tokens"));
}

size_t
export_n_replaced(const struct export_step *s)
{
	return (tokens_of(s) != NULL ? json_array_size(tokens_of(s)) : 1);
}

void
export_replaced(const struct export_step *s, size_t i, struct column *out)
{
	value_of(s->in.type, tokens_of(s) == NULL ?
	    export_param(s, "from") : json_string_value(json_array_get(
	    tokens_of(s), i)), out);
}

void
export_replacement(const struct export_step *s, struct column *out)
{
	value_of(s->in.type, tokens_of(s) != NULL ? NULL :
	    export_param(s, "to"), out);
}

int
export_bounds(const struct export_step *s, double *low, double *high,
    struct diag *d)
{
	if (doc_get_float(s->entry, "low", low, d) == -1 ||
	    doc_get_float(s->entry, "high", high, d) == -1)
		return (-1);
	if (s->in.type == COL_INT) {
		*low = ceil(*low);
		*high = floor(*high);
	}
	return (0);
}

/* Levels and their means, of the state or an attachment. */
static int
load_means(const struct export_step *s, struct export_means *e, struct diag *d)
{
	const struct attachment *a;
	const char *name = NULL;
	struct unpack u;

	if (doc_opt_string(s->entry, "attachment", &name, d) == -1)
		return (-1);
	if (name == NULL) {
		if (levels_get(s->entry, "levels", &e->levels, d) == -1)
			return (-1);
		return (doc_get_floats(s->entry, "means", &e->means,
		    &e->n_means, d));
	}
	if (attachments_get(&s->step->attachments, name, &a, d) == -1)
		return (-1);
	u = (struct unpack){ a->bytes, a->bytes + a->size, false };
	dict_load(&e->levels, &u);
	e->n_means = (size_t)(u.end - u.p) / sizeof(*e->means);
	e->means = mem_alloc(e->n_means, sizeof(*e->means));
	unpack_f64s(&u, e->means, e->n_means);
	return (0);
}

int
export_means(const struct export_step *s, struct export_means *e,
    struct diag *d)
{
	size_t n;

	*e = (struct export_means){ .levels = { 0 } };
	if (load_means(s, e, d) == 0 &&
	    doc_get_floats(s->state, "mean", &e->all, &e->n_out, d) == 0 &&
	    doc_get_floats(s->entry, "missing", &e->missing, &n, d) == 0)
		return (0);
	export_means_release(e);
	return (-1);
}

void
export_means_release(struct export_means *e)
{
	dict_release(&e->levels);
	free(e->means);
	free(e->all);
	free(e->missing);
}
