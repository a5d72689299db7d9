/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * text: a text becomes a sparse column with a place for each token
 * (tokens.h) that training rows had, in the order of the tokens' bytes.
 *
 * count	how often the row has the token
 * binary	1 where the row has it
 * tfidf	count * idf, idf = ln((1 + rows) / (1 + rows with it)) + 1, each
 *		row then divided by its Euclidean length, as TfidfVectorizer of
 *		scikit-learn; Salton and Buckley 1988, "Term-weighting
 *		approaches in automatic text retrieval"
 * hash		count in one of 2^bits places, with the sign of the hash's next
 *		bit (Weinberger et al. 2009), each row divided by its length;
 *		nothing is fitted
 *
 * sublinear makes a count c 1 + ln(c).  Tokens of fewer rows than min_df or
 * more than max_df have no place, nor have tokens beyond the max_words that
 * are most frequent in all rows (ties: those that sort first).  Missing is a
 * row of zeros, and so is a row without a known token.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "level_values.h"
#include "levels.h"
#include "mem.h"
#include "nearest.h"
#include "numtext.h"
#include "step_columns.h"
#include "text_counts.h"
#include "text_options.h"

#include "step_table.h"

#define MAX_BITS 24
#define HASH_SEED 0		/* part of what recipes mean: do not change */

enum value {
	TEXT_COUNT,
	TEXT_BINARY,
	TEXT_TFIDF,
	TEXT_HASH
};

static const char *const value_names[] = {
	"count", "binary", "tfidf", "hash", NULL
};

struct text_column {
	struct token_rules rules;
	enum value value;
	bool sublinear;
	uint32_t width;
	struct dict tokens;		/* by place; none where hashed */
	double *rows;		/* (width): training rows that have it */
	double n_rows;		/* training rows */
	double *idf;			/* (width), of tfidf */
	const struct attachment *attachment;	/* of tokens and rows */
};

/* Tokens of one row as places, with repetition. */
struct places {
	const struct text_column *column;
	uint32_t *at;
	float *value;
	size_t n, cap, value_cap;
};

/* "SEL", "SEL=tfidf", "SEL=hash:18" */
static int
parse_text(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;
	int64_t bits;

	step_take_selector(s, arg, &rest);
	if (rest == NULL)
		rest = "tfidf";
	if (strncmp(rest, "hash:", 5) == 0) {
		if (parse_int(rest + 5, strlen(rest + 5), &bits) == -1 ||
		    bits < 1 || bits > MAX_BITS)
			return (diag_set(d, "not hash:BITS with 1 to %d bits: "
			    "\"%s\"", MAX_BITS, rest));
		json_object_set_new(s->params, "bits", json_integer(bits));
		rest = "hash";
	} else if (strcmp(rest, "hash") == 0) {
		return (diag_set(d, "hash:BITS says how many places, as "
		    "hash:18"));
	}
	if (nearest_lookup(value_names, rest, "value of a token", d) == -1)
		return (-1);
	json_object_set_new(s->params, "value", json_string(rest));
	text_options_defaults(s->params);
	return (0);
}

static int
read_value(const struct step *s, struct text_column *c, struct diag *d)
{
	const char *name;
	int64_t bits = 0;
	int k;

	if (doc_get_string(s->params, "value", &name, d) == -1 ||
	    (k = nearest_lookup(value_names, name, "value of a token", d)) ==
	    -1 || doc_get_bool(s->params, "sublinear", &c->sublinear, d) ==
	    -1 || doc_opt_int(s->params, "bits", &bits, d) == -1)
		return (-1);
	c->value = (enum value)k;
	if (c->value != TEXT_HASH)
		return (0);
	if (bits < 1 || bits > MAX_BITS)
		return (diag_set(d, "\"bits\" is not from 1 to %d", MAX_BITS));
	c->width = (uint32_t)1 << bits;
	return (0);
}

static int
begin_column(const struct step *s, struct text_column *c, struct diag *d)
{
	if (read_value(s, c, d) == -1)
		return (-1);
	return (text_rules(s, &c->rules, d));
}

static bool
is_hashed(const struct step *s)
{
	const char *value = json_string_value(json_object_get(s->params,
	    "value"));

	return (value != NULL && strcmp(value, "hash") == 0);
}

