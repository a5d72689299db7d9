/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date: a time becomes int columns with its parts (see step_date.h), in UTC.
 * Missing stays missing in all of them.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "step_columns.h"
#include "step_date.h"

#include "step_table.h"

#define DAY ((int64_t)86400 * 1000000)

const char *const date_part_names[N_DATE_PARTS] = {
	"year", "month", "day", "weekday", "yearday", "hour"
};

struct date_state {
	bool *has_hours;	/* of each input */
	size_t n;
};

static int
parse_date(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;

	step_take_selector(s, arg, &rest);
	if (rest != NULL)
		return (diag_set(d, "nothing follows the columns: \"=%s\"",
		    rest));
	return (0);
}

static bool
is_time(enum col_type t)
{
	return (t == COL_TIME);
}

static int
bind_date(struct step *s, const struct schema *in, struct diag *d)
{
	return (step_check_types(s, in, is_time, "a time", d));
}

bool
date_has_hours(const struct column *c, const uint8_t *rows)
{
	for (size_t i = 0; i < c->n; i++) {
		if (rows[i] && c->valid[i] && c->ints[i] % DAY != 0)
			return (true);
	}
	return (false);
}

static void
free_date(void *state)
{
	struct date_state *st = state;

	free(st->has_hours);
	free(st);
}

static void *
new_date(const void *what)
{
	const struct step *s = what;
	struct date_state *st = MEM_NEW(struct date_state);

	st->n = s->n_in;
	st->has_hours = mem_calloc(st->n, sizeof(*st->has_hours));
	return (st);
}

static void
add_batch(void *fit, const void *what, const struct batch *b,
    const uint8_t *rows)
{
	const struct step *s = what;
	struct date_state *st = fit;

	for (size_t i = 0; i < st->n; i++)
		st->has_hours[i] |=
		    date_has_hours(b->cols[s->in_cols[i]], rows);
}

static void
merge_fits(void *into, const void *what, void *from)
{
	struct date_state *a = into, *b = from;

	(void)what;
	for (size_t i = 0; i < a->n; i++)
		a->has_hours[i] |= b->has_hours[i];
	free_date(b);
}

static const struct fit_ops date_fit_ops = {
	new_date, add_batch, merge_fits, free_date
};

static int
finish_date(struct step *s, void *fit, struct diag *d)
{
	const struct date_state *f = fit;
	struct date_state *st = new_date(s);

	(void)d;
	memcpy(st->has_hours, f->has_hours, st->n * sizeof(*st->has_hours));
	s->state = st;
	return (0);
}

static size_t
count_parts(const struct date_state *st, size_t i)
{
	return (st->has_hours[i] ? N_DATE_PARTS : N_DATE_PARTS - 1);
}

static int
declare_date(struct step *s, const struct schema *in, struct diag *d)
{
	const struct date_state *st = s->state;

	(void)in;
	for (size_t i = 0; i < s->n_in; i++) {
		for (size_t k = 0; k < count_parts(st, i); k++) {
			if (step_declare_part(s, i, '.', date_part_names[k],
			    COL_INT, d) == -1)
				return (-1);
		}
	}
	return (0);
}

static void
add_parts(struct column *out, size_t n, int64_t t)
{
	struct civil_time c;

	civil_from_time(t, &c);
	const int parts[N_DATE_PARTS] = {
		c.year, c.month, c.day, c.weekday, c.yearday, c.hour
	};

	for (size_t k = 0; k < n; k++)
		column_add_int(&out[k], parts[k]);
}

static int
apply_date(const struct step *s, const struct apply_args *a, struct diag *d)
{
	const struct date_state *st = s->state;
	struct column *out = a->out;

	(void)d;
	for (size_t j = 0; j < s->n_in; j++) {
		const struct column *c = a->in->cols[s->in_cols[j]];
		size_t n = count_parts(st, j);

		for (size_t i = 0; i < c->n; i++) {
			if (c->valid[i]) {
				add_parts(out, n, c->ints[i]);
				continue;
			}
			for (size_t k = 0; k < n; k++)
				column_add_missing(&out[k]);
		}
		out += n;
	}
	return (0);
}

static json_t *
save_column(const struct step *s, size_t i)
{
	const struct date_state *st = s->state;
	json_t *o = json_object();

	json_object_set_new(o, "hours", json_boolean(st->has_hours[i]));
	return (o);
}

static json_t *
save_date(const struct step *s)
{
	return (step_columns_save(s, save_column));
}

static int
load_column(struct step *s, size_t i, const json_t *o, struct diag *d)
{
	const struct date_state *st = s->state;

	return (doc_get_bool(o, "hours", &st->has_hours[i], d));
}

static int
load_date(struct step *s, const json_t *state, struct diag *d)
{
	s->state = new_date(s);
	return (step_columns_load(s, state, load_column, d));
}

const struct step_kind step_date = {
	.name = "date",
	.version = 1,
	.summary = "the parts of a time: year, month, day, weekday ...",
	.consumes = true,
	.parse = parse_date,
	.bind = bind_date,
	.fit = &date_fit_ops,
	.finish = finish_date,
	.declare = declare_date,
	.apply = apply_date,
	.save = save_date,
	.load = load_date,
	.free_state = free_date
};
