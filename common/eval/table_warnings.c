/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "numtext.h"

#include "table_warnings.h"

#define LEAST_ROWS 20		/* below, a column of other values is no id */
#define CLASS_ROWS 10		/* that a class which is told apart has */
#define SPARE_LEVELS 10		/* fewer are no numbers that could be skewed */

void
say_share(struct str *s, double share)
{
	str_addf(s, share > 0 && share < 0.001 ? "%.2g %%" : "%.3g %%",
	    100 * share);
}

static double
share_of(uint64_t n, uint64_t of)
{
	return (of > 0 ? (double)n / (double)of : 0);
}

static uint64_t
rows_of(const struct judged *j)
{
	return (j->p->n + j->p->missing);
}

static bool
is_empty(struct judged *j)
{
	str_addz(&j->says, "no row has a value");
	return (j->p->n == 0 && j->p->missing > 0);
}

static bool
is_often_missing(struct judged *j)
{
	j->value = share_of(j->p->missing, rows_of(j));
	say_share(&j->says, j->value);
	str_addz(&j->says, " of the rows have no value");
	return (j->p->n > 0 && j->value >= j->limit);
}

static void
say_value(struct judged *j, size_t rank)
{
	struct str *s = &j->says;

	str_addc(s, '"');
	overview_add_value(j->o, j->col, rank, s);
	str_addc(s, '"');
}

static bool
is_constant(struct judged *j)
{
	if (j->p->n < 2 || !j->p->has_distinct || j->p->distinct != 1)
		return (false);
	str_addz(&j->says, "all values are ");
	say_value(j, 0);
	return (true);
}

static bool
is_near_constant(struct judged *j)
{
	j->value = share_of(overview_value_rows(j->o, j->col, 0), j->p->n);
	if (j->p->distinct < 2 || j->value < j->limit)
		return (false);
	say_share(&j->says, j->value);
	str_addz(&j->says, " of the values are ");
	say_value(j, 0);
	return (true);
}

/* Whole numbers or texts of which no two are equal. */
static bool
is_id_like(struct judged *j)
{
	if (j->p->type != COL_INT && j->p->type != COL_STRING)
		return (false);
	j->value = 1 - value_sample_repeated(&j->f->values);
	str_addz(&j->says, "each row has a value of its own, as an id has; "
	    "--role COL=id keeps it out of a model");
	return (j->p->n >= LEAST_ROWS && j->value >= j->limit);
}

static bool
has_many_levels(struct judged *j)
{
	struct judged id = { .o = j->o, .p = j->p, .f = j->f, .limit = 1 };
	bool is_id = is_id_like(&id);

	str_release(&id.says);
	j->value = (double)j->p->distinct;
	str_addf(&j->says, "%llu different texts, and one-hot makes a column "
	    "of each; see mlc-encode --target-encode and --hash",
	    (unsigned long long)j->p->distinct);
	return (j->p->type == COL_STRING && !is_id && j->value > j->limit);
}

static bool
tells_target(struct judged *j)
{
	const struct association *a = j->o->with_target[j->col];
	const struct association *c = j->o->by_class[j->col];

	if (a == NULL)
		return (false);
	j->value = association_strength(a);
	if (j->value >= j->limit) {
		str_addf(&j->says, "goes with the target almost completely "
		    "(%s %.3g)", association_kind(a), association_value(a));
	} else if (association_separates(c != NULL ? c : a, CLASS_ROWS) &&
	    j->p->type != COL_STRING && j->p->type != COL_BOOL) {
		str_addz(&j->says, "its ranges in the classes of the target "
		    "do not touch");
	} else {
		return (false);
	}
	str_addz(&j->says, ": is it known before the target is?");
	return (true);
}

static bool
missing_tells_target(struct judged *j)
{
	j->value = overview_missing_strength(j->o, j->col);
	str_addf(&j->says, "whether it is missing tells the target almost "
	    "completely (cramer_v %.3g): is it known before the target is?",
	    j->value);
	return (j->value >= j->limit);
}

static bool
is_skewed(struct judged *j)
{
	if (j->p->type != COL_INT && j->p->type != COL_FLOAT)
		return (false);
	j->value = column_facts_skew(j->f);
	str_addf(&j->says, "skewness %.3g: few values are far from the rest; "
	    "see mlc-encode --scale COL=log", j->value);
	return (j->p->distinct > SPARE_LEVELS && fabs(j->value) > j->limit);
}

/* The rows of a value, exact while all values are known; at least one. */
static uint64_t
rows_with(const struct judged *j, double x)
{
	const struct value_sample *s = &j->f->values;

	for (size_t i = 0; i < s->n; i++) {
		if (overview_number(j->p, s, i) == x)
			return (s->values[i].n);
	}
	return (1);
}

/* 9, 99, 999 .. or -9, -99, .. */
static bool
is_sentinel(double x)
{
	double nines = 9;

	for (x = fabs(x); nines < x && nines < 1e12;)
		nines = 10 * nines + 9;
	return (x == nines);
}

/* The value that is next to an extreme of the column, from what is known of
   the others; the extreme itself where there is none. */
