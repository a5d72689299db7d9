/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "pass.h"
#include "level_counts.h"
#include "mem.h"
#include "step_date.h"

#include "step_table.h"

#include "encode_auto.h"

/* Names of columns for one step. */
struct names {
	char **v;
	size_t n, cap;
};

/* What becomes of a column. */
enum fate {
	FATE_KEEP,
	FATE_SCALE,
	FATE_DATE,
	FATE_LEVELS,		/* decided by the number of levels */
	FATE_TARGET		/* a target of texts: kept, its classes count */
};

struct looking {
	const struct schema *schema;
	enum fate *fates;	/* of each column */
};

/* What one pass over training rows tells. */
struct seen {
	struct level_counts *levels;	/* with FATE_LEVELS, FATE_TARGET */
	bool *has_hours;		/* with FATE_DATE */
	size_t n;
};

static void
add_name(struct names *list, const char *name, const char *part)
{
	struct str s = STR_INIT;

	str_addz(&s, name);
	if (part != NULL)
		str_addf(&s, ".%s", part);
	list->v = mem_grow(list->v, &list->cap, list->n + 1,
	    sizeof(*list->v));
	list->v[list->n++] = str_detach(&s);
}

static void
release_names(struct names *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i]);
	free(list->v);
}

static enum fate
fate_of(const struct field *f)
{
	if (f->role == ROLE_TARGET && f->type == COL_STRING)
		return (FATE_TARGET);
	if (f->role != ROLE_FEATURE)
		return (FATE_KEEP);
	switch (f->type) {
	case COL_INT:
	case COL_FLOAT:
		return (FATE_SCALE);
	case COL_TIME:
		return (FATE_DATE);
	case COL_STRING:
		return (FATE_LEVELS);
	default:
		return (FATE_KEEP);
	}
}

/* Leave alone what steps of the recipe from first on have made. */
static void
keep_made(struct looking *l, const json_t *recipe, size_t first)
{
	const json_t *out;
	const char *name;
	size_t col;

	for (size_t i = first; i < json_array_size(recipe); i++) {
		out = json_object_get(json_array_get(recipe, i), "out");
		for (size_t k = 0; k < json_array_size(out); k++) {
			name = json_string_value(json_array_get(out, k));
			col = name != NULL ? schema_find(l->schema, name) :
			    COLUMN_NONE;
			if (col != COLUMN_NONE)
				l->fates[col] = FATE_KEEP;
		}
	}
}

static void *
new_seen(const void *what)
{
	const struct looking *l = what;
	struct seen *s = MEM_NEW(struct seen);

	s->n = l->schema->n;
	s->levels = mem_calloc(s->n, sizeof(*s->levels));
	s->has_hours = mem_calloc(s->n, sizeof(*s->has_hours));
	for (size_t i = 0; i < s->n; i++)
		level_counts_init(&s->levels[i], AUTO_ONEHOT_MAX);
	return (s);
}

static void
add_rows(void *fit, const void *what, const struct fit_rows *r)
{
	const struct looking *l = what;
	struct seen *s = fit;

	for (size_t i = 0; i < s->n; i++) {
		if (l->fates[i] == FATE_LEVELS || l->fates[i] == FATE_TARGET)
			level_counts_add(&s->levels[i],
			    r->batch->cols[i], r->mask);
		else if (l->fates[i] == FATE_DATE && !s->has_hours[i])
			s->has_hours[i] = date_has_hours(
			    r->batch->cols[i], r->mask);
	}
}

static void
free_seen(void *fit)
{
	struct seen *s = fit;

	for (size_t i = 0; i < s->n; i++)
		level_counts_release(&s->levels[i]);
	free(s->levels);
	free(s->has_hours);
	free(s);
}

static void
merge_seen(void *into, const void *what, void *from)
{
	struct seen *a = into, *b = from;

	(void)what;
	for (size_t i = 0; i < a->n; i++) {
		level_counts_merge(&a->levels[i], &b->levels[i]);
		a->has_hours[i] |= b->has_hours[i];
	}
	free_seen(b);
}

static const struct fit_ops look_ops = {
	new_seen, add_rows, merge_seen, free_seen
};

static int
look(const struct spool *spool, const struct encode_auto_options *o,
    const struct looking *l, struct seen **out, struct diag *d)
{
	struct fitter fitter = { .ops = &look_ops, .what = l };
	struct pass in = {
		.spool = spool, .crew = o->crew,
		.split_col = schema_find_role(l->schema, ROLE_SPLIT)
	};

	if (pass_run(&in, &fitter, 1, d) == -1)
		return (-1);
	*out = fitter.fit;
	return (0);
}

