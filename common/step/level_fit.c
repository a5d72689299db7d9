/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"

#include "level_fit.h"

static const char *const unknown_names[] = {
	"other", "missing", "error", NULL
};

void
level_counts_init(struct level_counts *c, size_t limit)
{
	memset(c, 0, sizeof(*c));
	dict_init(&c->levels);
	c->type = COL_STRING;
	c->limit = limit;
}

void
level_counts_release(struct level_counts *c)
{
	dict_release(&c->levels);
	free(c->counts);
}

static void
count_level(struct level_counts *c, uint32_t id, uint64_t n)
{
	size_t old = c->cap;

	if (id >= c->cap) {
		c->counts = mem_grow(c->counts, &c->cap, (size_t)id + 1,
		    sizeof(*c->counts));
		memset(c->counts + old, 0, (c->cap - old) *
		    sizeof(*c->counts));
	}
	c->counts[id] += n;
}

void
level_counts_add(struct level_counts *c, const struct column *col,
    const uint8_t *rows)
{
	c->type = col->type;
	for (size_t i = 0; i < col->n && !c->is_over; i++) {
		if (!rows[i])
			continue;
		if (!col->valid[i])
			c->n_missing++;
		else
			count_level(c, level_add(&c->levels, col, i), 1);
		c->is_over = c->levels.n > c->limit;
	}
}

void
level_counts_merge(struct level_counts *into, const struct level_counts *from)
{
	const char *p;
	size_t n;

	into->type = from->type;
	into->n_missing += from->n_missing;
	into->is_over |= from->is_over;
	for (uint32_t i = 0; i < from->levels.n && !into->is_over; i++) {
		p = dict_get(&from->levels, i, &n);
		count_level(into, dict_add(&into->levels, p, n),
		    from->counts[i]);
		into->is_over = into->levels.n > into->limit;
	}
}

static void *
new_fit(const void *what)
{
	const struct step *s = what;
	struct level_fit *f = MEM_NEW(struct level_fit);

	f->n = s->n_in;
	f->cols = mem_calloc(f->n, sizeof(*f->cols));
	for (size_t i = 0; i < f->n; i++)
		level_counts_init(&f->cols[i], LEVELS_MAX);
	return (f);
}

static void
add_batch(void *fit, const void *what, const struct batch *b,
    const uint8_t *rows)
{
	const struct step *s = what;
	struct level_fit *f = fit;

	for (size_t i = 0; i < f->n; i++)
		level_counts_add(&f->cols[i], b->cols[s->in_cols[i]], rows);
}

static void
free_fit(void *fit)
{
	struct level_fit *f = fit;

	for (size_t i = 0; i < f->n; i++)
		level_counts_release(&f->cols[i]);
	free(f->cols);
	free(f);
}

static void
merge_fits(void *into, const void *what, void *from)
{
	struct level_fit *a = into, *b = from;

	(void)what;
	for (size_t i = 0; i < a->n; i++)
		level_counts_merge(&a->cols[i], &b->cols[i]);
	free_fit(b);
}

const struct fit_ops level_fit_ops = {
	new_fit, add_batch, merge_fits, free_fit
};

int
level_fit_check(const struct step *s, const struct level_fit *f,
    struct diag *d)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->cols[i].is_over)
			return (diag_set(d, "column \"%s\" has more than %zu "
			    "levels: not a category", s->in[i], LEVELS_MAX));
	}
	return (0);
}

int
step_unknown(const struct step *s, enum unknown *out, struct diag *d)
{
	const char *name;
	int k;

	if (doc_get_string(s->params, "unknown", &name, d) == -1)
		return (-1);
	if ((k = nearest_lookup(unknown_names, name, "way with unknown "
	    "levels", d)) == -1)
		return (-1);
	*out = (enum unknown)k;
	return (0);
}

int
level_unknown(const struct step *s, const struct apply_args *a, size_t k,
    size_t i, enum unknown unknown, struct diag *d)
{
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n;

	if (a->train != NULL && a->train[i])
		return (0);
	a->counts->unseen++;
	if (a->counts->unseen_of != NULL)
		a->counts->unseen_of[k]++;
	if (unknown != UNKNOWN_ERROR)
		return (0);
	p = level_text(a->in->cols[s->in_cols[k]], i, scratch, &n);
	return (diag_set(d, "row %llu: column \"%s\": \"%.*s\" was not in the "
	    "training rows", (unsigned long long)(a->in->first_row + i + 1),
	    s->in[k], (int)(n < 80 ? n : 80), p));
}

static void
set_if_there(struct step *s, const char *key, int64_t v)
{
	if (v > 0 && json_object_get(s->params, key) != NULL)
		json_object_set_new(s->params, key, json_integer(v));
}

int
level_options_set(const struct level_options *o, struct step *s,
    struct diag *d)
{
	enum unknown unknown;

	set_if_there(s, "max_levels", o->max_levels);
	set_if_there(s, "min_count", o->min_count);
	if (o->unknown == NULL || json_object_get(s->params, "unknown") == NULL)
		return (0);
	json_object_set_new(s->params, "unknown", json_string(o->unknown));
	return (step_unknown(s, &unknown, d));
}