static double
next_to(const struct judged *j, double x)
{
	const struct value_sample *s = &j->f->values;
	const struct law *l = &j->p->law;
	double best = x == j->p->min ? j->p->max : j->p->min, v;
	bool up = x == j->p->min;

	for (size_t i = 0; i < l->n_points + s->n; i++) {
		v = i < l->n_points ? l->v[i] :
		    overview_number(j->p, s, i - l->n_points);
		if (up ? v > x && v < best : v < x && v > best)
			best = v;
	}
	return (best);
}

/* Such an extreme, and the others are nearer together than it is to them. */
static bool
has_sentinel(struct judged *j)
{
	double ends[2] = { j->p->min, j->p->max }, near, range;

	if (j->p->grid == NULL || j->p->type == COL_TIME)
		return (false);
	for (int k = 0; k < 2; k++) {
		near = next_to(j, ends[k]);
		range = fabs(ends[!k] - near);
		if (!is_sentinel(ends[k]) || !(range > 0))
			continue;
		j->value = fabs(near - ends[k]) / range;
		if (j->value <= j->limit)
			continue;
		str_addf(&j->says, "%llu of the values are %g, which is far "
		    "from all others and may stand for a missing one; see "
		    "mlc-clean --na", (unsigned long long)
		    rows_with(j, ends[k]), ends[k]);
		return (true);
	}
	return (false);
}

/* The first column before it with the same values in the same rows. */
static bool
is_duplicate(struct judged *j)
{
	const struct overview *o = j->o;

	for (size_t i = 0; i < j->col; i++) {
		if (o->facts[i].hashes == NULL ||
		    o->profile.columns[i].n == 0 ||
		    o->facts[i].print != j->f->print)
			continue;
		str_addf(&j->says, "has the values of column \"%s\" in every "
		    "row", o->profile.columns[i].name);
		return (true);
	}
	return (false);
}

/* The rarest class; with k of them, each has 1 / k in a balanced table. */
static bool
is_imbalanced(struct judged *j)
{
	size_t k = overview_classes(j->o);

	if (j->col != j->o->target || k < 2)
		return (false);
	j->value = share_of(overview_value_rows(j->o, j->col, k - 1),
	    j->p->n) * (double)k / 2;
	if (j->value >= j->limit)
		return (false);
	str_addz(&j->says, "the rarest class, ");
	say_value(j, k - 1);
	str_addz(&j->says, ", has ");
	say_share(&j->says, 2 * j->value / (double)k);
	str_addz(&j->says, " of the rows");
	return (true);
}

static bool
target_is_missing(struct judged *j)
{
	j->value = share_of(j->p->missing, rows_of(j));
	str_addf(&j->says, "%llu rows have no target",
	    (unsigned long long)j->p->missing);
	return (j->col == j->o->target && j->p->missing > 0);
}

static bool
has_drift(struct judged *j)
{
	struct judged id = { .o = j->o, .p = j->p, .f = j->f, .limit = 1 };
	bool is_id = is_id_like(&id);

	str_release(&id.says);
	j->value = halves_psi(&j->f->halves);
	str_addf(&j->says, "the second half of the rows is unlike the first "
	    "(psi %.2f): rows are in an order that matters", j->value);
	return (j->p->type != COL_TIME && !is_id && j->value > j->limit);
}

static bool
has_copies(struct judged *j)
{
	j->value = row_copies_share(&j->o->copies, COLUMN_NONE);
	say_share(&j->says, j->value);
	str_addz(&j->says, " of the rows are equal to an earlier one; see "
	    "mlc-clean --dedupe");
	return (j->value >= j->limit);
}

static bool
has_hidden_copies(struct judged *j)
{
	const struct row_copies *r = &j->o->copies;
	const char *name;
	double share;
	size_t col;

	for (size_t k = 1; k < r->n; k++) {
		col = r->but[k].col;
		share = row_copies_share(r, col) -
		    row_copies_share(r, COLUMN_NONE);
		if (col == j->o->target || share < j->limit ||
		    value_sample_repeated(&j->o->facts[col].values) > 0)
			continue;
		name = j->o->profile.columns[col].name;
		j->value = share;
		say_share(&j->says, share);
		str_addf(&j->says, " of the rows are equal to an earlier one "
		    "but for \"%s\"", name);
		return (true);
	}
	return (false);
}

static bool
has_conflicts(struct judged *j)
{
	const struct row_copies *r = &j->o->copies;

	if (overview_classes(j->o) == 0)
		return (false);
	j->value = row_copies_share(r, j->o->target) -
	    row_copies_share(r, COLUMN_NONE);
	say_share(&j->says, j->value);
	str_addz(&j->says, " of the rows are equal to an earlier one in all "
	    "but the target");
	return (j->value >= j->limit);
}

