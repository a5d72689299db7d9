/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "design_matrix.h"
#include "draw.h"
#include "fitted.h"
#include "l1.h"
#include "link.h"
#include "num_init.h"
#include "penguin_text.h"

/* min 1/2 z'Az - b'z + |z|, by hand: with A = diag(2, 1) z is soft-thresholded
   b over the diagonal; with correlation 1 / 2 and b = (3, 1.2) the second stays
   at 0, as |1.2 - 1/2 2| < 1. */
static void
test_solve(void)
{
	static const double diagonal[] = { 2, 0, 0, 1 };
	static const double correlated[] = { 1, 0, 0.5, 1 };
	static const double b[] = { 3, -0.5 }, c[] = { 3, 1.2 };
	static const double l1[] = { 1, 1 };
	struct l1_quadratic q = { diagonal, b, l1, 2, 1e-12 };
	double z[2] = { 0, 5 };

	CHECK(l1_solve(&q, z));
	CHECK_NEAR(z[0], 1, 1e-12);
	CHECK(z[1] == 0);
	q.a = correlated;
	q.b = c;
	CHECK(l1_solve(&q, z));
	CHECK_NEAR(z[0], 2, 1e-12);
	CHECK(z[1] == 0);
}

static void
check_fit(const struct fit_how *how, const char *text, const double *want,
    size_t n_out, double tol)
{
	const struct linear_weights *w;
	struct fitted f;

	fit_text(&f, how, text);
	CHECK_STR(f.d.text, "");
	w = fitted_weights(&f);
	CHECK(w->converged);
	for (size_t k = 0; k < n_out; k++, want += 4) {
		for (size_t j = 0; j < 3; j++)
			CHECK_NEAR(w->coef[k * 3 + j], want[j], tol);
		CHECK_NEAR(w->intercept[k], want[3], tol);
	}
	fitted_release(&f);
}

#define MEASURES "bill:float,depth:float,flipper:float,"
#define MASS MEASURES "mass:float:target,species:string:ignore," \
    "sex:string:ignore,w:int:"
#define SEX MEASURES "mass:float:ignore,species:string:ignore," \
    "sex:string:target,w:int:"
#define SPECIES MEASURES "mass:float:ignore,species:string:target," \
    "sex:string:ignore,w:int:"
#define EQUAL "ignore\n" PENGUIN_ROWS
#define WEIGHTED "weight\n" PENGUIN_ROWS

/* scikit-learn 1.5.2, Lasso(alpha=3000/n) and ElasticNet(alpha=2050/n,
   l1_ratio=2000/2050), tol=1e-15; n is the sum of the weights. */
static void
test_gaussian(void)
{
	static const char *const lasso[] = { "l1", "3000", "tol", "1e-10",
	    NULL };
	static const char *const net[] = { "l1", "2000", "l2", "50", "tol",
	    "1e-10", NULL };
	struct fit_how how = { .learner = "linear", .params = lasso };

	check_fit(&how, MASS EQUAL, (const double[]){ 0, 10.20370331728833,
	    47.05996236540127, -5409.936550372155 }, 1, 1e-9);
	check_fit(&how, MASS WEIGHTED, (const double[]){ 1.4929536900225895,
	    49.95083918151122, 49.277052535151995, -6582.678789127764 }, 1,
	    1e-9);
	how.params = net;
	check_fit(&how, MASS EQUAL, (const double[]){ 0, 13.264590062353381,
	    47.13670682039732, -5477.8293451279005 }, 1, 1e-9);
	check_fit(&how, MASS WEIGHTED, (const double[]){ 1.868480755064881,
	    47.05157631859266, 48.89441007778832, -6472.255639217572 }, 1,
	    1e-9);
}

/* scikit-learn 1.5.2, LogisticRegression(solver="saga", tol=1e-14,
   max_iter=10**6) on centred columns, penalty="l1", C=1/4 and
   penalty="elasticnet", C=1/5, l1_ratio=0.4; for weights each row is repeated,
   as its sample_weight does not lead saga to the minimum. */
