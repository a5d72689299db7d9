/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "profile.h"

#include "sim_table.h"

/* Take the fields, and room for what belongs to them. */
static void
begin_table(struct sim_table *t)
{
	size_t n = t->schema.n;

	t->columns = mem_calloc(n, sizeof(*t->columns));
	t->atoms = mem_calloc(n, sizeof(*t->atoms));
	t->compared = mem_alloc(n, sizeof(*t->compared));
}

static void
take_column(struct sim_table *t, size_t j, const struct column *rows,
    uint32_t rare)
{
	t->atoms[j] = mem_alloc(rows->n, sizeof(**t->atoms));
	sim_column_init(&t->columns[j], &t->schema.fields[j], rows, rare,
	    t->atoms[j]);
	t->compared[j] = !sim_column_is_made_up(&t->columns[j]);
}

static int
check_types(const struct schema *s, struct diag *d)
{
	for (size_t j = 0; j < s->n; j++)
		if (s->fields[j].width > 0)
			return (diag_set(d, "column \"%s\" is %s: only columns "
			    "of single values are simulated; mlc-clean --drop "
			    "leaves it out", s->fields[j].name,
			    col_type_words(s->fields[j].type)));
	return (0);
}

/* The rows to learn from, in one block. */
static int
gather_rows(const struct spool *sp, uint64_t seed, struct block *all,
    struct diag *d)
{
	uint64_t key = rng_key(seed, RNG_SIM_SAMPLE, 0);
	double share = (double)SIM_ROWS / (double)spool_n_rows(sp);
	const struct batch *b;
	struct block scratch;
	uint8_t *keep = mem_alloc(BATCH_ROWS, 1);
	int r = 0;

	block_init(&scratch, &spool_head(sp)->schema);
	for (size_t k = 0; k < spool_n_blocks(sp) && r == 0; k++) {
		if ((r = spool_get(sp, k, &scratch, &b, d)) == -1)
			break;
		for (size_t i = 0; i < b->n_rows; i++)
			keep[i] = share >= 1 || rng_uniform_at(key,
			    b->first_row + i) < share;
		block_add_kept(all, b, keep);
	}
	block_release(&scratch);
	free(keep);
	return (r);
}

static int
gather_copies(const struct spool *sp, struct sim_table *t, uint32_t rare,
    struct diag *d)
{
	const struct batch *b;
	struct block scratch;
	int r = 0;

	block_init(&scratch, &spool_head(sp)->schema);
	for (size_t k = 0; k < spool_n_blocks(sp) && r == 0; k++) {
		r = spool_get(sp, k, &scratch, &b, d);
		if (r == 0)
			sim_copies_add(&t->copies, b, t->compared);
	}
	block_release(&scratch);
	sim_copies_finish(&t->copies, rare);
	return (r);
}

int
sim_table_of_rows(const struct spool *sp, uint32_t rare, uint64_t seed,
    struct sim_table *t, struct diag *d)
{
	const struct schema *s = &spool_head(sp)->schema;
	struct block all;
	int r;

	*t = (struct sim_table){ .n_source = spool_n_rows(sp),
	    .has_rows = true };
	schema_copy(&t->schema, s);
	begin_table(t);
	if (check_types(s, d) == -1)
		return (-1);
	if (t->n_source == 0)
		return (diag_set(d, "no rows to learn from"));
	block_init(&all, s);
	r = gather_rows(sp, seed, &all, d);
	if (r == 0) {
		t->n_rows = block_seal(&all, 0)->n_rows;
		for (size_t j = 0; j < s->n; j++)
			take_column(t, j, &all.cols[j], rare);
		r = gather_copies(sp, t, rare, d);
	}
	block_release(&all);
	return (r);
}

static void
add_number(struct column *c, double v, int decimals)
{
	if (c->type == COL_FLOAT)
		column_add_float(c, sim_round(v, decimals));
	else
		column_add_int(c, fabs(v) < 0x1p63 ? (int64_t)nearbyint(v) : 0);
}

/* n values at equal steps of the distribution function. */
static void
invert_law(const struct column_profile *p, size_t n, struct column *out)
{
	struct law law;
	double at, begin;
	size_t k = 0;
	int decimals;

	if (p->law.n_points > 0)
		law_copy(&law, &p->law);
	else
		law_of_grid(&law, p->grid, PROFILE_GRID, (double)p->n);
	decimals = sim_decimals(law.v, law.n_points);
	for (size_t i = 0; i < n; i++) {
		at = ((double)i + 0.5) / (double)n * law.n;
		while (k + 1 < law.n_points && law.upto[k] < at)
			k++;
		begin = law.upto[k] - law.equal[k];
		if (k == 0 || at >= begin)
			add_number(out, law.v[k], -1);
		else
			add_number(out, law.v[k - 1] + (law.v[k] -
			    law.v[k - 1]) * (at - law.upto[k - 1]) /
			    (begin - law.upto[k - 1]), decimals);
	}
	law_release(&law);
}

