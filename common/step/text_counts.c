/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "text_counts.h"

/* A state while rows are added to it. */
struct counting {
	struct text_counts *counts;
	uint64_t *last;		/* the row that a token was last seen in, + 1 */
	size_t last_cap;
	uint64_t row;
};

static int
read_stop_words(const struct step *s, struct token_rules *r, struct diag *d)
{
	json_t *stop = json_object_get(s->params, "stop_words"), *word;
	size_t i;

	if (json_is_string(stop) &&
	    strcmp(json_string_value(stop), "english") == 0) {
		token_rules_stop_english(r);
		return (0);
	}
	if (stop == NULL || json_is_null(stop))
		return (0);
	if (!json_is_array(stop))
		return (diag_set(d, "\"stop_words\" are neither \"english\" "
		    "nor an array"));
	json_array_foreach(stop, i, word) {
		if (!json_is_string(word))
			return (diag_set(d, "stop word %zu is no string", i));
		dict_add(&r->stop, json_string_value(word),
		    json_string_length(word));
	}
	return (0);
}

static int
read_rules(const struct step *s, struct token_rules *r, struct diag *d)
{
	const char *stem = NULL;
	int64_t low, high;

	if (doc_get_bool(s->params, "characters", &r->by_characters, d) == -1 ||
	    doc_get_int(s->params, "low", &low, d) == -1 ||
	    doc_get_int(s->params, "high", &high, d) == -1 ||
	    doc_opt_string(s->params, "stem", &stem, d) == -1)
		return (-1);
	if (low < 1 || high < low || high > TOKEN_RUN_MAX)
		return (diag_set(d, "runs are of 1 to %d words or characters",
		    TOKEN_RUN_MAX));
	r->low = (unsigned)low;
	r->high = (unsigned)high;
	if (stem != NULL)
		r->stem = mem_strdup(stem);
	return (read_stop_words(s, r, d));
}

int
text_rules(const struct step *s, struct token_rules *r, struct diag *d)
{
	memset(r, 0, sizeof(*r));
	if (read_rules(s, r, d) == 0 && token_rules_begin(r, d) == 0)
		return (0);
	token_rules_release(r);
	return (-1);
}

static void *
new_fit(const void *what)
{
	const struct step *s = what;
	struct text_fit *f = MEM_NEW(struct text_fit);

	f->n = s->n_in;
	f->cols = mem_calloc(f->n, sizeof(*f->cols));
	return (f);
}

static void
free_fit(void *fit)
{
	struct text_fit *f = fit;

	for (size_t k = 0; k < f->n; k++) {
		dict_release(&f->cols[k].tokens);
		free(f->cols[k].rows);
		free(f->cols[k].times);
	}
	free(f->cols);
	free(f);
}

/* The counts of a token; NULL where there are too many. */
static uint64_t *
find_counts(struct text_counts *c, const char *p, size_t n, uint32_t *id)
{
	size_t known = c->tokens.n;

	*id = known < TEXT_TOKENS_MAX ? dict_add(&c->tokens, p, n) :
	    dict_find(&c->tokens, p, n);
	if (*id == DICT_NONE) {
		c->is_over = true;
		return (NULL);
	}
	if (*id == known) {
		c->rows = mem_grow(c->rows, &c->rows_cap, known + 1,
		    sizeof(*c->rows));
		c->times = mem_grow(c->times, &c->times_cap, known + 1,
		    sizeof(*c->times));
		c->rows[known] = c->times[known] = 0;
	}
	return (&c->rows[*id]);
}

static void
count_token(void *to, const char *p, size_t n)
{
	struct counting *g = to;
	struct text_counts *c = g->counts;
	size_t known = c->tokens.n;
	uint64_t *rows;
	uint32_t id;

	if ((rows = find_counts(c, p, n, &id)) == NULL)
		return;
	g->last = mem_grow(g->last, &g->last_cap, (size_t)id + 1,
	    sizeof(*g->last));
	if (id == known)
		g->last[id] = 0;
	*rows += g->last[id] != g->row;
	g->last[id] = g->row;
	c->times[id]++;
}

