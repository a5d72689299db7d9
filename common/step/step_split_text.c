/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * split-text: the parts of a text between separators become columns NAME.1,
 * NAME.2 ..., as many as the training row with most parts has.
 *
 * Of a text with fewer parts the last ones are missing.  Of one with more the
 * last column holds all that is left, separators and all, and is counted as
 * an unknown category is: no part is lost.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "step_columns.h"

#include "step_table.h"

#define PARTS_MAX 1000

struct split_column {
	size_t n_parts;
};

static bool
is_string(enum col_type t)
{
	return (t == COL_STRING);
}

static int
parse_split(struct step *s, const char *arg, struct diag *d)
{
	const char *separator;

	step_take_selector(s, arg, &separator);
	if (separator == NULL || *separator == '\0')
		return (diag_set(d, "wants COLUMNS=SEPARATOR"));
	json_object_set_new(s->params, "separator", doc_stringn(separator,
	    strlen(separator)));
	return (0);
}

static const char *
separator_of(const struct step *s, size_t *n)
{
	const json_t *v = json_object_get(s->params, "separator");

	*n = json_string_length(v);
	return (json_string_value(v));
}

/* The separators in a text. */
static size_t
count_separators(const char *p, size_t n, const char *sep, size_t n_sep)
{
	const char *end = p + n;
	size_t found = 0;

	while ((p = memmem(p, (size_t)(end - p), sep, n_sep)) != NULL) {
		p += n_sep;
		found++;
	}
	return (found);
}

/* The fit: of each input the most parts that a row has. */
static void *
new_fit(const void *what)
{
	return (mem_calloc(((const struct step *)what)->n_in,
	    sizeof(uint64_t)));
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *rows)
{
	const struct step *s = what;
	uint64_t *most = fit;
	size_t n_sep, n;
	const char *sep = separator_of(s, &n_sep), *p;

	for (size_t k = 0; k < s->n_in; k++) {
		const struct column *c = rows->batch->cols[s->in_cols[k]];

		for (size_t i = 0; i < c->n; i++) {
			uint64_t parts;

			if (!rows->mask[i] || !c->valid[i])
				continue;
			p = column_string(c, i, &n);
			parts = count_separators(p, n, sep, n_sep) + 1;
			most[k] = parts > most[k] ? parts : most[k];
		}
	}
}

static void
merge_fits(void *into, const void *what, void *from)
{
	uint64_t *a = into, *b = from;

	for (size_t k = 0; k < ((const struct step *)what)->n_in; k++)
		a[k] = b[k] > a[k] ? b[k] : a[k];
	free(from);
}

static void
save_fit(const void *fit, const void *what, struct str *out)
{
	for (size_t k = 0; k < ((const struct step *)what)->n_in; k++)
		pack_u64(out, ((const uint64_t *)fit)[k]);
}

static void *
load_fit(const void *what, struct unpack *from)
{
	uint64_t *most = new_fit(what);

	for (size_t k = 0; k < ((const struct step *)what)->n_in; k++)
		most[k] = unpack_u64(from);
	return (most);
}

static const struct fit_ops split_fit = {
	new_fit, add_rows, merge_fits, free, save_fit, load_fit
};

/* A column without a value has one part, which is missing. */
static int
finish_split(const struct step *s, size_t k, const void *fit, void *col,
    struct diag *d)
{
	uint64_t most = ((const uint64_t *)fit)[k];

	if (most > PARTS_MAX)
		return (diag_set(d, "column \"%s\" has a text of %llu parts, "
		    "more than %d", s->in[k], (unsigned long long)most,
		    PARTS_MAX));
	((struct split_column *)col)->n_parts = most > 0 ? most : 1;
	return (0);
}

static int
declare_split(struct step *s, const struct schema *in, struct diag *d)
{
	char number[24];

	(void)in;
	for (size_t k = 0; k < s->n_in; k++) {
		const struct split_column *c = step_column(s, k);

		for (size_t j = 0; j < c->n_parts; j++) {
			snprintf(number, sizeof(number), "%zu", j + 1);
			if (step_declare_part(s, k, '.', number, COL_STRING,
			    d) == -1)
				return (-1);
		}
	}
	return (0);
}

/* Append the parts of a text to a column each; is something left over? */
static bool
add_parts(struct column *out, size_t n_parts, const char *p, size_t n,
    const struct step *s)
{
	size_t n_sep, j = 0;
	const char *sep = separator_of(s, &n_sep), *end = p + n, *at;

	while (++j < n_parts && (at = memmem(p, (size_t)(end - p), sep,
	    n_sep)) != NULL) {
		column_add_string(out++, p, (size_t)(at - p));
		p = at + n_sep;
	}
	column_add_string(out, p, (size_t)(end - p));
	if (j == n_parts)
		return (memmem(p, (size_t)(end - p), sep, n_sep) != NULL);
	for (; j < n_parts; j++)
		column_add_missing(++out);
	return (false);
}

static int
apply_split(const struct step *s, const struct apply_args *a, struct diag *d)
{
	struct column *out = a->out;
	const char *p;
	size_t n;

	(void)d;
	for (size_t k = 0; k < s->n_in; k++) {
		const struct split_column *sc = step_column(s, k);
		const struct column *c = step_input(s, a, k);

		for (size_t i = 0; i < c->n; i++) {
			p = column_string(c, i, &n);
			if (!c->valid[i]) {
				for (size_t j = 0; j < sc->n_parts; j++)
					column_add_missing(&out[j]);
			} else if (add_parts(out, sc->n_parts, p, n, s)) {
				a->counts->unseen++;
				if (a->unseen_of != NULL)
					a->unseen_of[k]++;
			}
		}
		out += sc->n_parts;
	}
	return (0);
}

static json_t *
save_split(const void *col)
{
	const struct split_column *c = col;

	return (json_pack("{s:I}", "parts", (json_int_t)c->n_parts));
}

static int
load_column(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	int64_t n;

	(void)s;
	if (doc_get_int(entry, "parts", &n, d) == -1)
		return (-1);
	if (n < 1 || n > PARTS_MAX)
		return (diag_set(d, "\"parts\" is not from 1 to %d",
		    PARTS_MAX));
	((struct split_column *)col)->n_parts = (size_t)n;
	return (0);
}

static int
load_split(struct step *s, const json_t *state, struct diag *d)
{
	const char *separator;

	if (doc_get_string(s->params, "separator", &separator, d) == -1)
		return (-1);
	if (*separator == '\0')
		return (diag_set(d, "\"separator\" is empty"));
	return (step_columns_load(s, state, d));
}

const struct step_kind step_split_text = {
	.name = "split-text",
	.version = 1,
	.summary = "the parts of a text between separators, a column each",
	.consumes = true,
	.takes = is_string,
	.takes_what = "a string",
	.parse = parse_split,
	.fit = &split_fit,
	.declare = declare_split,
	.apply = apply_split,
	.column = {
		.size = sizeof(struct split_column),
		.finish = finish_split,
		.save = save_split,
		.load = load_column
	},
	.load = load_split
};