static int
bind_text(struct step *s, const struct schema *in, struct diag *d)
{
	struct text_limits limits;
	struct token_rules rules;

	(void)in;
	if (text_limits(s->params, &limits, d) == -1 ||
	    text_rules(s, &rules, d) == -1)
		return (-1);
	token_rules_release(&rules);
	return (0);
}

static int
fix_text(const struct step *s, size_t k, enum col_type t, void *col,
    struct diag *d)
{
	(void)k;
	(void)t;
	return (begin_column(s, col, d));
}

static void
fill_idf(struct text_column *c)
{
	if (c->value != TEXT_TFIDF)
		return;
	c->idf = mem_alloc(c->width, sizeof(*c->idf));
	for (size_t i = 0; i < c->width; i++)
		c->idf[i] = log((1 + c->n_rows) / (1 + c->rows[i])) + 1;
}

static int
finish_column(struct step *s, size_t k, const struct text_fit *f,
    struct diag *d)
{
	struct text_column *c = step_column(s, k);
	const struct text_counts *seen = &f->cols[k];
	struct text_limits limits;
	uint32_t *kept;
	size_t n;

	if (begin_column(s, c, d) == -1 ||
	    text_limits(s->params, &limits, d) == -1)
		return (-1);
	if (seen->is_over)
		return (diag_set(d, "column \"%s\" has more than %zu different "
		    "tokens: try --text %s=hash:20", s->in[k],
		    TEXT_TOKENS_MAX, s->in[k]));
	kept = text_choose(seen, f->n_rows, &limits, &n);
	c->n_rows = (double)f->n_rows;
	c->width = (uint32_t)n;
	c->rows = mem_alloc(n, sizeof(*c->rows));
	for (size_t i = 0; i < n; i++) {
		levels_take(&c->tokens, &seen->tokens, kept[i]);
		c->rows[i] = (double)seen->rows[kept[i]];
	}
	free(kept);
	if (n == 0)
		return (diag_set(d, "column \"%s\": no token is in at least "
		    "%s training rows and at most %s: see --min-df, --max-df",
		    s->in[k], limits.min_text, limits.max_text));
	fill_idf(c);
	c->attachment = level_values_attach(s, &c->tokens, c->rows, n);
	return (0);
}

static int
finish_text(struct step *s, void *fit, struct diag *d)
{
	step_columns_renew(s);
	for (size_t k = 0; k < s->n_in; k++) {
		if (finish_column(s, k, fit, d) == -1)
			return (-1);
	}
	return (0);
}

static int
declare_text(struct step *s, const struct schema *in, struct diag *d)
{
	const struct text_column *c;

	for (size_t k = 0; k < s->n_in; k++) {
		c = step_column(s, k);
		if (step_declare_sparse(s, in, k, c->width, d) == -1)
			return (-1);
	}
	return (0);
}

static void
take_token(void *to, const char *p, size_t n)
{
	struct places *l = to;
	const struct text_column *c = l->column;
	uint64_t h = 0;
	uint32_t at;

	if (c->value == TEXT_HASH) {
		/* The highest bit: the sign. The width has 25 bits at most. */
		h = hash_bytes(p, n, HASH_SEED);
		at = ((uint32_t)h & (c->width - 1)) | (uint32_t)(h >> 63) << 31;
	} else if ((at = dict_find(&c->tokens, p, n)) == DICT_NONE) {
		return;
	}
	l->at = mem_grow(l->at, &l->cap, l->n + 1, sizeof(*l->at));
	l->at[l->n++] = at;
}

static int
lower_place(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x < y ? -1 : x > y);
}

/* Hashed tokens of either sign at one place add up. */
static int
lower_hashed(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a << 1, y = *(const uint32_t *)b << 1;

	return (x < y ? -1 : x > y);
}

static double
token_value(const struct text_column *c, uint32_t place, double count)
{
	double v = c->value == TEXT_BINARY ? count != 0 : count;

	if (c->sublinear && v != 0)
		v = copysign(1 + log(fabs(v)), v);
	return (c->value == TEXT_TFIDF ? v * c->idf[place] : v);
}

