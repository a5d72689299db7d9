/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Aggregates of numbers: counts, sums, means, deviations, shares. */
#include <math.h>

#include "aggregate_kinds.h"

struct count {
	_Alignas(16) uint64_t n;
};

/* A sum and what its rounding lost (Neumaier 1974): as if in twice the bits,
   so that neither the order of rows nor that of merging shows. */
struct total {
	double sum, lost;
};

struct sum {
	__int128 whole;		/* of ints, exact */
	struct total total;	/* of floats */
	uint64_t n;
};

struct spread {
	_Alignas(16) uint64_t n;
	struct total values, squares;
};

struct share {
	_Alignas(16) uint64_t n;
	uint64_t n_true;
};

static void
add_counts(char *states, const struct aggregate_rows *r)
{
	struct count *s = (struct count *)states;

	for (size_t i = r->first; i < r->first + r->n; i++)
		s[r->group[i]].n += r->values == NULL || r->values->valid[i];
}

static void
remove_count(void *state, const struct column *c, size_t i)
{
	(void)c, (void)i;
	((struct count *)state)->n--;
}

static void
merge_counts(void *into, const void *from)
{
	((struct count *)into)->n += ((const struct count *)from)->n;
}

static int
give_count(const void *state, const struct aggregate *a, struct column *out,
    struct diag *d)
{
	(void)a, (void)d;
	column_add_int(out, (int64_t)((const struct count *)state)->n);
	return (0);
}

static void
save_count(const void *state, struct str *out)
{
	pack_u64(out, ((const struct count *)state)->n);
}

static void
load_count(void *state, uint64_t rows, struct unpack *u)
{
	(void)rows;
	((struct count *)state)->n = unpack_upto(u, INT64_MAX);
}

const struct aggregate_kind aggregate_count = {
	.name = "count",
	.summary = "count(), count(X): how many rows, or values of X",
	.takes = TAKES_SCALARS | TAKES(COL_VECTOR) | TAKES(COL_SPARSE),
	.takes_rows = true,
	.gives = GIVES_INT,
	.size = sizeof(struct count),
	.add = add_counts,
	.remove = remove_count,
	.merge = merge_counts,
	.give = give_count,
	.save = save_count,
	.load = load_count
};

static void
total_add(struct total *t, double v)
{
	double sum = t->sum + v;

	t->lost += fabs(t->sum) >= fabs(v) ? t->sum - sum + v :
	    v - sum + t->sum;
	t->sum = sum;
}

static void
total_merge(struct total *t, const struct total *o)
{
	total_add(t, o->sum);
	t->lost += o->lost;
}

/* Beyond the range of doubles what was lost is no number. */
static double
total_value(const struct total *t)
{
	return (isfinite(t->sum) ? t->sum + t->lost : t->sum);
}

static void
total_save(const struct total *t, struct str *out)
{
	pack_f64(out, t->sum);
	pack_f64(out, t->lost);
}

static void
total_load(struct total *t, struct unpack *u)
{
	t->sum = unpack_f64(u);
	t->lost = unpack_f64(u);
}

static void
add_sums(char *states, const struct aggregate_rows *r)
{
	const struct column *c = r->values;
	struct sum *s;

	for (size_t i = r->first; i < r->first + r->n; i++) {
		if (!c->valid[i])
			continue;
		s = (struct sum *)states + r->group[i];
		s->n++;
		if (c->type == COL_FLOAT)
			total_add(&s->total, c->floats[i]);
		else
			s->whole += c->type == COL_BOOL ? c->bools[i] :
			    c->ints[i];
	}
}

static void
merge_sums(void *into, const void *from)
{
	struct sum *s = into;
	const struct sum *o = from;

	s->whole += o->whole;
	s->n += o->n;
	total_merge(&s->total, &o->total);
}

static int
give_sum(const void *state, const struct aggregate *a, struct column *out,
    struct diag *d)
{
	const struct sum *s = state;

	if (s->n == 0)
		column_add_missing(out);
	else if (a->type == COL_FLOAT)
		column_add_float(out, total_value(&s->total));
	else if (s->whole > INT64_MAX || s->whole < INT64_MIN)
		return (diag_set(d, "a sum of a group does not fit in 64 "
		    "bits; of floats it would be one: sum(float(x))"));
	else
		column_add_int(out, (int64_t)s->whole);
	return (0);
}

static int
give_mean(const void *state, const struct aggregate *a, struct column *out,
    struct diag *d)
{
	const struct sum *s = state;
	double sum = a->type == COL_FLOAT ? total_value(&s->total) :
	    (double)s->whole;

	(void)d;
	column_add_float(out, s->n > 0 ? sum / (double)s->n : NAN);
	return (0);
}

static void
save_sum(const void *state, struct str *out)
{
	const struct sum *s = state;

	pack_u64(out, (uint64_t)s->whole);
	pack_u64(out, (uint64_t)(s->whole >> 64));
	total_save(&s->total, out);
	pack_u64(out, s->n);
}

static void
load_sum(void *state, uint64_t rows, struct unpack *u)
{
	struct sum *s = state;
	uint64_t low = unpack_u64(u), high = unpack_u64(u);

	(void)rows;
	s->whole = (__int128)((unsigned __int128)high << 64 | low);
	total_load(&s->total, u);
	s->n = unpack_u64(u);
}

