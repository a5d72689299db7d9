/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"

#include "overview.h"

struct looking {
	struct overview *o;
	const struct schema *schema;	/* of the head: it has the roles */
	const struct batch *b;
};

static void
look_at_column(void *ctx, size_t col, int worker)
{
	struct looking *l = ctx;
	enum col_role role = l->schema->fields[col].role;

	(void)worker;
	if (role_is_feature(role) || role_is_output(role) ||
	    role == ROLE_TARGET)
		column_facts_add(&l->o->facts[col], l->b->cols[col],
		    l->b->first_row);
}

static void
count_missing(struct overview *o, size_t col, const struct batch *b)
{
	const uint8_t *valid = b->cols[col]->valid;
	const uint32_t *ids = o->facts[o->target].ids;

	for (size_t i = 0; b->cols[col]->n_missing > 0 && i < b->n_rows; i++) {
		if (!valid[i] && ids[i] < CLASSES_MAX)
			o->missing[col][ids[i]]++;
	}
}

static void
compare_with_target(void *ctx, size_t col, int worker)
{
	struct looking *l = ctx;
	struct overview *o = l->o;
	const struct column_facts *f = &o->facts[col];
	const struct column_facts *target = &o->facts[o->target];

	(void)worker;
	if (o->with_target[col] == NULL)
		return;
	count_missing(o, col, l->b);
	association_add(o->with_target[col], f, target, l->b->n_rows);
	if (o->by_class[col] != NULL)
		association_add(o->by_class[col], f, target, l->b->n_rows);
}

static bool
can_associate(enum col_type t)
{
	return (is_category_type(t) || is_number_type(t));
}

static void
begin_target(struct overview *o, const struct schema *s)
{
	enum col_type own, type;

	o->target = schema_find_role(s, ROLE_TARGET);
	if (o->target == COLUMN_NONE ||
	    !can_associate(s->fields[o->target].type))
		return;
	own = s->fields[o->target].type;
	for (size_t i = 0; i < s->n; i++) {
		type = s->fields[i].type;
		if (!can_associate(type) ||
		    !(role_is_feature(s->fields[i].role) ||
		    role_is_output(s->fields[i].role)))
			continue;
		o->with_target[i] = association_new(is_category_type(type),
		    is_category_type(own), ASSOCIATION_LEVELS);
		if (is_number_type(type) && own == COL_INT)
			o->by_class[i] = association_new(false, true,
			    CLASSES_MAX);
	}
}

static void
begin(struct overview *o, const struct schema *s)
{
	memset(o, 0, sizeof(*o));
	o->facts = mem_calloc(s->n, sizeof(*o->facts));
	o->with_target = mem_calloc(s->n, sizeof(*o->with_target));
	o->by_class = mem_calloc(s->n, sizeof(*o->by_class));
	o->missing = mem_calloc(s->n, sizeof(*o->missing));
	begin_target(o, s);
}

/* Of numbers the facts know how many different ones there are. */
static void
set_distinct(struct overview *o)
{
	for (size_t i = 0; i < o->profile.n; i++) {
		struct column_profile *p = &o->profile.columns[i];

		if (!is_number_type(p->type) || p->grid == NULL)
			continue;
		p->has_distinct = true;
		p->distinct = value_sample_repeated(&o->facts[i].values) == 0 ?
		    p->n : value_sample_distinct(&o->facts[i].values);
	}
}

struct overview_maker {
	const struct schema *schema;
	struct overview_options opt;
	struct overview o;
	void *fit;		/* the profile */
	uint64_t n_rows;	/* that were looked at */
	struct block rows;	/* not yet, fewer than block_rows */
	size_t block_rows;
	/* Rows that are put into the block. */
	const struct batch *from;
	size_t first, n;
};

struct overview_maker *
overview_new(const struct schema *s, const struct overview_options *opt)
{
	struct overview_maker *m = MEM_NEW(struct overview_maker);
	const struct profile_options keep = { .values = opt->values };

	m->schema = s;
	m->opt = *opt;
	m->fit = profile_fit.new(NULL);
	m->block_rows = batch_rows(s->row_values);
	block_init(&m->rows, s);
	begin(&m->o, s);
	profile_add(m->fit, &keep, &m->rows.view, NULL, NULL);
	return (m);
}

static void
look(struct overview_maker *m, const struct batch *b)
{
	const struct profile_options keep = { .values = m->opt.values };
	struct looking l = { &m->o, m->schema, b };

	profile_add(m->fit, &keep, b, NULL, m->opt.crew);
	crew_for(m->opt.crew, m->schema->n, look_at_column, &l);
	row_copies_add(&m->o.copies, m->schema, b, m->o.facts);
	if (m->opt.rows)
		row_sample_add(&m->o.rows, b, m->o.facts);
	if (m->o.target != COLUMN_NONE)
		crew_for(m->opt.crew, m->schema->n, compare_with_target, &l);
}

/* What is there, or a batch that is a block as it came. */
static void
look_at_block(struct overview_maker *m, const struct batch *b)
{
	struct batch at = *b;

	at.first_row = m->n_rows;
	look(m, &at);
	m->n_rows += at.n_rows;
	block_clear(&m->rows);
}

static void
take_column(void *ctx, size_t col, int worker)
{
	struct overview_maker *m = ctx;

	(void)worker;
	column_add_range(&m->rows.cols[col], m->from->cols[col], m->first,
	    m->n);
}

