/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accumulating a profile. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "distinct.h"
#include "level_counts.h"
#include "mem.h"
#include "moments.h"
#include "profile.h"
#include "radix.h"
#include "rng.h"
#include "sketch.h"

#include "profile_bins.h"

#define SKETCH_SIZE 1024
#define FIRST_ROWS 32768	/* see struct column_fit, first */
#define FIRST_LATER 8192
#define SAMPLE_SEED 0x70726f66	/* part of the results: keep */
#define SAMPLE_ONE_OF 4
#define GROUPS_A_HASH 32	/* two bits each */

struct column_fit {
	struct field field;	/* its name is owned */
	uint64_t n, missing;
	bool is_light;
	struct moments moments;
	uint64_t zeros;
	/* All values while they are few: more may be kept in the fit that
	   sees the first rows of the table, and in what is merged. */
	double *first;
	size_t n_first, cap_first, max_first;
	bool has_more;		/* too many: they are no longer kept */
	struct sketch sketch;	/* of every fourth row */
	struct level_counts levels;	/* of a category */
	struct distinct distinct;	/* of numbers */
	double *scratch;
	size_t scratch_cap;
};

struct profile_fit {
	uint64_t rows;
	struct column_fit *columns;
	size_t n;
	uint32_t *all, *sampled;	/* rows of a batch */
	size_t cap_all, cap_sampled, n_all, n_sampled;
};

static bool
is_light(const struct field *f)
{
	switch (f->role) {
	case ROLE_ID:
	case ROLE_WEIGHT:
	case ROLE_GROUP:
	case ROLE_SPLIT:
	case ROLE_IGNORE:
		return (true);
	default:
		return (f->type == COL_VECTOR || f->type == COL_SPARSE);
	}
}

static bool
is_category(enum col_type t)
{
	return (t == COL_BOOL || t == COL_STRING);
}

static void *
new_profile(const void *what)
{
	(void)what;
	return (MEM_NEW(struct profile_fit));
}

static void
init_columns(struct profile_fit *p, const struct batch *b)
{
	const struct schema *s = b->schema;

	p->n = s->n;
	p->columns = mem_calloc(s->n, sizeof(*p->columns));
	for (size_t i = 0; i < s->n; i++) {
		struct column_fit *c = &p->columns[i];

		c->field = s->fields[i];
		c->field.name = mem_strdup(s->fields[i].name);
		c->is_light = is_light(&s->fields[i]);
		c->max_first = b->first_row == 0 ? FIRST_ROWS : FIRST_LATER;
		moments_init(&c->moments);
		sketch_init(&c->sketch, SKETCH_SIZE, 0);
		level_counts_init(&c->levels, PROFILE_LEVELS);
		c->levels.estimates = true;
	}
}

static void
release_column(struct column_fit *c)
{
	free(c->field.name);
	free(c->first);
	sketch_release(&c->sketch);
	level_counts_release(&c->levels);
	distinct_release(&c->distinct);
	free(c->scratch);
}

static void
free_profile(void *fit)
{
	struct profile_fit *p = fit;

	for (size_t i = 0; i < p->n; i++)
		release_column(&p->columns[i]);
	free(p->columns);
	free(p->all);
	free(p->sampled);
	free(p);
}

/* Of each four rows of the table one is drawn, by a hash of their number. */
static bool
is_sampled(uint64_t row)
{
	uint64_t group = row / SAMPLE_ONE_OF;
	uint64_t bits = rng_at(SAMPLE_SEED, group / GROUPS_A_HASH);

	return (row % SAMPLE_ONE_OF ==
	    (bits >> 2 * (group % GROUPS_A_HASH)) % SAMPLE_ONE_OF);
}

/* Which rows of the batch count, and which go into the sketches. */
static void
list_rows(struct profile_fit *p, const struct batch *b, const uint8_t *rows)
{
	p->all = mem_grow(p->all, &p->cap_all, b->n_rows, sizeof(*p->all));
	p->sampled = mem_grow(p->sampled, &p->cap_sampled, b->n_rows,
	    sizeof(*p->sampled));
	p->n_all = p->n_sampled = 0;
	for (uint32_t i = 0; i < b->n_rows; i++) {
		if (rows != NULL && !rows[i])
			continue;
		p->all[p->n_all++] = i;
		if (is_sampled(b->first_row + i))
			p->sampled[p->n_sampled++] = i;
	}
	p->rows += p->n_all;
}