static void
test_logistic(void)
{
	static const char *const lasso[] = { "l1", "4", "l2", "0", "tol",
	    "1e-10", NULL };
	static const char *const net[] = { "l1", "2", "l2", "3", "tol",
	    "1e-10", NULL };
	struct fit_how how = { .learner = "logistic", .params = lasso };

	check_fit(&how, SEX EQUAL, (const double[]){ 0.012810790493876428,
	    0.35426925809957727, 0.07509815316469155, -21.605192280946575 },
	    1, 1e-8);
	check_fit(&how, SEX WEIGHTED, (const double[]){ 0.05224342691717612,
	    0.7035785121976074, 0.09412493903090235, -32.95387146979313 }, 1,
	    1e-8);
	check_fit(&how, SPECIES EQUAL, (const double[]){
	    -0.6805372653136043, 0, 0, 29.944670220668215,
	    0.10240923843029742, 0, -0.036993595601631686, 3.3071257856538794,
	    0, 0, 0.38692857979840756, -78.2879262389397 }, 3, 1e-6);
	how.params = net;
	check_fit(&how, SEX EQUAL, (const double[]){ 0.03066613420603423,
	    0.41877219401060045, 0.07793745660512812, -24.05350541929167 }, 1,
	    1e-8);
	check_fit(&how, SEX WEIGHTED, (const double[]){ 0.05588794543983522,
	    0.7052307877202824, 0.09356746617471039, -33.02808590391997 }, 1,
	    1e-8);
}

/* The tolerance is in units of the target: one of tiny size is fitted, too.
   y = 1e-12 x, and 1/2 sum (y - s)^2 + l1 |b| is least at b less l1 / 2, the
   sum of squares of the centred x. */
static void
test_small_target(void)
{
	static const char *const lasso[] = { "l1", "1e-12", NULL };
	struct fit_how how = { .learner = "linear", .params = lasso };
	struct fitted f;

	fit_text(&f, &how, "x:int,y:float:target\n0,0\n1,1e-12\n2,2e-12\n");
	CHECK_STR(f.d.text, "");
	CHECK_NEAR(fitted_weights(&f)->coef[0] / 0.5e-12, 1, 1e-9);
	fitted_release(&f);
}

static double
fit_slope(const char *params, const char *factor, const char *text, size_t j)
{
	const char *const list[] = { params, "2", "penalty-factor", factor,
	    params[1] == '1' ? "l2" : "l1", "0", "tol", "1e-12", NULL };
	struct fit_how how = { .learner = "linear", .params = list };
	struct fitted f;
	double coef;

	fit_text(&f, &how, text);
	CHECK_STR(f.d.text, "");
	coef = fitted_weights(&f)->coef[j];
	fitted_release(&f);
	return (coef);
}

/*
 * A factor c of a column's penalty is a column c times (l1) or sqrt(c) times
 * (l2) smaller, whose coefficient is that many times larger.  Of a column that
 * is alone the coefficient is (Sxy - factor l1) / (Sxx + factor l2).
 */
static void
test_factors(void)
{
	static const char plain[] = "a:float,b:float,y:float:target\n"
	    "1,3,2\n2,1,1\n3,4,7\n4,1,4\n5,9,11\n";
	static const char smaller[] = "a:float,b:float,y:float:target\n"
	    "0.25,3,2\n0.5,1,1\n0.75,4,7\n1,1,4\n1.25,9,11\n";
	static const char alone[] = "a:int,y:int:target\n1,1\n2,3\n3,2\n"
	    "4,5\n5,4\n6,6\n";
	double b;

	b = fit_slope("l2", "b:1", smaller, 0);
	CHECK(b > 0.1);
	CHECK_NEAR(fit_slope("l2", "a:16", plain, 0), b / 4, 1e-10);
	b = fit_slope("l1", "b:1", smaller, 0);
	CHECK(b > 0.1);
	CHECK_NEAR(fit_slope("l1", "a:4", plain, 0), b / 4, 1e-10);
	CHECK_NEAR(fit_slope("l1", "*:4,b:1", plain, 1),
	    fit_slope("l1", "b:1", smaller, 1), 1e-10);
	/* Sums of squares and products: 17.5 and 15.5. */
	CHECK_NEAR(fit_slope("l2", "a:0", alone, 0), 15.5 / 17.5, 1e-12);
	CHECK_NEAR(fit_slope("l2", "a:3", alone, 0), 15.5 / (17.5 + 6), 1e-12);
	CHECK_NEAR(fit_slope("l1", "a:3", alone, 0), (15.5 - 6) / 17.5, 1e-12);
}