void
overview_add(struct overview_maker *m, const struct batch *b)
{
	size_t room;

	if (m->rows.view.n_rows == 0 && b->n_rows == m->block_rows) {
		look_at_block(m, b);
		return;
	}
	m->from = b;
	for (m->first = 0; m->first < b->n_rows; m->first += m->n) {
		room = m->block_rows - m->rows.view.n_rows;
		m->n = b->n_rows - m->first < room ? b->n_rows - m->first :
		    room;
		crew_for(m->opt.crew, m->schema->n, take_column, m);
		m->rows.view.n_rows += m->n;
		if (m->rows.view.n_rows == m->block_rows)
			look_at_block(m, &m->rows.view);
	}
}

void
overview_finish(struct overview_maker *m, uint64_t steps,
    struct overview *out)
{
	if (m->rows.view.n_rows > 0)
		look_at_block(m, &m->rows.view);
	profile_finish(m->fit, steps, &m->o.profile);
	profile_fit.free(m->fit);
	set_distinct(&m->o);
	if (out != NULL)
		*out = m->o;
	else
		overview_release(&m->o);
	block_release(&m->rows);
	free(m);
}

int
overview_read(struct stream *in, const struct overview_options *opt,
    struct overview *out, struct diag *d)
{
	struct overview_maker *m = overview_new(&in->head.schema, opt);
	const struct batch *b;
	int ret;

	while ((ret = stream_next(in, &b, d)) == 1)
		overview_add(m, b);
	overview_finish(m, json_array_size(in->head.recipe),
	    ret == 0 ? out : NULL);
	return (ret);
}

void
overview_release(struct overview *o)
{
	for (size_t i = 0; i < o->profile.n; i++) {
		association_free(o->with_target[i]);
		association_free(o->by_class[i]);
		column_facts_release(&o->facts[i]);
	}
	free(o->facts);
	free(o->with_target);
	free(o->by_class);
	free(o->missing);
	row_copies_release(&o->copies);
	row_sample_release(&o->rows);
	profile_release(&o->profile);
	memset(o, 0, sizeof(*o));
}

double
overview_number(const struct column_profile *p, const struct value_sample *s,
    size_t i)
{
	double x;

	if (p->type != COL_FLOAT)
		return ((double)(int64_t)s->values[i].bits);
	memcpy(&x, &s->values[i].bits, sizeof(x));
	return (x);
}

static size_t
count_values(const struct overview *o, size_t col)
{
	const struct column_profile *p = &o->profile.columns[col];
	const struct value_sample *s = &o->facts[col].values;

	if (p->level_counts != NULL)
		return (p->levels.n);
	return (value_sample_is_whole(s) ? s->n : 0);
}

/* Of a column of numbers all of whose values are known. */
static const struct sampled_value *
number_of_rank(const struct overview *o, size_t col, size_t rank)
{
	const struct value_sample *s = &o->facts[col].values;
	uint32_t *ids = value_sample_rank(s), id = ids[rank];

	free(ids);
	return (&s->values[id]);
}

uint64_t
overview_value_rows(const struct overview *o, size_t col, size_t rank)
{
	const struct column_profile *p = &o->profile.columns[col];

	if (rank >= count_values(o, col))
		return (0);
	return (p->level_counts != NULL ? p->level_counts[rank] :
	    number_of_rank(o, col, rank)->n);
}

void
overview_add_value(const struct overview *o, size_t col, size_t rank,
    struct str *out)
{
	const struct column_profile *p = &o->profile.columns[col];
	const struct sampled_value *v;
	char text[NUMTEXT_MAX];
	double x;
	size_t n;

	if (p->level_counts != NULL) {
		const char *level = dict_get(&p->levels, (uint32_t)rank, &n);

		str_add(out, level, n);
		return;
	}
	v = number_of_rank(o, col, rank);
	memcpy(&x, &v->bits, sizeof(x));
	n = p->type == COL_FLOAT ? format_float(text, x) :
	    p->type == COL_INT ? format_int(text, (int64_t)v->bits) :
	    format_time(text, (int64_t)v->bits);
	str_add(out, text, n);
}

/* Levels of as many rows may stand in another order there. */
uint32_t
overview_value_id(const struct overview *o, size_t col, size_t rank)
{
	const struct column_profile *p = &o->profile.columns[col];
	const struct value_sample *s = &o->facts[col].values;
	const char *text;
	uint64_t hash;
	size_t n;

	if (p->level_counts == NULL)
		return ((uint32_t)(number_of_rank(o, col, rank) - s->values));
	text = dict_get(&p->levels, (uint32_t)rank, &n);
	hash = column_facts_hash(p->type, text, n);
	for (uint32_t i = 0; i < s->n; i++) {
		if (s->values[i].hash == hash)
			return (i);
	}
	return (VALUE_OTHER);
}

size_t
overview_classes(const struct overview *o)
{
	enum col_type type;
	size_t n;

	if (o->target == COLUMN_NONE)
		return (0);
	type = o->profile.columns[o->target].type;
	n = count_values(o, o->target);
	return ((is_category_type(type) || type == COL_INT) &&
	    n <= CLASSES_MAX ? n : 0);
}

/* Pearson's chi-square of a table of two rows. */
double
overview_missing_strength(const struct overview *o, size_t col)
{
	const struct value_sample *s;
	double rows = 0, absent = 0, sum = 0, m;

	if (overview_classes(o) < 2 || o->missing == NULL)
		return (NAN);
	s = &o->facts[o->target].values;
	for (size_t k = 0; k < s->n; k++) {
		rows += (double)s->values[k].n;
		absent += (double)o->missing[col][k];
	}
	if (absent == 0 || absent == rows)
		return (NAN);
	for (size_t k = 0; k < s->n; k++) {
		m = (double)s->values[k].n;
		sum += pow((double)o->missing[col][k] - absent * m / rows,
		    2) / m;
	}
	return (sqrt(sum * rows / (absent * (rows - absent))));
}