/* The same of levels; those that the profile does not name are left out. */
static void
spread_levels(const struct column_profile *p, size_t n, struct column *out)
{
	uint64_t all = 0, upto = 0;
	const char *text;
	size_t len;

	for (uint32_t k = 0; k < p->levels.n; k++)
		all += p->level_counts[k];
	for (uint32_t k = 0; k < p->levels.n; k++) {
		text = dict_get(&p->levels, k, &len);
		upto += p->level_counts[k];
		while (out->n < (size_t)nearbyint((double)n * (double)upto /
		    (double)all)) {
			if (out->type == COL_BOOL)
				column_add_bool(out, text[0] == 't');
			else
				column_add_string(out, text, len);
		}
	}
}

/* rows rows that have the profile's values and missing ones. */
static void
fill_column(const struct column_profile *p, size_t rows, struct column *out)
{
	double share = p->n + p->missing == 0 ? 0 : (double)p->n /
	    (double)(p->n + p->missing);
	size_t n = (size_t)nearbyint((double)rows * share);

	if (p->grid != NULL)
		invert_law(p, n, out);
	else if (p->levels.n > 0)
		spread_levels(p, n, out);
	column_add_missings(out, rows - out->n);
}

static const struct column_profile *
find_profile(const struct profile *p, const char *name)
{
	for (size_t k = 0; k < p->n; k++)
		if (strcmp(p->columns[k].name, name) == 0)
			return (&p->columns[k]);
	return (NULL);
}

/* Is there something to make values of? */
static const struct column_profile *
describes(const struct profile *p, const struct field *f)
{
	const struct column_profile *c = find_profile(p, f->name);

	return (c != NULL && c->type == f->type && (f->role == ROLE_ID ||
	    c->grid != NULL || c->levels.n > 0) ? c : NULL);
}

static int
take_profile(const struct predictor *m, const struct profile *p,
    uint32_t rare, struct sim_table *t, struct diag *d)
{
	const struct schema *s = &m->spec.schema;
	struct column rows;

	for (size_t j = 0; j < s->n; j++)
		if (describes(p, &s->fields[j]) != NULL &&
		    schema_add(&t->schema, &s->fields[j], d) == -1)
			return (-1);
	if (t->schema.n == 0)
		return (diag_set(d, "the profile describes no raw column"));
	begin_table(t);
	t->n_source = p->rows;
	t->n_rows = p->rows < SIM_ROWS_PROFILE ? (size_t)p->rows :
	    SIM_ROWS_PROFILE;
	/* As many of these rows stand for `rare` rows; two, or a value that
	   one row may have would be one that many share. */
	if (p->rows > SIM_ROWS_PROFILE) {
		rare = (uint32_t)((double)rare * SIM_ROWS_PROFILE /
		    (double)p->rows);
		rare = rare < 2 ? 2 : rare;
	}
	for (size_t j = 0; j < t->schema.n; j++) {
		const struct field *f = &t->schema.fields[j];

		column_init(&rows, f->type, 0);
		fill_column(find_profile(p, f->name), t->n_rows, &rows);
		take_column(t, j, &rows, rare);
		column_release(&rows);
	}
	return (0);
}

int
sim_table_of_model(const struct predictor *m, uint32_t rare,
    struct sim_table *t, struct diag *d)
{
	struct profile p = { .n = 0 };
	json_t *json = NULL;
	int r;

	*t = (struct sim_table){ .n_rows = 0 };
	schema_init(&t->schema);
	if (predictor_profile(m, &json, d) == -1)
		return (-1);
	if (json == NULL)
		return (diag_set(d, "the model has no profile to make rows "
		    "of"));
	r = profile_from_json(json, &p, d);
	if (r == 0)
		r = p.rows == 0 ? diag_set(d, "the profile is of no rows") :
		    take_profile(m, &p, rare, t, d);
	profile_release(&p);
	json_decref(json);
	return (r);
}

void
sim_table_release(struct sim_table *t)
{
	for (size_t j = 0; t->columns != NULL && j < t->schema.n; j++) {
		sim_column_release(&t->columns[j]);
		free(t->atoms[j]);
	}
	free(t->columns);
	free(t->atoms);
	free(t->compared);
	sim_copies_release(&t->copies);
	schema_release(&t->schema);
}