/* Tokens of equal place become one entry. */
static void
fold_places(struct places *l)
{
	const struct text_column *c = l->column;
	bool hashed = c->value == TEXT_HASH;
	uint32_t mask = hashed ? c->width - 1 : UINT32_MAX, place;
	double count, v, squares = 0;
	size_t n = 0, i = 0;

	qsort(l->at, l->n, sizeof(*l->at), hashed ? lower_hashed : lower_place);
	l->value = mem_grow(l->value, &l->value_cap, l->n + 1,
	    sizeof(*l->value));
	while (i < l->n) {
		place = l->at[i] & mask;
		for (count = 0; i < l->n && (l->at[i] & mask) == place; i++)
			count += hashed && l->at[i] >> 31 ? -1 : 1;
		if (count == 0)
			continue;
		v = token_value(c, place, count);
		squares += v * v;
		l->at[n] = place;
		l->value[n++] = (float)v;
	}
	l->n = n;
	if (c->value != TEXT_TFIDF && !hashed)
		return;
	for (i = 0; i < n; i++)
		l->value[i] = (float)(l->value[i] / sqrt(squares));
}

static int
apply_text(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct text_column *c = step_column(s, k);
	const struct column *in = step_input(s, a, k);
	struct tokenizer *t = tokenizer_new(&c->rules);
	struct places l = { .column = c };
	const char *p;
	size_t n;

	(void)d;
	for (size_t i = 0; i < in->n; i++) {
		l.n = 0;
		if (in->valid[i]) {
			p = column_string(in, i, &n);
			tokenizer_run(t, p, n, take_token, &l);
		}
		if (l.n > 0)
			fold_places(&l);
		column_add_sparse(&a->out[k], l.at, l.value, l.n);
	}
	free(l.at);
	free(l.value);
	tokenizer_free(t);
	return (0);
}

static void
name_token(const struct step *s, size_t k, uint32_t place, struct str *out)
{
	const struct text_column *c = step_column(s, k);

	if (c->value == TEXT_HASH)
		str_addf(out, "%s#%u", s->in[k], place);
	else
		str_addf(out, "%s=%s", s->in[k],
		    dict_get(&c->tokens, place, NULL));
}

static json_t *
save_text(const void *col)
{
	const struct text_column *c = col;

	if (c->attachment != NULL)
		return (json_pack("{s:f, s:s}", "rows", c->n_rows,
		    "attachment", c->attachment->name));
	return (json_pack("{s:f, s:o, s:o}", "rows", c->n_rows,
	    "tokens", levels_to_json(&c->tokens),
	    "rows_with", doc_floats(c->rows, c->width)));
}

static int
load_text(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	static const char *const keys[2] = { "tokens", "rows_with" };
	struct text_column *c = col;
	struct level_values rows = { .levels = &c->tokens };
	int r;

	if (begin_column(s, c, d) == -1 ||
	    doc_get_float(entry, "rows", &c->n_rows, d) == -1)
		return (-1);
	r = level_values_load(s, entry, keys, &rows, d);
	c->rows = rows.values;
	c->attachment = rows.attachment;
	if (r == -1)
		return (-1);
	if (c->tokens.n == 0 || rows.n != c->tokens.n)
		return (diag_set(d, "%zu counts of rows for %zu tokens",
		    rows.n, c->tokens.n));
	for (size_t i = 0; i < rows.n; i++) {
		if (!(c->rows[i] >= 0 && c->rows[i] <= c->n_rows))
			return (diag_set(d, "a token is in %g of %g rows",
			    c->rows[i], c->n_rows));
	}
	c->width = (uint32_t)c->tokens.n;
	fill_idf(c);
	return (0);
}

static void
release_text(void *col)
{
	struct text_column *c = col;

	token_rules_release(&c->rules);
	dict_release(&c->tokens);
	free(c->rows);
	free(c->idf);
}

static bool
is_string(enum col_type t)
{
	return (t == COL_STRING);
}

const struct step_kind step_text = {
	.name = "text",
	.version = 1,
	.summary = "the words of a text, or runs of words or characters, as a "
	    "sparse column",
	.consumes = true,
	.recodes = true,
	.takes = is_string,
	.takes_what = "a text",
	.parse = parse_text,
	.bind = bind_text,
	.fit = &text_fit_ops,
	.is_fixed = is_hashed,
	.finish = finish_text,
	.declare = declare_text,
	.column = {
		.size = sizeof(struct text_column),
		.fix = fix_text,
		.apply = apply_text,
		.save = save_text,
		.load = load_text,
		.name_place = name_token,
		.release = release_text
	}
};