/* Those rows as numbers, NaN where missing. */
static const double *
gather_numbers(struct column_fit *f, const struct column *c,
    const uint32_t *rows, size_t n)
{
	f->scratch = mem_grow(f->scratch, &f->scratch_cap, n,
	    sizeof(*f->scratch));
	if (c->type == COL_FLOAT) {
		for (size_t i = 0; i < n; i++)
			f->scratch[i] = c->floats[rows[i]];
	} else {
		for (size_t i = 0; i < n; i++)
			f->scratch[i] = c->valid[rows[i]] ?
			    (double)c->ints[rows[i]] : NAN;
	}
	return (f->scratch);
}

static void
count_distinct(struct column_fit *f, const double *v, size_t n)
{
	double x;
	uint64_t bits;

	for (size_t i = 0; i < n; i++) {
		if (isnan(v[i]))
			continue;
		x = v[i] + 0.0;		/* -0.0 is 0.0 */
		memcpy(&bits, &x, sizeof(bits));
		distinct_add(&f->distinct, rng_at(0, bits));
	}
}

/* The same of whole numbers, of which doubles hold not all. */
static void
count_distinct_ints(struct column_fit *f, const struct column *c,
    const uint32_t *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (c->valid[rows[i]])
			distinct_add(&f->distinct,
			    rng_at(0, (uint64_t)c->ints[rows[i]]));
	}
}

static void
drop_first(struct column_fit *f)
{
	free(f->first);
	f->first = NULL;
	f->n_first = f->cap_first = 0;
	f->has_more = true;
}

/* Keep values, NaN left out, unless they are too many. */
static void
keep_first(struct column_fit *f, const double *v, size_t n)
{
	if (f->has_more)
		return;
	f->first = mem_grow(f->first, &f->cap_first, f->n_first + n,
	    sizeof(*f->first));
	for (size_t i = 0; i < n; i++) {
		f->first[f->n_first] = v[i];
		f->n_first += !isnan(v[i]);
	}
	if (f->n_first > f->max_first)
		drop_first(f);
}

static void
add_numbers(const struct profile_fit *p, struct column_fit *f,
    const struct column *c, const struct profile_options *o)
{
	const double *v = p->n_all == c->n && c->type == COL_FLOAT ?
	    c->floats : gather_numbers(f, c, p->all, p->n_all);
	uint64_t zeros = 0, before = f->moments.n;

	moments_add_many(&f->moments, v, p->n_all);
	for (size_t i = 0; i < p->n_all; i++)
		zeros += v[i] == 0;
	f->zeros += zeros;
	f->n += f->moments.n - before;
	f->missing += p->n_all - (f->moments.n - before);
	if (o != NULL && o->distinct && c->type == COL_FLOAT)
		count_distinct(f, v, p->n_all);
	else if (o != NULL && o->distinct)
		count_distinct_ints(f, c, p->all, p->n_all);
	keep_first(f, v, p->n_all);
	v = gather_numbers(f, c, p->sampled, p->n_sampled);
	sketch_add_many(&f->sketch, v, p->n_sampled);
}

static void
add_strings(const struct profile_fit *p, struct column_fit *f,
    const struct column *c)
{
	const char *text;
	size_t n;

	for (size_t i = 0; i < p->n_all; i++) {
		if (!c->valid[p->all[i]])
			continue;
		text = column_string(c, p->all[i], &n);
		level_counts_add_text(&f->levels, text, n, 1);
		f->n++;
	}
}

static void
add_bools(const struct profile_fit *p, struct column_fit *f,
    const struct column *c)
{
	uint64_t counts[2] = { 0, 0 };

	for (size_t i = 0; i < p->n_all; i++) {
		if (c->valid[p->all[i]])
			counts[c->bools[p->all[i]]]++;
	}
	if (counts[0] > 0)
		level_counts_add_text(&f->levels, "false", 5, counts[0]);
	if (counts[1] > 0)
		level_counts_add_text(&f->levels, "true", 4, counts[1]);
	f->n += counts[0] + counts[1];
}

static void
count_values(const struct profile_fit *p, struct column_fit *f,
    const struct column *c)
{
	for (size_t i = 0; i < p->n_all; i++)
		f->n += c->valid[p->all[i]];
}

