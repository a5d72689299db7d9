/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "level_counts.h"
#include "mem.h"
#include "rng.h"

#include "target_fit.h"

unsigned
target_fold(uint64_t seed, uint64_t row)
{
	return ((unsigned)(rng_at(seed, row) % TARGET_FOLDS));
}

struct weighted_moments
target_cell(const struct target_channel *c, size_t level, unsigned fold)
{
	size_t k = level * TARGET_FOLDS + fold;

	return (k < c->n_cells ? c->cells[k] :
	    (struct weighted_moments){ 0, 0, 0 });
}

static struct weighted_moments *
make_cell(struct target_levels *l, size_t channel, size_t k)
{
	struct target_channel *c;
	size_t old = l->n_channels;

	if (channel >= old) {
		l->n_channels = channel + 1;
		l->channels = mem_realloc(l->channels, l->n_channels,
		    sizeof(*l->channels));
		memset(l->channels + old, 0, (l->n_channels - old) *
		    sizeof(*l->channels));
	}
	c = &l->channels[channel];
	if (k >= c->n_cells) {
		c->cells = mem_grow(c->cells, &c->cap, k + 1,
		    sizeof(*c->cells));
		memset(c->cells + c->n_cells, 0, (k + 1 - c->n_cells) *
		    sizeof(*c->cells));
		c->n_cells = k + 1;
	}
	return (&c->cells[k]);
}

static void *
new_fit(const void *what)
{
	const struct step *s = what;
	struct target_fit *f = MEM_NEW(struct target_fit);

	f->n = s->n_in;
	f->cols = mem_calloc(f->n, sizeof(*f->cols));
	return (f);
}

static void
free_fit(void *fit)
{
	struct target_fit *f = fit;

	for (size_t i = 0; i < f->n; i++) {
		for (size_t k = 0; k < f->cols[i].n_channels; k++)
			free(f->cols[i].channels[k].cells);
		free(f->cols[i].channels);
		dict_release(&f->cols[i].levels);
	}
	dict_release(&f->classes);
	free(f->cols);
	free(f);
}

static void
note_value(struct target_fit *f, int64_t v)
{
	for (size_t i = 0; i < f->n_values && i < 2; i++) {
		if (f->values[i] == v)
			return;
	}
	if (f->n_values < 2)
		f->values[f->n_values] = v;
	if (f->n_values < 3)
		f->n_values++;
}

/* A row that is fitted on: its channel, its fold and its target. */
struct row {
	size_t at;		/* in the batch */
	uint32_t channel;
	unsigned fold;
	double y, weight;
};

/* The rows that are fitted on; returns how many. */
static size_t
list_rows(struct target_fit *f, const struct step *s, const struct batch *b,
    const uint8_t *rows, struct row *out)
{
	size_t target = schema_find_role(b->schema, ROLE_TARGET), n = 0;
	const struct column *c = b->cols[target];
	const struct column *weight = batch_weights(b);
	struct row *r;

	for (size_t i = 0; i < b->n_rows; i++) {
		if (!rows[i] || !c->valid[i])
			continue;
		r = &out[n++];
		r->at = i;
		r->fold = target_fold(s->seed, b->first_row + i);
		r->channel = 0;
		r->y = 0;
		r->weight = batch_weight(weight, i);
		if (c->type == COL_STRING)
			r->channel = level_add(&f->classes, c, i);
		else
			r->y = column_number(c, i);
		if (c->type == COL_INT)
			note_value(f, c->ints[i]);
	}
	f->has_target = true;
	f->type = c->type;
	f->is_over |= f->classes.n > TARGET_CLASSES_MAX;
	return (n);
}

static void
add_column(struct target_levels *l, const struct column *c,
    const struct row *rows, size_t n)
{
	struct weighted_moments one = { 0, 0, 0 };
	size_t level;

	l->type = c->type;
	for (size_t i = 0; i < n; i++) {
		const struct row *r = &rows[i];

		level = c->valid[r->at] ?
		    (size_t)level_add(&l->levels, c, r->at) + 1 : 0;
		one.n = r->weight;
		one.mean = r->y;
		weighted_moments_merge(make_cell(l, r->channel,
		    level * TARGET_FOLDS + r->fold), &one);
	}
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *r)
{
	const struct step *s = what;
	const struct batch *b = r->batch;
	struct target_fit *f = fit;
	struct row *list;
	size_t n;

	if (f->is_over)
		return;
	list = mem_alloc(b->n_rows, sizeof(*list));
	n = list_rows(f, s, b, r->mask, list);
	for (size_t i = 0; i < f->n && !f->is_over; i++) {
		add_column(&f->cols[i], b->cols[s->in_cols[i]], list, n);
		f->is_over |= f->cols[i].levels.n > LEVELS_MAX;
	}
	free(list);
}

static void
merge_level(struct target_levels *a, size_t to_channel, size_t to_level,
    const struct target_channel *from, size_t level)
{
	struct weighted_moments cell;

	for (unsigned fold = 0; fold < TARGET_FOLDS; fold++) {
		cell = target_cell(from, level, fold);
		if (cell.n > 0)
			weighted_moments_merge(make_cell(a, to_channel,
			    to_level * TARGET_FOLDS + fold), &cell);
	}
}