const struct warning_kind warning_kinds[] = {
	{ "leak", .limit = 0.98,
	    .what = "the strength of the association with the target is not "
	    "less, or a number's ranges in its classes do not touch",
	    .test = tells_target },
	{ "missing-leak", .limit = 0.9,
	    .what = "the same of whether the value is missing",
	    .test = missing_tells_target },
	{ "no-target", .limit = 0, .of_target = true,
	    .what = "rows without a target", .test = target_is_missing },
	{ "imbalance", .limit = 0.1, .of_target = true,
	    .what = "the share of the target's rarest class is less; with k "
	    "classes 2 / k of it", .test = is_imbalanced },
	{ "conflicts", .of_table = true, .limit = 0.001,
	    .what = "the same but for the target, which differs",
	    .test = has_conflicts },
	{ "copies", .of_table = true, .limit = 0.001,
	    .what = "the share of rows that are copies is not less",
	    .test = has_copies },
	{ "hidden-copies", .of_table = true, .limit = 0.001,
	    .what = "the same but for a column that is an id",
	    .test = has_hidden_copies },
	{ "duplicate", .limit = NAN,
	    .what = "the same values as an earlier column",
	    .test = is_duplicate },
	{ "id-like", .limit = 1,
	    .what = "the share of values that are new, of int and string",
	    .test = is_id_like },
	{ "constant", .limit = NAN, .of_target = true,
	    .what = "all values are the same", .test = is_constant },
	{ "empty", .limit = NAN, .of_target = true,
	    .what = "no row has a value", .test = is_empty },
	{ "near-constant", .limit = 0.99,
	    .what = "the share of the most frequent value is not less",
	    .test = is_near_constant },
	{ "missing", .limit = 0.5,
	    .what = "the share of rows without a value is not less",
	    .test = is_often_missing },
	{ "missing-word", .limit = NAN, .of_target = true,
	    .what = "texts such as ? that may stand for no value",
	    .test = has_missing_word },
	{ "sentinel", .limit = 1, .of_target = true,
	    .what = "-999 and the like, farther away than the others' range",
	    .test = has_sentinel },
	{ "number-as-text", .limit = NAN, .of_target = true,
	    .what = "all texts are numbers", .test = is_number_as_text },
	{ "mixed-types", .limit = 0.5, .of_target = true,
	    .what = "the share of texts that are numbers is not less",
	    .test = has_mixed_types },
	{ "date-as-text", .limit = 0.9, .of_target = true,
	    .what = "the share of texts that are dates is not less",
	    .test = is_date_as_text },
	{ "many-levels", .limit = 100,
	    .what = "a string column has more different values",
	    .test = has_many_levels },
	{ "skewed", .limit = 2, .of_target = true,
	    .what = "the skewness is larger, to either side (West, Finch and "
	    "Curran 1995)", .test = is_skewed },
	{ "drift", .limit = 0.25, .of_target = true,
	    .what = "the stability index of both halves is larger (Siddiqi "
	    "2006)", .test = has_drift },
	{ NULL }
};

static void
judge(const struct overview *o, size_t col, const struct warning_kind *k,
    struct warnings *out)
{
	struct judged j = { .o = o, .col = col, .limit = k->limit,
	    .value = NAN };

	if (col != COLUMN_NONE) {
		j.p = &o->profile.columns[col];
		j.f = &o->facts[col];
	}
	if (k->test(&j)) {
		out->v = mem_grow(out->v, &out->cap, out->n + 1,
		    sizeof(*out->v));
		out->v[out->n++] = (struct warning){ k, col, j.value,
		    str_detach(&j.says) };
	}
	str_release(&j.says);
}

void
warnings_find(const struct overview *o, struct warnings *out)
{
	const struct warning_kind *k;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < o->profile.n; i++) {
		for (k = warning_kinds; k->name != NULL; k++) {
			if (o->facts[i].hashes != NULL && !k->of_table &&
			    (k->of_target || i != o->target))
				judge(o, i, k, out);
		}
	}
	for (k = warning_kinds; k->name != NULL; k++) {
		if (k->of_table && o->profile.rows > 0)
			judge(o, COLUMN_NONE, k, out);
	}
}

void
warnings_release(struct warnings *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->v[i].says);
	free(w->v);
	memset(w, 0, sizeof(*w));
}

void
warnings_names(const struct warnings *w, size_t col, struct str *out)
{
	const char *between = "";

	for (size_t i = 0; i < w->n; i++) {
		if (w->v[i].col != col)
			continue;
		str_addf(out, "%s%s", between, w->v[i].kind->name);
		between = ",";
	}
}

int
warning_kind_find(const char *name, const struct warning_kind **out,
    struct diag *d)
{
	const char *names[sizeof(warning_kinds) / sizeof(warning_kinds[0])];
	int i = 0;

	do {
		names[i] = warning_kinds[i].name;
	} while (names[i++] != NULL);
	i = nearest_lookup(names, name, "warning", d);
	if (i == -1)
		return (-1);
	*out = &warning_kinds[i];
	return (0);
}

void
warnings_list(struct str *out)
{
	const struct warning_kind *k;

	for (k = warning_kinds; k->name != NULL; k++) {
		str_addf(out, "%-15s ", k->name);
		if (isnan(k->limit))
			str_addf(out, "%6s  %s\n", "", k->what);
		else
			str_addf(out, "%6g  %s\n", k->limit, k->what);
	}
}
