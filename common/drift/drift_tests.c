/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of drift: a function and a row of the table each. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "named.h"

#include "drift.h"

/* Cells that expect so many rows are close to normal also far out, where
   p-values that are corrected for many tests are. */
#define LARGE_CELL 20

static const struct test_result undefined = { NAN, NAN, NAN };

/*
 * Over the same bins of both sides: a value of all bins, or of those that are
 * left when rare ones are pooled; and the chance of those, by the chi-square
 * test of homogeneity (the reference is a sample too).  PSI and the divergence
 * behind the Jensen-Shannon distance are close to multiples of its statistic
 * (Yurdakul 2018, "Statistical properties of population stability index";
 * Oesterreicher and Vajda 2003), but not where bins are rare.  Where a bin that
 * is left is small, the larger of two p-values counts.
 */
static struct test_result
over_bins(const struct drift_ref *ref, const struct drift_cur *cur,
    double (*value)(const double *, const double *, size_t))
{
	struct test_result r;
	double *a, *b, of_all;
	size_t k;

	if (ref->n == 0 || cur->n == 0)
		return (undefined);
	drift_bins(ref, cur, &a, &b, &k);
	of_all = value != NULL ? value(a, b, k) : NAN;
	for (size_t i = 0; i < k && ref->kind == DRIFT_NUMBER; i++)
		a[i] *= ref->looked_at;
	k = drift_pool(a, b, k, ref->kind == DRIFT_NUMBER);
	r = drift_chi_square(a, b, k);
	if (drift_least_expected(a, b, k) < LARGE_CELL)
		r.p_value = fmax(r.p_value, drift_likelihood_sf(a, b, k));
	if (value != NULL)
		r.effect = of_all;
	free(a);
	free(b);
	return (r);
}

static struct test_result
psi(const struct drift_ref *ref, const struct drift_cur *cur)
{
	return (over_bins(ref, cur, drift_psi));
}

static struct test_result
jensen_shannon(const struct drift_ref *ref, const struct drift_cur *cur)
{
	return (over_bins(ref, cur, drift_jensen_shannon));
}

/*
 * The value is Cohen's w, which depends on the shares and hardly on the
 * numbers of rows: a small window against a large reference is judged as two
 * halves are.
 */
static struct test_result
chi_square(const struct drift_ref *ref, const struct drift_cur *cur)
{
	return (over_bins(ref, cur, NULL));
}

static struct test_result
ks(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct test_result r;
	struct sketch_view v;

	if (cur->sketch.n == 0)
		return (undefined);
	sketch_view_init(&v, &cur->sketch);
	r = drift_ks(&ref->law, &v);
	sketch_view_release(&v);
	return (r);
}

/*
 * In units of the reference's standard deviation; for a constant reference in
 * units of 1.  p is that of Kolmogorov and Smirnov, so that chance in a small
 * window does not count as drift.
 */
static struct test_result
wasserstein(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct test_result r = ks(ref, cur);
	struct sketch_view v;

	if (isnan(r.effect))
		return (r);
	sketch_view_init(&v, &cur->sketch);
	r.effect = drift_wasserstein(&ref->law, &v) /
	    (ref->sd > 0 ? ref->sd : 1);
	sketch_view_release(&v);
	return (r);
}

/*
 * p: twice that of the side to which it moved.  Where nothing is missing on
 * either side it could not be small: there is none, and the test does not
 * count among those that p-values are corrected for (Tarone 1990, "A modified
 * Bonferroni method for discrete data").
 */
static struct test_result
missing(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct test_result r = undefined;
	double x = (double)cur->n_missing, m = (double)cur->n;
	double y = (double)ref->n_missing, n = (double)ref->n, p;

	if (ref->n == 0 || cur->n == 0)
		return (undefined);
	p = x * n > y * m ? drift_share_sf(x, m, y, n) :
	    drift_share_sf(m - x, m, n - y, n);
	r.effect = fabs(x / m - y / n);
	if (x + y > 0)
		r.p_value = fmin(1, 2 * p);
	return (r);
}

