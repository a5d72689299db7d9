/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "recipe.h"
#include "step_date.h"
#include "step_table.h"
#include "value_fit.h"

#include "step_auto.h"

/* Names of columns for one step. */
struct names {
	char **v;
	size_t n, cap;
};

/* The columns of each step. */
struct shares {
	struct names dates, onehot, encode, hash, scale;
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

/* Features, and a target of texts, whose classes are counted. */
static bool
is_looked_at(const struct field *f)
{
	if (f->role == ROLE_TARGET)
		return (f->type == COL_STRING);
	return (f->role == ROLE_FEATURE && (f->type == COL_INT ||
	    f->type == COL_FLOAT || f->type == COL_TIME ||
	    f->type == COL_STRING));
}

static int
bind_auto(struct step *s, const struct schema *in, struct diag *d)
{
	const char **names = mem_alloc(in->n, sizeof(*names));
	size_t n = 0;

	(void)d;
	for (size_t i = 0; i < in->n; i++) {
		if (is_looked_at(&in->fields[i]))
			names[n++] = in->fields[i].name;
	}
	step_set_inputs(s, names, n);
	for (size_t k = 0; k < n; k++)
		s->in_cols[k] = schema_find(in, names[k]);
	free(names);
	return (0);
}

static unsigned
needs_auto(const struct step *s, enum col_type t)
{
	(void)s;
	return (t == COL_STRING ? NEED_LEVELS :
	    t == COL_TIME ? NEED_HOURS : NEED_NOTHING);
}

/* Of several classes target encoding makes a share for each, which needs no
   scale. */
static bool
has_several_classes(const struct step *s, const void *fit,
    const struct schema *in)
{
	for (size_t k = 0; k < s->n_in; k++) {
		if (in->fields[s->in_cols[k]].role == ROLE_TARGET)
			return (value_fit_column(fit, k)->levels.levels.n > 2);
	}
	return (false);
}

static void
share_date(struct shares *sh, const char *name, bool has_hours)
{
	size_t n = has_hours ? N_DATE_PARTS : N_DATE_PARTS - 1;

	add_name(&sh->dates, name, NULL);
	for (size_t k = 0; k < n; k++)
		add_name(&sh->scale, name, date_part_names[k]);
}

static void
share_column(struct shares *sh, const struct field *f,
    const struct column_summary *seen, bool several)
{
	struct names *way = &sh->encode;

	if (f->type == COL_TIME) {
		share_date(sh, f->name, seen->has_hours);
		return;
	}
	if (f->type == COL_STRING) {
		if (!seen->levels.is_over)
			way = &sh->onehot;
		else if (level_counts_distinct(&seen->levels) >
		    AUTO_LEVELS_MAX)
			way = &sh->hash;
		add_name(way, f->name, NULL);
		if (way != &sh->encode || several)
			return;
	}
	add_name(&sh->scale, f->name, NULL);
}

/* Did a step of the recipe make the column? */
static bool
is_made(const struct recipe *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++) {
		if (schema_find(&r->steps[i]->out, name) != COLUMN_NONE)
			return (true);
	}
	return (false);
}

static void
share_out(struct shares *sh, const struct step *s, const void *fit,
    const struct recipe *before)
{
	const struct schema *in = recipe_schema(before);
	bool several = has_several_classes(s, fit, in);

	for (size_t k = 0; k < s->n_in; k++) {
		const struct field *f = &in->fields[s->in_cols[k]];

		if (f->role == ROLE_FEATURE && !is_made(before, f->name))
			share_column(sh, f, value_fit_column(fit, k), several);
	}
}

/* A step of the kind over these columns, if there are any. */
static int
add_step(struct step_list *out, const struct step_kind *kind,
    const struct names *columns, uint64_t seed, struct diag *d)
{
	const char *arg = kind == &step_hash ? "=" AUTO_HASH_BITS : "";
	struct str label = STR_INIT;
	struct step *s;

	if (columns->n == 0)
		return (0);
	if (step_new(kind, arg, seed, &s, d) == -1)
		return (-1);
	str_addf(&label, "auto: %s", kind->name);
	free(s->label);
	s->label = str_detach(&label);
	free(s->select);
	s->select = NULL;
	step_set_inputs(s, (const char *const *)columns->v, columns->n);
	step_list_add(out, s);
	return (0);
}

static int
expand_auto(const struct step *s, const void *fit,
    const struct recipe *before, struct step_list *out, struct diag *d)
{
	bool has_target = schema_find_role(recipe_schema(before),
	    ROLE_TARGET) != COLUMN_NONE;
	struct shares sh;
	int r = 0;

	memset(&sh, 0, sizeof(sh));
	share_out(&sh, s, fit, before);
	if (add_step(out, &step_date, &sh.dates, s->seed, d) == -1 ||
	    add_step(out, &step_onehot, &sh.onehot, s->seed, d) == -1 ||
	    add_step(out, has_target ? &step_target_encode :
	    &step_count_encode, &sh.encode, s->seed, d) == -1 ||
	    add_step(out, &step_hash, &sh.hash, s->seed, d) == -1 ||
	    add_step(out, &step_scale, &sh.scale, s->seed, d) == -1)
		r = -1;
	release_names(&sh.dates);
	release_names(&sh.onehot);
	release_names(&sh.encode);
	release_names(&sh.hash);
	release_names(&sh.scale);
	return (r);
}

const struct step_kind step_auto = {
	.name = "auto",
	.version = 1,
	.summary = "numbers of all features",
	.bind = bind_auto,
	.fit = &value_fit_ops,
	.needs = needs_auto,
	.max_levels = AUTO_ONEHOT_MAX,
	.expand = expand_auto
};
