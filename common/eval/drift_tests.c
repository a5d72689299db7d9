/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of drift: a function and a row of the table each. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "mem.h"
#include "named.h"

#include "drift.h"

static const struct test_result undefined = { NAN, NAN, NAN };

/* Rows of both sides in the same bins. */
struct binned {
	double *ref, *cur;
	size_t k;
	double n, m;		/* rows of each side */
};

static struct test_result
over_bins(const struct drift_ref *ref, const struct drift_cur *cur,
    struct test_result (*test)(const struct binned *))
{
	struct binned b = { .n = (double)ref->n, .m = (double)cur->n };
	struct test_result r;

	if (ref->n == 0 || cur->n == 0)
		return (undefined);
	drift_bins(ref, cur, &b.ref, &b.cur, &b.k);
	r = test(&b);
	free(b.ref);
	free(b.cur);
	return (r);
}

/*
 * p: without drift, PSI / (1/n + 1/m) is close to chi-square with k - 1
 * degrees of freedom (Yurdakul 2018, "Statistical properties of population
 * stability index"), which keeps small windows from raising alarms.
 */
static struct test_result
psi_of_bins(const struct binned *b)
{
	struct test_result r = undefined;

	r.effect = drift_psi(b->ref, b->cur, b->k);
	r.p_value = chi_square_sf(r.effect / (1 / b->n + 1 / b->m),
	    (double)b->k - 1);
	return (r);
}

static struct test_result
psi(const struct drift_ref *ref, const struct drift_cur *cur)
{
	return (over_bins(ref, cur, psi_of_bins));
}

static struct test_result
ks(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct test_result r = undefined;
	struct sketch_view v;

	if (ref->grid == NULL || cur->sketch.n == 0)
		return (r);
	sketch_view_init(&v, &cur->sketch);
	r = drift_ks(ref->grid, PROFILE_GRID,
	    (double)(ref->n - ref->n_missing), &v);
	sketch_view_release(&v);
	return (r);
}

/*
 * p: the divergence in nats is close to 1/8 of the sum of (a - b)^2 / mean, so
 * that 8 n m / (n + m) times it is close to the chi-square statistic of
 * homogeneity with k - 1 degrees of freedom (Oesterreicher and Vajda 2003).
 */
static struct test_result
jensen_shannon_of_bins(const struct binned *b)
{
	struct test_result r = undefined;

	r.effect = drift_jensen_shannon(b->ref, b->cur, b->k);
	r.p_value = chi_square_sf(8 * b->n * b->m / (b->n + b->m) * M_LN2 *
	    r.effect * r.effect, (double)b->k - 1);
	return (r);
}

static struct test_result
jensen_shannon(const struct drift_ref *ref, const struct drift_cur *cur)
{
	return (over_bins(ref, cur, jensen_shannon_of_bins));
}

/*
 * The distance between the quantile functions, in units of the reference's
 * standard deviation; for a constant reference in units of 1.  p is that of
 * Kolmogorov and Smirnov, so that chance in a small window does not count as
 * drift.
 */
static struct test_result
wasserstein(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct test_result r = ks(ref, cur);
	struct sketch_view v;
	double grid[PROFILE_GRID];

	if (isnan(r.effect))
		return (r);
	sketch_view_init(&v, &cur->sketch);
	for (size_t i = 0; i < PROFILE_GRID; i++)
		grid[i] = sketch_view_quantile(&v,
		    (double)i / (PROFILE_GRID - 1));
	sketch_view_release(&v);
	r.effect = drift_wasserstein(ref->grid, grid, PROFILE_GRID) /
	    (ref->sd > 0 ? ref->sd : 1);
	return (r);
}

/*
 * Homogeneity: the reference is a sample too.  The value is Cohen's w, which
 * depends on the shares and hardly on the numbers of rows: a small window
 * against a large reference is judged as two halves are.
 */
static struct test_result
chi_square_of_bins(const struct binned *b)
{
	return (drift_chi_square(b->ref, b->cur, b->k));
}

static struct test_result
chi_square(const struct drift_ref *ref, const struct drift_cur *cur)
{
	return (over_bins(ref, cur, chi_square_of_bins));
}