/* The share of unseen values beyond the one that is to be expected without
   drift. */
static struct test_result
unseen(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct test_result r = undefined;
	double x = (double)cur->unseen, m = (double)cur->n;
	double n = (double)ref->n, spread = ref->unseen_spread;

	if (ref->n == 0 || cur->n == 0)
		return (undefined);
	r.effect = fmax(0, x / m - ref->expect_unseen / n);
	r.p_value = drift_share_sf(x, m, ref->expect_unseen / spread,
	    n / spread);
	return (r);
}

/*
 * p: u of the new values are outside the range of n others where of the u + 1
 * that are farthest out at most one is of these, as if one of them were
 * outside.
 */
static struct test_result
out_of_range(const struct drift_ref *ref, const struct drift_cur *cur)
{
	struct test_result r = undefined;
	double outside = (double)(cur->below + cur->above);

	if (cur->n == 0)
		return (undefined);
	r.effect = outside / (double)cur->n;
	r.p_value = drift_share_sf(outside, (double)cur->n, 1,
	    (double)(ref->n - ref->n_missing));
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
#define ALL (BOTH | DRIFT_EMPTY)

/* In the order of --list. */
const struct drift_test *const drift_table[] = {
	ROW("psi", "population stability index over the reference's bins",
	    BOTH, .by_default = true, .is_square = true, .threshold = 0.2,
	    .run = psi),
	ROW("ks", "Kolmogorov-Smirnov test", DRIFT_NUMBER,
	    .by_default = true, .not_for_probability = true,
	    .is_main = true, .threshold = 0.1, .run = ks),
	ROW("jensen_shannon", "Jensen-Shannon distance in base 2 over the "
	    "reference's bins", BOTH, .threshold = 0.1, .run = jensen_shannon),
	ROW("wasserstein", "Wasserstein distance in standard deviations of "
	    "training", DRIFT_NUMBER, .threshold = 0.1, .run = wasserstein),
	ROW("chi_square", "chi-square test of categories; the value is "
	    "Cohen's w", DRIFT_CATEGORY, .by_default = true, .is_main = true,
	    .threshold = 0.2, .run = chi_square),
	ROW("missing", "change of the missing rate", ALL,
	    .by_default = true, .threshold = 0.05, .run = missing),
	ROW("unseen", "share of rows with a category that training had not",
	    DRIFT_CATEGORY, .by_default = true, .threshold = 0.01,
	    .run = unseen),
	ROW("out_of_range", "share of rows outside the range of training",
	    DRIFT_NUMBER, .by_default = true, .threshold = 0.02,
	    .run = out_of_range),
	ROW("wrong_type", "share of rows whose text is no value of the type",
	    ALL, .by_default = true, .threshold = 0.01, .run = wrong_type),
	NULL
};

int
drift_effect_parse(const char *word, enum drift_effect *out, struct diag *d)
{
	static const char *const words[] = {
		[DRIFT_MEDIUM] = "medium", [DRIFT_SMALL] = "small",
		[DRIFT_LARGE] = "large"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(word, words[i]) == 0) {
			*out = (enum drift_effect)i;
			return (0);
		}
	}
	return (diag_set(d, "not small, medium or large: \"%s\"", word));
}

double
drift_threshold(const struct drift_test *t, enum drift_effect effect)
{
	static const double cohen[] = {
		[DRIFT_MEDIUM] = 5, [DRIFT_SMALL] = 2, [DRIFT_LARGE] = 8
	};
	double threshold = t->threshold * cohen[effect] / 5;

	return (t->is_square ? threshold * cohen[effect] / 5 : threshold);
}

int
drift_choice_parse(const char *list, struct drift_choice *out, struct diag *d)
{
	const struct drift_test *t;
	const char *end;
	char *name;

	out->tests = NULL;
	out->n = 0;
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
