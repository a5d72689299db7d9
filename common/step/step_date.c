/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date: a time becomes int columns with its parts (see step_date.h), in UTC.
 * Missing stays missing in all of them.
 */
#include "numtext.h"
#include "step_columns.h"
#include "step_date.h"
#include "value_fit.h"

#include "step_table.h"


const char *const date_part_names[N_DATE_PARTS] = {
	"year", "month", "day", "weekday", "yearday", "hour"
};

struct date_column {
	bool has_hours;
};

static bool
is_time(enum col_type t)
{
	return (t == COL_TIME);
}

static int
finish_date(const struct step *s, size_t k, const void *fit, void *col,
    struct diag *d)
{
	struct date_column *date = col;

	(void)s, (void)d;
	date->has_hours = value_fit_column(fit, k)->has_hours;
	return (0);
}

static size_t
count_parts(const struct step *s, size_t k)
{
	const struct date_column *date = step_column(s, k);

	return (date->has_hours ? N_DATE_PARTS : N_DATE_PARTS - 1);
}

static int
declare_date(struct step *s, const struct schema *in, struct diag *d)
{
	(void)in;
	for (size_t i = 0; i < s->n_in; i++) {
		for (size_t k = 0; k < count_parts(s, i); k++) {
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
	struct column *out = a->out;

	(void)d;
	for (size_t j = 0; j < s->n_in; j++) {
		const struct column *c = step_input(s, a, j);
		size_t n = count_parts(s, j);

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
save_date(const void *col)
{
	const struct date_column *date = col;

	return (json_pack("{s:b}", "hours", date->has_hours));
}

static int
load_date(const struct step *s, const json_t *entry, void *col,
    struct diag *d)
{
	struct date_column *date = col;

	(void)s;
	return (doc_get_bool(entry, "hours", &date->has_hours, d));
}

const struct step_kind step_date = {
	.name = "date",
	.version = 1,
	.summary = "the parts of a time: year, month, day, weekday ...",
	.consumes = true,
	.takes = is_time,
	.takes_what = "a time",
	.parse = step_parse_selector,
	.fit = &value_fit_ops,
	.needs = need_hours,
	.declare = declare_date,
	.apply = apply_date,
	.column = {
		.size = sizeof(struct date_column),
		.finish = finish_date,
		.save = save_date,
		.load = load_date
	}
};