/* channels[k] is the channel of b's channel k in a. */
static void
merge_column(struct target_levels *a, const struct target_levels *b,
    const uint32_t *channels)
{
	size_t to;
	const char *p;
	size_t n;

	a->type = b->type;
	for (size_t level = 0; level <= b->levels.n; level++) {
		to = 0;
		if (level > 0) {
			p = dict_get(&b->levels, (uint32_t)level - 1, &n);
			to = (size_t)dict_add(&a->levels, p, n) + 1;
		}
		for (size_t k = 0; k < b->n_channels; k++)
			merge_level(a, channels[k], to, &b->channels[k],
			    level);
	}
}

static void
merge_fits(void *into, const void *what, void *from)
{
	struct target_fit *a = into, *b = from;
	uint32_t *channels = mem_calloc(b->classes.n + 1, sizeof(*channels));
	const char *p;
	size_t n;

	(void)what;
	for (uint32_t k = 0; k < b->classes.n; k++) {
		p = dict_get(&b->classes, k, &n);
		channels[k] = dict_add(&a->classes, p, n);
	}
	for (size_t k = 0; k < b->n_values && k < 2; k++)
		note_value(a, b->values[k]);
	if (b->n_values > 2)
		a->n_values = 3;
	a->has_target |= b->has_target;
	a->is_over |= b->is_over || a->classes.n > TARGET_CLASSES_MAX;
	if (b->has_target)
		a->type = b->type;
	for (size_t i = 0; i < a->n && !a->is_over; i++) {
		merge_column(&a->cols[i], &b->cols[i], channels);
		a->is_over |= a->cols[i].levels.n > LEVELS_MAX;
	}
	free(channels);
	free_fit(b);
}

static void
save_levels(const struct target_levels *l, struct str *out)
{
	dict_save(&l->levels, out);
	pack_u64(out, l->type);
	pack_u64(out, l->n_channels);
	for (size_t k = 0; k < l->n_channels; k++) {
		const struct target_channel *c = &l->channels[k];

		pack_u64(out, c->n_cells);
		for (size_t i = 0; i < c->n_cells; i++) {
			pack_f64(out, c->cells[i].n);
			pack_f64(out, c->cells[i].mean);
			pack_f64(out, c->cells[i].m2);
		}
	}
}

static void
save_fit(const void *fit, const void *what, struct str *out)
{
	const struct target_fit *f = fit;

	(void)what;
	pack_u64(out, f->has_target);
	pack_u64(out, f->is_over);
	pack_u64(out, f->type);
	dict_save(&f->classes, out);
	pack_u64(out, f->n_values);
	pack_u64(out, (uint64_t)f->values[0]);
	pack_u64(out, (uint64_t)f->values[1]);
	for (size_t i = 0; i < f->n; i++)
		save_levels(&f->cols[i], out);
}

static void
load_cells(struct target_channel *c, size_t n_levels, struct unpack *u)
{
	struct weighted_moments *cell;

	c->n_cells = c->cap = unpack_count(u, sizeof(*cell));
	if (c->n_cells > (n_levels + 1) * TARGET_FOLDS)
		unpack_fail(u);
	c->cells = mem_alloc(c->n_cells, sizeof(*c->cells));
	for (size_t i = 0; i < c->n_cells; i++) {
		cell = &c->cells[i];
		cell->n = unpack_f64(u);
		cell->mean = unpack_f64(u);
		cell->m2 = unpack_f64(u);
	}
}

static void
load_levels(struct target_levels *l, size_t n_classes, struct unpack *u)
{
	dict_load(&l->levels, u);
	l->type = (enum col_type)unpack_upto(u, N_COL_TYPES - 1);
	l->n_channels = unpack_count(u, sizeof(uint64_t));
	if (l->n_channels > n_classes && l->n_channels > 1) {
		unpack_fail(u);
		l->n_channels = 0;
	}
	l->channels = mem_calloc(l->n_channels, sizeof(*l->channels));
	for (size_t k = 0; k < l->n_channels; k++)
		load_cells(&l->channels[k], l->levels.n, u);
}

static void *
load_fit(const void *what, struct unpack *u)
{
	struct target_fit *f = new_fit(what);

	f->has_target = unpack_bool(u);
	f->is_over = unpack_bool(u);
	f->type = (enum col_type)unpack_upto(u, N_COL_TYPES - 1);
	dict_load(&f->classes, u);
	f->n_values = unpack_upto(u, 3);
	f->values[0] = (int64_t)unpack_u64(u);
	f->values[1] = (int64_t)unpack_u64(u);
	for (size_t i = 0; i < f->n; i++)
		load_levels(&f->cols[i], f->classes.n, u);
	return (f);
}

const struct fit_ops target_fit_ops = {
	new_fit, add_rows, merge_fits, free_fit, save_fit, load_fit
};
