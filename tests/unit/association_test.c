/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reference values: scipy 1.10.1, stats.pearsonr and
 * stats.contingency.association(method='cramer'); eta from its definition
 * with numpy.  Strengths: numpy with the formulas of association.h.
 */
#include "association.h"
#include "check.h"

#define N 20

static const double a[N] = {
	6.1, -7.7, 1.3, -1.7, -1.4, -0.6, -6.1, -0.7, -2.6, 10.0, 0.7, -1.1,
	-0.8, -2.0, -3.2, -1.2, 1.4, -0.7, 2.9, -0.6,
};
static const double b[N] = {
	3.1, -0.8, 1.7, -1.9, -1.1, 0.8, 0.8, -0.9, -1.8, 7.0, -1.4, -1.1,
	1.4, 0.2, -1.4, 0.7, -5.0, 1.7, -0.5, -3.6,
};
static const char *const g[N] = {
	"2", "1", "0", "2", "0", "2", "2", "1", "2", "2", "0", "2", "1", "0",
	"1", "2", "1", "1", "2", "1",
};
static const char *const h[N] = {
	"0", "1", "2", "2", "1", "2", "1", "1", "0", "3", "0", "2", "1", "0",
	"3", "2", "3", "1", "2", "1",
};

static void
fill_numbers(struct column *c, const double *v)
{
	column_init(c, COL_FLOAT, 0);
	for (size_t i = 0; i < N; i++)
		column_add_float(c, v[i]);
}

static void
fill_texts(struct column *c, const char *const *v)
{
	column_init(c, COL_STRING, 0);
	for (size_t i = 0; i < N; i++)
		column_add_string(c, v[i], 1);
}

/* The rows of both columns, in one batch. */
static struct association *
associate(const struct column *x, const struct column *y, size_t max_levels)
{
	struct association *s = association_new(is_category_type(x->type),
	    is_category_type(y->type), max_levels);
	struct column_facts fx = { 0 }, fy = { 0 };

	CHECK(isnan(association_value(s)));
	column_facts_add(&fx, x, 0);
	column_facts_add(&fy, y, 0);
	association_add(s, &fx, &fy, N);
	column_facts_release(&fx);
	column_facts_release(&fy);
	return (s);
}

static void
check_pair(const struct column *x, const struct column *y, const char *kind,
    double want, double strength)
{
	struct association *s = associate(x, y, ASSOCIATION_LEVELS);

	CHECK_STR(association_kind(s), kind);
	CHECK_NEAR(association_value(s), want, 1e-12);
	CHECK_NEAR(association_strength(s), strength, 1e-12);
	association_free(s);
}

static void
check_undefined(const struct column *x, const struct column *y)
{
	struct association *s = associate(x, y, ASSOCIATION_LEVELS);

	CHECK(isnan(association_value(s)));
	association_free(s);
}

int
main(void)
{
	struct column ca, cb, cg, ch, same, flat;
	struct association *few;

	fill_numbers(&ca, a);
	fill_numbers(&cb, b);
	fill_texts(&cg, g);
	fill_texts(&ch, h);
	check_pair(&ca, &cb, "pearson", 0.5279542873137444,
	    0.4885340236284193);
	check_pair(&ca, &cg, "eta", 0.2866944539131395,
	    0);
	check_pair(&cg, &ca, "eta", 0.2866944539131395,
	    0);
	check_pair(&cg, &ch, "cramer_v", 0.5722959686534245,
	    0.4354126399177375);
	check_pair(&cg, &cg, "cramer_v", 1,
	    1);

	column_init(&same, COL_STRING, 0);
	column_init(&flat, COL_FLOAT, 0);
	for (size_t i = 0; i < N; i++) {
		column_add_string(&same, "x", 1);
		column_add_float(&flat, 0.1);
	}
	check_undefined(&same, &cg);
	check_undefined(&same, &ca);
	check_undefined(&flat, &ca);
	check_undefined(&flat, &cg);
	few = associate(&ca, &cg, 2);	/* three levels are too many */
	CHECK(isnan(association_value(few)));
	association_free(few);
	column_release(&ca);
	column_release(&cb);
	column_release(&cg);
	column_release(&ch);
	column_release(&same);
	column_release(&flat);
	return (check_done());
}