#define ROWS_MAX 120
#define COLS_MAX 40
#define OUT_MAX 3

struct problem {
	const char *learner;
	enum col_type type;	/* of the one column of features */
	size_t n, p, n_out;
	double l1, l2;
	float x[ROWS_MAX][COLS_MAX];
	int y[ROWS_MAX], w[ROWS_MAX];
};

/* Correlated columns of several sizes, and a target that depends on a few. */
static void
draw_problem(struct problem *q, struct rng *r)
{
	double s, common;

	q->n = 30 + (size_t)(draw_uniform(r) * (ROWS_MAX - 30));
	q->p = 1 + (size_t)(draw_uniform(r) * COLS_MAX);
	q->l1 = exp(4 * draw_uniform(r) - 2);
	q->l2 = draw_uniform(r) < 0.5 ? 0 : draw_uniform(r);
	for (size_t i = 0; i < q->n; i++) {
		common = draw_normal(r);
		s = 0.5;
		for (size_t j = 0; j < q->p; j++) {
			q->x[i][j] = (float)((common + draw_normal(r)) *
			    (j % 3 == 0 ? 3 : 1) + (j % 4 == 1 ? 2 : 0));
			if (q->type == COL_SPARSE && draw_uniform(r) < 0.6)
				q->x[i][j] = 0;
			s += j < 4 ? (double)q->x[i][j] : 0;
		}
		s += draw_normal(r) * 2;
		q->y[i] = (int)floor(s);
		if (q->n_out == 1 && strcmp(q->learner, "logistic") == 0)
			q->y[i] = s > 1;
		else if (q->n_out > 1)
			q->y[i] = s > 2 ? 2 : s > 0;
		q->w[i] = 1 + (int)(draw_uniform(r) * 3);
	}
}

static struct spool *
spool_problem(const struct problem *q)
{
	struct text_stream *t = (struct text_stream *)text_stream(
	    "y:int:target,w:int:weight\n");
	struct field x = { .name = (char[]){ "x" }, .type = q->type,
	    .width = (uint32_t)q->p };
	uint32_t index[COLS_MAX];
	float values[COLS_MAX];
	struct diag d;
	size_t m;

	if (q->type == COL_SPARSE)
		x.width += DESIGN_FEW;	/* those are not taken as dense */
	if (schema_add(&t->stream.head.schema, &x, &d) == -1)
		BUG("%s", d.text);
	block_release(&t->block);
	block_init(&t->block, &t->stream.head.schema);
	for (size_t i = 0; i < q->n; i++) {
		column_add_int(&t->block.cols[0], q->y[i]);
		column_add_int(&t->block.cols[1], q->w[i]);
		m = 0;
		for (size_t j = 0; j < q->p; j++) {
			if (q->type == COL_SPARSE && q->x[i][j] == 0)
				continue;
			index[m] = (uint32_t)j;
			values[m++] = q->x[i][j];
		}
		if (q->type == COL_SPARSE)
			column_add_sparse(&t->block.cols[2], index, values,
			    m);
		else
			column_add_vector(&t->block.cols[2], values);
	}
	block_seal(&t->block, 0);
	return (spool_of_stream(&t->stream));
}