static void
add_column(struct text_counts *c, struct tokenizer *t, const struct column *in,
    const uint8_t *mask)
{
	struct counting g = { .counts = c };
	const char *p;
	size_t n;

	g.last = mem_grow(NULL, &g.last_cap, c->tokens.n + 1,
	    sizeof(*g.last));
	memset(g.last, 0, c->tokens.n * sizeof(*g.last));
	for (size_t i = 0; i < in->n && !c->is_over; i++) {
		if (!mask[i] || !in->valid[i])
			continue;
		g.row = i + 1;
		p = column_string(in, i, &n);
		tokenizer_run(t, p, n, count_token, &g);
	}
	free(g.last);
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *r)
{
	const struct step *s = what;
	struct text_fit *f = fit;
	struct token_rules rules;
	struct diag d = DIAG_INIT;
	struct tokenizer *t;

	if (text_rules(s, &rules, &d) == -1)
		BUG("step text: %s", d.text);
	t = tokenizer_new(&rules);
	for (size_t i = 0; i < r->batch->n_rows; i++)
		f->n_rows += r->mask[i];
	for (size_t k = 0; k < f->n; k++)
		add_column(&f->cols[k], t, r->batch->cols[s->in_cols[k]],
		    r->mask);
	tokenizer_free(t);
	token_rules_release(&rules);
}

static void
merge_counts(struct text_counts *a, const struct text_counts *b)
{
	uint64_t *rows;
	const char *p;
	uint32_t id;
	size_t n;

	a->is_over |= b->is_over;
	for (uint32_t k = 0; k < b->tokens.n && !a->is_over; k++) {
		p = dict_get(&b->tokens, k, &n);
		if ((rows = find_counts(a, p, n, &id)) == NULL)
			return;
		*rows += b->rows[k];
		a->times[id] += b->times[k];
	}
}

static void
merge_fits(void *into, const void *what, void *from)
{
	struct text_fit *a = into, *b = from;

	(void)what;
	a->n_rows += b->n_rows;
	for (size_t k = 0; k < a->n; k++)
		merge_counts(&a->cols[k], &b->cols[k]);
	free_fit(b);
}

static void
save_fit(const void *fit, const void *what, struct str *out)
{
	const struct text_fit *f = fit;

	(void)what;
	pack_u64(out, f->n_rows);
	for (size_t k = 0; k < f->n; k++) {
		const struct text_counts *c = &f->cols[k];

		pack_u64(out, c->is_over);
		dict_save(&c->tokens, out);
		for (size_t i = 0; i < c->tokens.n; i++) {
			pack_u64(out, c->rows[i]);
			pack_u64(out, c->times[i]);
		}
	}
}

static void
load_counts(struct text_counts *c, struct unpack *u)
{
	c->is_over = unpack_bool(u);
	dict_load(&c->tokens, u);
	c->rows = mem_grow(NULL, &c->rows_cap, c->tokens.n + 1,
	    sizeof(*c->rows));
	c->times = mem_grow(NULL, &c->times_cap, c->tokens.n + 1,
	    sizeof(*c->times));
	for (size_t i = 0; i < c->tokens.n; i++) {
		c->rows[i] = unpack_u64(u);
		c->times[i] = unpack_u64(u);
	}
}

static void *
load_fit(const void *what, struct unpack *u)
{
	struct text_fit *f = new_fit(what);

	f->n_rows = unpack_u64(u);
	for (size_t k = 0; k < f->n; k++)
		load_counts(&f->cols[k], u);
	return (f);
}

const struct fit_ops text_fit_ops = {
	new_fit, add_rows, merge_fits, free_fit, save_fit, load_fit
};