static struct test_result
missing(const struct drift_ref *ref, const struct drift_cur *cur)
{
	if (ref->n == 0 || cur->n == 0)
		return (undefined);
	return (drift_two_proportions((double)cur->n_missing, (double)cur->n,
	    (double)ref->n_missing, (double)ref->n));
}

/*
 * The share of unseen values beyond the one that is to be expected without
 * drift; p of the two shares, with one more row that is unseen by itself.
 */
static struct test_result
unseen(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct test_result r;
	double n = (double)ref->n, m = (double)cur->n;

	if (ref->n == 0 || cur->n == 0)
		return (undefined);
	r = drift_two_proportions((double)cur->unseen, m,
	    ref->expect_unseen + 1, n + 1);
	r.effect = fmax(0, (double)cur->unseen / m - ref->expect_unseen / n);
	return (r);
}

/*
 * p: without drift a new value is outside the range of n others with
 * probability 2 / (n + 1), so a small reference is left now and then.
 */
static struct test_result
out_of_range(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct test_result r;
	double outside = (double)(cur->below + cur->above);

	if (cur->n == 0)
		return (undefined);
	r = drift_two_proportions(outside, (double)cur->n, 2,
	    (double)(ref->n - ref->n_missing) + 1);
	r.effect = outside / (double)cur->n;
	return (r);
}

static struct test_result
wrong_type(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct test_result r = undefined;

	(void)ref;
	if (cur->n > 0)
		r.effect = (double)cur->n_bad / (double)cur->n;
	return (r);
}

#define ROW(...) &(const struct drift_test){ __VA_ARGS__ }
#define BOTH (DRIFT_NUMBER | DRIFT_CATEGORY)

/* In the order of --list. */
const struct drift_test *const drift_table[] = {
	ROW("psi", "population stability index over the reference's bins",
	    BOTH, .by_default = true, .threshold = 0.2, .run = psi),
	ROW("ks", "Kolmogorov-Smirnov test", DRIFT_NUMBER,
	    .by_default = true, .not_for_probability = true,
	    .threshold = 0.1, .run = ks),
	ROW("jensen_shannon", "Jensen-Shannon distance in base 2 over the "
	    "reference's bins", BOTH, .threshold = 0.1, .run = jensen_shannon),
	ROW("wasserstein", "Wasserstein distance in standard deviations of "
	    "training", DRIFT_NUMBER, .threshold = 0.1, .run = wasserstein),
	ROW("chi_square", "chi-square test of categories; the value is "
	    "Cohen's w", DRIFT_CATEGORY, .by_default = true, .threshold = 0.2,
	    .run = chi_square),
	ROW("missing", "change of the missing rate", BOTH,
	    .by_default = true, .threshold = 0.05, .run = missing),
	ROW("unseen", "share of rows with a category that training had not",
	    DRIFT_CATEGORY, .by_default = true, .threshold = 0.01,
	    .run = unseen),
	ROW("out_of_range", "share of rows outside the range of training",
	    DRIFT_NUMBER, .by_default = true, .threshold = 0.02,
	    .run = out_of_range),
	ROW("wrong_type", "share of rows whose text is no value of the type",
	    BOTH, .by_default = true, .threshold = 0.01, .run = wrong_type),
	NULL
};

int
drift_choice_parse(const char *list, struct drift_choice *out, struct diag *d)
{
	const struct drift_test *t;
	const char *end;
	char *name;

	*out = (struct drift_choice){ NULL, 0 };
	for (;; list = end + 1) {
		end = strchrnul(list, ',');
		name = mem_strndup(list, (size_t)(end - list));
		t = named_find(drift_table, name, "test of drift", d);
		free(name);
		if (t == NULL) {
			free(out->tests);
			return (-1);
		}
		out->tests = mem_realloc(out->tests, out->n + 1,
		    sizeof(*out->tests));
		out->tests[out->n++] = t;
		if (*end == '\0')
			return (0);
	}
}

bool
drift_is_chosen(const struct drift_choice *c, const struct drift_test *t,
    const struct drift_ref *r)
{
	if ((t->kinds & r->kind) == 0)
		return (false);
	if (c->tests == NULL)
		return (t->by_default &&
		    !(r->is_probability && t->not_for_probability));
	for (size_t i = 0; i < c->n; i++) {
		if (c->tests[i] == t)
			return (true);
	}
	return (false);
}