/* The derivatives of the loss of row i by its scores. */
static void
residuals(const struct problem *q, const struct linear_weights *w, size_t i,
    double *out)
{
	for (size_t k = 0; k < q->n_out; k++) {
		out[k] = w->intercept[k];
		for (size_t j = 0; j < q->p; j++)
			out[k] += w->coef[k * w->n_coef + j] *
			    (double)q->x[i][j];
	}
	if (strcmp(q->learner, "linear") == 0)
		out[0] -= q->y[i];
	else if (q->n_out == 1)
		out[0] = sigmoid(out[0]) - q->y[i];
	else
		softmax(out, q->n_out);
	if (q->n_out > 1)
		out[q->y[i]] -= 1;
	for (size_t k = 0; k < q->n_out; k++)
		out[k] *= q->w[i];
}

/*
 * The conditions of a minimum (Karush, Kuhn and Tucker), in the units of the
 * features: no slope along an intercept; the slope of a coefficient's smooth
 * part is -l1 times its sign, or between -l1 and l1 where it is 0.
 */
static size_t
check_minimum(const struct problem *q, const struct linear_weights *w,
    double tol)
{
	double grad[OUT_MAX][COLS_MAX + 1] = { { 0 } }, r[OUT_MAX], b, g;
	size_t n_zero = 0;

	for (size_t i = 0; i < q->n; i++) {
		residuals(q, w, i, r);
		for (size_t k = 0; k < q->n_out; k++) {
			for (size_t j = 0; j < q->p; j++)
				grad[k][j] += r[k] * (double)q->x[i][j];
			grad[k][q->p] += r[k];
		}
	}
	for (size_t k = 0; k < q->n_out; k++) {
		CHECK_NEAR(grad[k][q->p], 0, tol);
		for (size_t j = 0; j < q->p; j++) {
			b = w->coef[k * w->n_coef + j];
			g = grad[k][j] + q->l2 * b;
			if (b != 0)
				CHECK_NEAR(g, b > 0 ? -q->l1 : q->l1, tol);
			else
				CHECK(fabs(g) <= q->l1 + tol);
			n_zero += b == 0;
		}
	}
	return (n_zero);
}

static void
test_minimum(struct problem *q, size_t n_problems, double tol)
{
	char l1[NUMTEXT_MAX] = "", l2[NUMTEXT_MAX] = "";
	const char *const params[] = { "l1", l1, "l2", l2, "tol", "1e-9",
	    "max-iter", "20000", NULL };
	struct fit_how how = { .learner = q->learner, .params = params };
	size_t n_zero = 0;
	struct fitted f;
	struct rng r;

	rng_init(&r, 7);
	how.task = q->n_out > 1 ? "multiclass" : NULL;
	for (size_t i = 0; i < n_problems; i++) {
		draw_problem(q, &r);
		l1[format_float(l1, q->l1)] = '\0';
		l2[format_float(l2, q->l2)] = '\0';
		fit_spool(&f, &how, spool_problem(q));
		CHECK_STR(f.d.text, "");
		if (f.d.text[0] == '\0')
			n_zero += check_minimum(q, fitted_weights(&f), tol);
		fitted_release(&f);
	}
	CHECK(n_zero > n_problems);
}

int
main(void)
{
	static struct problem dense = { "linear", COL_VECTOR, .n_out = 1 };
	static struct problem sparse = { "linear", COL_SPARSE, .n_out = 1 };

	num_init();
	test_solve();
	test_gaussian();
	test_logistic();
	test_small_target();
	test_factors();
	test_minimum(&dense, 200, 1e-6);
	test_minimum(&sparse, 100, 1e-5);
	dense.learner = sparse.learner = "logistic";
	test_minimum(&dense, 200, 1e-6);
	test_minimum(&sparse, 100, 1e-5);
	dense.n_out = 3;
	test_minimum(&dense, 50, 1e-5);
	return (check_done());
}