const struct aggregate_kind aggregate_sum = {
	.name = "sum",
	.summary = "sum(X): of ints an int",
	.takes = TAKES_NUMBERS,
	.gives = GIVES_SUM,
	.size = sizeof(struct sum),
	.add = add_sums,
	.merge = merge_sums,
	.give = give_sum,
	.save = save_sum,
	.load = load_sum
};

const struct aggregate_kind aggregate_mean = {
	.name = "mean",
	.summary = "mean(X): the arithmetic mean",
	.takes = TAKES_NUMBERS,
	.gives = GIVES_FLOAT,
	.size = sizeof(struct sum),
	.add = add_sums,
	.merge = merge_sums,
	.give = give_mean,
	.save = save_sum,
	.load = load_sum
};

static void
add_spreads(char *states, const struct aggregate_rows *r)
{
	for (size_t i = r->first; i < r->first + r->n; i++) {
		struct spread *s = (struct spread *)states + r->group[i];
		double v = column_number(r->values, i), square = v * v;

		if (!r->values->valid[i])
			continue;
		s->n++;
		total_add(&s->values, v);
		total_add(&s->squares, square);
		s->squares.lost += fma(v, v, -square);
	}
}

static void
merge_spreads(void *into, const void *from)
{
	struct spread *s = into;
	const struct spread *o = from;

	s->n += o->n;
	total_merge(&s->values, &o->values);
	total_merge(&s->squares, &o->squares);
}

/* (sum of squares - sum^2 / n) / (n - 1), in twice the bits of a double until
   the difference is taken. */
static double
variance(const struct spread *s)
{
	double n = (double)s->n;
	double sum = total_value(&s->values);
	double low = s->values.sum - sum + s->values.lost;
	double square = sum * sum, mean = square / n;
	double mean_low = (fma(-mean, n, square) + fma(sum, sum, -square) +
	    2 * sum * low) / n;
	struct total d = s->squares;

	total_add(&d, -mean);
	return (s->n < 2 ? NAN :
	    fmax(d.sum + (d.lost - mean_low), 0) / (n - 1));
}

static int
give_sd(const void *state, const struct aggregate *a, struct column *out,
    struct diag *d)
{
	(void)a, (void)d;
	column_add_float(out, sqrt(variance(state)));
	return (0);
}

static int
give_var(const void *state, const struct aggregate *a, struct column *out,
    struct diag *d)
{
	(void)a, (void)d;
	column_add_float(out, variance(state));
	return (0);
}

static void
save_spread(const void *state, struct str *out)
{
	const struct spread *s = state;

	pack_u64(out, s->n);
	total_save(&s->values, out);
	total_save(&s->squares, out);
}

static void
load_spread(void *state, uint64_t rows, struct unpack *u)
{
	struct spread *s = state;

	(void)rows;
	s->n = unpack_u64(u);
	total_load(&s->values, u);
	total_load(&s->squares, u);
}

const struct aggregate_kind aggregate_sd = {
	.name = "sd",
	.summary = "sd(X): the standard deviation of a sample (n - 1)",
	.takes = TAKES_NUMBERS,
	.gives = GIVES_FLOAT,
	.size = sizeof(struct spread),
	.add = add_spreads,
	.merge = merge_spreads,
	.give = give_sd,
	.save = save_spread,
	.load = load_spread
};

const struct aggregate_kind aggregate_var = {
	.name = "var",
	.summary = "var(X): its square, the variance",
	.takes = TAKES_NUMBERS,
	.gives = GIVES_FLOAT,
	.size = sizeof(struct spread),
	.add = add_spreads,
	.merge = merge_spreads,
	.give = give_var,
	.save = save_spread,
	.load = load_spread
};

static void
add_shares(char *states, const struct aggregate_rows *r)
{
	const struct column *c = r->values;
	struct share *s;

	for (size_t i = r->first; i < r->first + r->n; i++) {
		s = (struct share *)states + r->group[i];
		s->n += c->valid[i];
		s->n_true += c->valid[i] && c->bools[i];
	}
}

static void
remove_share(void *state, const struct column *c, size_t i)
{
	struct share *s = state;

	s->n--;
	s->n_true -= c->bools[i];
}

static void
merge_shares(void *into, const void *from)
{
	struct share *s = into;
	const struct share *o = from;

	s->n += o->n;
	s->n_true += o->n_true;
}

static int
give_share(const void *state, const struct aggregate *a, struct column *out,
    struct diag *d)
{
	const struct share *s = state;

	(void)a, (void)d;
	column_add_float(out, s->n > 0 ? (double)s->n_true / (double)s->n :
	    NAN);
	return (0);
}

static void
save_share(const void *state, struct str *out)
{
	pack_u64(out, ((const struct share *)state)->n);
	pack_u64(out, ((const struct share *)state)->n_true);
}

static void
load_share(void *state, uint64_t rows, struct unpack *u)
{
	struct share *s = state;

	(void)rows;
	s->n = unpack_u64(u);
	s->n_true = unpack_upto(u, s->n);
}

const struct aggregate_kind aggregate_share = {
	.name = "share",
	.summary = "share(TEST): of rows for which it is true",
	.takes = TAKES(COL_BOOL),
	.gives = GIVES_FLOAT,
	.size = sizeof(struct share),
	.add = add_shares,
	.remove = remove_share,
	.merge = merge_shares,
	.give = give_share,
	.save = save_share,
	.load = load_share
};