static void
add_column(const struct profile_fit *p, struct column_fit *f,
    const struct column *c, const struct profile_options *o)
{
	uint64_t before = f->n;

	if (!f->is_light && !is_category(f->field.type)) {
		add_numbers(p, f, c, o);
		return;
	}
	if (f->is_light)
		count_values(p, f, c);
	else if (c->type == COL_BOOL)
		add_bools(p, f, c);
	else
		add_strings(p, f, c);
	f->missing += p->n_all - (f->n - before);
}

struct adding {
	struct profile_fit *p;
	const struct profile_options *o;
	const struct batch *b;
};

static void
add_one(void *ctx, size_t col, int worker)
{
	struct adding *a = ctx;

	(void)worker;
	add_column(a->p, &a->p->columns[col], a->b->cols[col], a->o);
}

void
profile_add(void *fit, const struct profile_options *o,
    const struct batch *b, const uint8_t *rows, struct crew *crew)
{
	struct adding a = { fit, o, b };

	if (a.p->columns == NULL)
		init_columns(a.p, b);
	list_rows(a.p, b, rows);
	crew_for(crew, a.p->n, add_one, &a);
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *r)
{
	profile_add(fit, what, r->batch, r->mask, NULL);
}

static void
merge_column(struct column_fit *c, const struct column_fit *o)
{
	c->n += o->n;
	c->missing += o->missing;
	c->zeros += o->zeros;
	moments_merge(&c->moments, &o->moments);
	if (o->has_more && !c->has_more)
		drop_first(c);
	c->max_first = FIRST_ROWS;
	keep_first(c, o->first, o->n_first);
	sketch_merge(&c->sketch, &o->sketch);
	level_counts_merge(&c->levels, &o->levels);
	distinct_merge(&c->distinct, &o->distinct);
}

static void
merge_profiles(void *into, const void *what, void *from)
{
	struct profile_fit *p = into, *o = from, empty = *p;

	(void)what;
	if (p->n == 0) {
		*p = *o;
		*o = empty;
	}
	p->rows += o->rows;
	for (size_t i = 0; i < o->n; i++)
		merge_column(&p->columns[i], &o->columns[i]);
	free_profile(from);
}

const struct fit_ops profile_fit = {
	new_profile, add_rows, merge_profiles, free_profile
};

static void
finish_numbers(const struct column_fit *f, struct column_profile *out)
{
	double *sorted;

	out->mean = f->moments.mean;
	out->sd = f->n > 1 ? moments_stddev(&f->moments, 1) : 0;
	out->min = f->moments.min;
	out->max = f->moments.max;
	out->zeros = f->zeros;
	if (f->has_more) {
		profile_bins_of_sketch(&f->sketch, out);
		return;
	}
	sorted = mem_dup(f->first, f->n_first, sizeof(double));
	sort_doubles(sorted, f->n_first);
	profile_bins_of_values(sorted, f->n_first, out);
	free(sorted);
}

static void
finish_column(const struct column_fit *f, struct column_profile *out)
{
	out->name = mem_strdup(f->field.name);
	out->type = f->field.type;
	out->role = f->field.role;
	out->n = f->n;
	out->missing = f->missing;
	if (f->is_light || f->n == 0)
		return;
	if (!is_category(f->field.type)) {
		finish_numbers(f, out);
		out->has_distinct = f->distinct.n > 0;
		out->distinct = distinct_count(&f->distinct);
		return;
	}
	profile_top_levels(&f->levels, out);
	out->has_distinct = true;
	out->distinct = level_counts_distinct(&f->levels);
}

void
profile_finish(const void *fit, uint64_t steps, struct profile *out)
{
	const struct profile_fit *p = fit;

	memset(out, 0, sizeof(*out));
	out->steps = steps;
	out->rows = p->rows;
	out->n = p->n;
	out->columns = mem_calloc(p->n, sizeof(*out->columns));
	for (size_t i = 0; i < p->n; i++)
		finish_column(&p->columns[i], &out->columns[i]);
}

int
profile_spool(const struct pass *in, const struct profile_options *o,
    uint64_t steps, struct profile *out, struct diag *d)
{
	struct fitter f = { &profile_fit, o, NULL };

	if (pass_run(in, &f, 1, d) == -1)
		return (-1);
	profile_finish(f.fit, steps, out);
	free_profile(f.fit);
	return (0);
}
