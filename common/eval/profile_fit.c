/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accumulating a profile. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "column_summary.h"
#include "mem.h"
#include "profile.h"
#include "radix.h"
#include "rng.h"

#include "profile_bins.h"

#define SKETCH_SIZE 1024
#define FIRST_ROWS 32768	/* see struct column_fit */
#define FIRST_LATER 8192
#define COLUMN_BYTES 100	/* that a saved column takes at least */
#define SAMPLE_SEED 0x70726f66	/* part of the results: keep */
#define SAMPLE_ONE_OF 4
#define GROUPS_A_HASH 32	/* two bits each */

static const struct summary_sizes sizes = {
	.sketch_k = SKETCH_SIZE, .levels = PROFILE_LEVELS, .estimates = true,
	.values = FIRST_ROWS
};

struct column_fit {
	struct field field;	/* its name is owned */
	unsigned need;		/* column_summary.h */
	/* Its values are all while they are few: more may be kept in the fit
	   that sees the first rows of the table, and in what is merged.  Its
	   sketch is of every fourth row. */
	struct column_summary s;
	double *room;
	size_t room_cap;
};

struct profile_fit {
	uint64_t rows;
	size_t values;		/* that a column may keep */
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

static unsigned
find_need(const struct field *f)
{
	if (is_light(f))
		return (NEED_NOTHING);
	if (is_category(f->type))
		return (NEED_LEVELS);
	return (NEED_MOMENTS | NEED_SKETCH | NEED_VALUES);
}

static size_t
may_keep(const struct profile_options *o)
{
	return (o != NULL && o->values > FIRST_ROWS ? o->values : FIRST_ROWS);
}

static void *
new_profile(const void *what)
{
	(void)what;
	return (MEM_NEW(struct profile_fit));
}

static void
init_columns(struct profile_fit *p, const struct batch *b,
    const struct profile_options *o)
{
	const struct schema *s = b->schema;

	p->n = s->n;
	p->values = may_keep(o);
	p->columns = mem_calloc(s->n, sizeof(*p->columns));
	for (size_t i = 0; i < s->n; i++) {
		struct column_fit *c = &p->columns[i];

		c->field = s->fields[i];
		c->field.name = mem_strdup(s->fields[i].name);
		c->need = find_need(&s->fields[i]);
		column_summary_init(&c->s, &sizes);
		c->s.max_values = b->first_row == 0 ||
		    p->values > FIRST_ROWS ? p->values : FIRST_LATER;
	}
}

static void
free_profile(void *fit)
{
	struct profile_fit *p = fit;

	for (size_t i = 0; i < p->n; i++) {
		free(p->columns[i].field.name);
		column_summary_release(&p->columns[i].s);
		free(p->columns[i].room);
	}
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

struct adding {
	struct profile_fit *p;
	const struct batch *b;
};

static void
add_one(void *ctx, size_t col, int worker)
{
	struct adding *a = ctx;
	struct profile_fit *p = a->p;
	struct column_fit *f = &p->columns[col];
	struct summary_rows rows = { p->all, p->n_all, p->sampled,
	    p->n_sampled, NULL };

	(void)worker;
	f->room = mem_grow(f->room, &f->room_cap, p->n_all,
	    sizeof(*f->room));
	rows.room = f->room;
	column_summary_add(&f->s, f->need, a->b->cols[col], &rows);
}

void
profile_add(void *fit, const struct profile_options *o,
    const struct batch *b, const uint8_t *rows, struct crew *crew)
{
	struct adding a = { fit, b };

	if (a.p->columns == NULL)
		init_columns(a.p, b, o);
	list_rows(a.p, b, rows);
	crew_for(crew, a.p->n, add_one, &a);
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *r)
{
	profile_add(fit, what, r->batch, r->mask, NULL);
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
	if (o->n > 0 && o->n != p->n)
		BUG("merge of profiles of unlike tables");
	for (size_t i = 0; i < o->n; i++) {
		p->columns[i].s.max_values = p->values;
		column_summary_merge(&p->columns[i].s, &o->columns[i].s);
	}
	free_profile(from);
}

static void
save_profile(const void *fit, const void *what, struct str *out)
{
	const struct profile_fit *p = fit;

	(void)what;
	pack_u64(out, p->rows);
	pack_u64(out, p->n);
	for (size_t i = 0; i < p->n; i++) {
		const struct field *f = &p->columns[i].field;

		pack_bytes(out, f->name, strlen(f->name));
		pack_u64(out, f->type);
		pack_u64(out, f->role);
		column_summary_save(&p->columns[i].s, out);
	}
}

static void *
load_profile(const void *what, struct unpack *from)
{
	struct profile_fit *p = MEM_NEW(struct profile_fit);
	struct summary_sizes upto = sizes;
	const char *name;
	size_t n;

	p->values = upto.values = may_keep(what);
	p->rows = unpack_u64(from);
	p->n = unpack_count(from, COLUMN_BYTES);
	p->columns = mem_calloc(p->n, sizeof(*p->columns));
	for (size_t i = 0; i < p->n; i++) {
		struct column_fit *c = &p->columns[i];

		name = unpack_bytes(from, &n);
		c->field.name = mem_strndup(name, n);
		c->field.type = (enum col_type)unpack_upto(from,
		    N_COL_TYPES - 1);
		c->field.role = (enum col_role)unpack_upto(from,
		    N_COL_ROLES - 1);
		c->need = find_need(&c->field);
		column_summary_load(&c->s, &upto, from);
	}
	return (p);
}

const struct fit_ops profile_fit = {
	new_profile, add_rows, merge_profiles, free_profile, save_profile,
	load_profile
};

static void
finish_numbers(const struct column_summary *s, bool exact,
    struct column_profile *out)
{
	struct sketch_view v;
	struct moments m = column_summary_moments(s);
	double *sorted;

	out->mean = m.mean;
	out->sd = s->n > 1 ? moments_stddev(&m, 1) : 0;
	out->min = m.min;
	out->max = m.max;
	out->is_wide = s->offset != 0 && s->offset_moments.min > -0x1p53 &&
	    s->offset_moments.max < 0x1p53;
	if (out->is_wide) {
		out->least = s->offset + (int64_t)s->offset_moments.min;
		out->greatest = s->offset + (int64_t)s->offset_moments.max;
	}
	out->zeros = s->zeros;
	if (s->has_more) {
		sketch_view_init(&v, &s->sketch);
	} else {
		sorted = mem_dup(s->values, s->n_values, sizeof(double));
		sort_doubles(sorted, s->n_values);
		sketch_view_of_sorted(&v, sorted, s->n_values);
		free(sorted);
	}
	profile_bins_of_view(&v, exact, out);
	sketch_view_release(&v);
}

static void
finish_column(const struct column_fit *f, bool exact,
    struct column_profile *out)
{
	out->name = mem_strdup(f->field.name);
	out->type = f->field.type;
	out->role = f->field.role;
	out->n = f->s.n;
	out->missing = f->s.n_missing;
	if (f->need == NEED_NOTHING || f->s.n == 0)
		return;
	if (!is_category(f->field.type)) {
		finish_numbers(&f->s, exact, out);
		return;
	}
	profile_top_levels(&f->s.levels, out);
	out->has_distinct = true;
	out->distinct = level_counts_distinct(&f->s.levels);
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
		finish_column(&p->columns[i], p->values > FIRST_ROWS,
		    &out->columns[i]);
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