/* A step of the kind over these columns, if there are any. */
static int
add_step(struct encode_auto_plan *p, const struct step_kind *kind,
    const struct names *columns, uint64_t seed, struct diag *d)
{
	struct str label = STR_INIT;
	struct step *s;

	if (columns->n == 0)
		return (0);
	if (step_new(kind, "", seed, &s, d) == -1)
		return (-1);
	str_addf(&label, "auto: %s", kind->name);
	free(s->label);
	s->label = str_detach(&label);
	free(s->select);
	s->select = NULL;
	step_set_inputs(s, (const char *const *)columns->v, columns->n);
	p->steps = mem_realloc(p->steps, p->n + 1, sizeof(*p->steps));
	p->steps[p->n++] = s;
	return (0);
}

/* The columns of each step. */
struct shares {
	struct names dates, onehot, encode, scale;
};

static void
share_date(struct shares *sh, const char *name, bool has_hours)
{
	size_t n = has_hours ? N_DATE_PARTS : N_DATE_PARTS - 1;

	add_name(&sh->dates, name, NULL);
	for (size_t k = 0; k < n; k++)
		add_name(&sh->scale, name, date_part_names[k]);
}

/* Of several classes target encoding makes a share for each, which needs no
   scale. */
static bool
has_several_classes(const struct looking *l, const struct seen *seen)
{
	size_t target = schema_find_role(l->schema, ROLE_TARGET);

	return (target != COLUMN_NONE && seen->levels[target].levels.n > 2);
}

static void
share_out(struct shares *sh, const struct looking *l, const struct seen *seen)
{
	bool several = has_several_classes(l, seen);

	for (size_t i = 0; i < l->schema->n; i++) {
		const char *name = l->schema->fields[i].name;

		if (l->fates[i] == FATE_SCALE) {
			add_name(&sh->scale, name, NULL);
		} else if (l->fates[i] == FATE_DATE) {
			share_date(sh, name, seen->has_hours[i]);
		} else if (l->fates[i] == FATE_LEVELS &&
		    !seen->levels[i].is_over) {
			add_name(&sh->onehot, name, NULL);
		} else if (l->fates[i] == FATE_LEVELS) {
			add_name(&sh->encode, name, NULL);
			if (!several)
				add_name(&sh->scale, name, NULL);
		}
	}
}

static int
add_steps(struct encode_auto_plan *p, struct shares *sh,
    const struct encode_auto_options *o, bool has_target, struct diag *d)
{
	p->counted = !has_target && sh->encode.n > 0;
	if (add_step(p, &step_date, &sh->dates, o->seed, d) == -1 ||
	    add_step(p, &step_onehot, &sh->onehot, o->seed, d) == -1 ||
	    add_step(p, has_target ? &step_target_encode : &step_count_encode,
	    &sh->encode, o->seed, d) == -1 ||
	    add_step(p, &step_scale, &sh->scale, o->seed, d) == -1)
		return (-1);
	return (0);
}

int
encode_auto(const struct spool *spool, const struct encode_auto_options *o,
    struct encode_auto_plan *out, struct diag *d)
{
	const struct head *h = spool_head(spool);
	struct looking l = { .schema = &h->schema };
	struct shares sh;
	struct seen *seen = NULL;
	int r;

	memset(out, 0, sizeof(*out));
	memset(&sh, 0, sizeof(sh));
	l.fates = mem_alloc(l.schema->n, sizeof(*l.fates));
	for (size_t i = 0; i < l.schema->n; i++)
		l.fates[i] = fate_of(&l.schema->fields[i]);
	keep_made(&l, h->recipe, o->first_own_step);
	r = look(spool, o, &l, &seen, d);
	if (r == 0) {
		share_out(&sh, &l, seen);
		r = add_steps(out, &sh, o, schema_find_role(l.schema,
		    ROLE_TARGET) != COLUMN_NONE, d);
		free_seen(seen);
	}
	if (r == -1)
		encode_auto_plan_release(out);
	release_names(&sh.dates);
	release_names(&sh.onehot);
	release_names(&sh.encode);
	release_names(&sh.scale);
	free(l.fates);
	return (r);
}

void
encode_auto_plan_release(struct encode_auto_plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		step_free(p->steps[i]);
	free(p->steps);
	p->steps = NULL;
	p->n = 0;
}
