/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "fitted.h"
#include "num_init.h"
#include "penguin_text.h"

#define MEASURES "bill:float,depth:float,flipper:float,"
#define MASS MEASURES "mass:float:target,species:string:ignore," \
    "sex:string:ignore,w:int:"
#define COUNT MEASURES "mass:float:ignore,species:string:ignore," \
    "sex:string:ignore,w:int:target\n" PENGUIN_ROWS
#define SEX MEASURES "mass:float:ignore,species:string:ignore," \
    "sex:string:target,w:int:ignore\n" PENGUIN_ROWS
#define EQUAL MASS "ignore\n" PENGUIN_ROWS
#define WEIGHTED MASS "weight\n" PENGUIN_ROWS

#define PARAMS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* want: the coefficients and the intercept. */
static void
check_fit(const char *const *params, const char *text, const double *want,
    double tol)
{
	struct fit_how how = { .learner = "linear", .params = params };
	const struct linear_weights *w;
	struct fitted f;

	fit_text(&f, &how, text);
	CHECK_STR(f.d.text, "");
	w = fitted_weights(&f);
	CHECK(w->converged);
	for (size_t j = 0; j < 3; j++)
		CHECK_NEAR(w->coef[j], want[j], tol);
	CHECK_NEAR(w->intercept[0], want[3], tol);
	fitted_release(&f);
}

/* scikit-learn 1.7.2: PoissonRegressor(alpha=3/n), GammaRegressor(alpha=2/W)
   and TweedieRegressor(power=1.7, link="log", alpha=0), each with
   solver="newton-cholesky", tol=1e-12, on centred columns. */
static void
test_log_link(void)
{
	check_fit(PARAMS("objective", "poisson", "l2", "3"), COUNT,
	    (const double[]){ -0.02435136130890282, 0.02981742931584134,
	    0.009666696710456151, 0.3991643811193455 }, 1e-10);
	check_fit(PARAMS("objective", "gamma", "l2", "2"), WEIGHTED,
	    (const double[]){ 0.0002015801261019731, 0.014974298795021797,
	    0.011674349802380003, 5.729450613006875 }, 1e-10);
	check_fit(PARAMS("objective", "tweedie", "power", "1.7", "l2", "0"),
	    EQUAL, (const double[]){ -0.00040304534081223747,
	    0.014332825985597632, 0.012091896188487664, 5.678414761835763 },
	    1e-10);
}

/* scikit-learn 1.7.2, HuberRegressor(alpha=l2, tol=1e-14), whose L-BFGS stops
   at about five digits. */
static void
test_huber(void)
{
	check_fit(PARAMS("objective", "huber", "l2", "0"), EQUAL,
	    (const double[]){ 1.133704869461506, 70.72475950251047,
	    53.011995849217215, -7705.066740166793 }, 1e-4);
	check_fit(PARAMS("objective", "huber", "l2", "20"), WEIGHTED,
	    (const double[]){ 7.610354806663132, 1.8173308780381094,
	    37.795962527470465, -3725.431391393853 }, 1e-4);
}

/* scikit-learn 1.7.2, QuantileRegressor(quantile=alpha, alpha=l1/n,
   solver="highs"): the vertex of a linear program. */
static void
test_quantile(void)
{
	check_fit(PARAMS("objective", "quantile", "l2", "0"), EQUAL,
	    (const double[]){ -12.363059937447636, 55.84420023585305,
	    54.29555980926662, -7136.849694929157 }, 1e-6);
	check_fit(PARAMS("objective", "quantile", "alpha", "0.9", "l2", "0"),
	    WEIGHTED, (const double[]){ 39.652556281547085,
	    53.525531849007535, 33.24404669742669, -4683.688415446073 },
	    1e-6);
	check_fit(PARAMS("objective", "quantile", "alpha", "0.25", "l1",
	    "40"), EQUAL, (const double[]){ 0, 0, 36, -3304 }, 1e-6);
}

struct errors {
	char test;
	double error[4];	/* the intercept's is first */
	double statistic, p_value;	/* of the last column */
};

static void
check_errors(const struct fit_how *how, const char *text,
    const struct errors *want, double tol)
{
	struct coefficient c;
	struct fitted f;

	fit_text(&f, how, text);
	CHECK_STR(f.d.text, "");
	for (size_t j = 0; j < 4; j++) {
		f.model->learner->coefficient(f.model, 0, j, &c);
		CHECK_NEAR(c.error / want->error[j], 1, tol);
		CHECK_INT(c.test, want->test);
	}
	CHECK_NEAR(c.statistic, want->statistic, tol);
	CHECK_NEAR(c.p_value / want->p_value, 1, 10 * tol);
	/* R 4.2: qt(0.975, 33) and qnorm(0.975) */
	CHECK_NEAR((c.high - c.value) / c.error, want->test == 't' ?
	    2.03451529744934 : 1.95996398454005, 1e-12);
	CHECK_NEAR(c.value - c.low, c.high - c.value, 1e-12);
	fitted_release(&f);
}

/* R 4.2: coef(summary(f)) of lm(mass ~ bill + depth + flipper, weights = w),
   glm(..., Gamma(link = "log"), weights = w) and glm(w ~ ..., poisson), and
   glm(sex == "male" ~ ..., binomial), each with epsilon = 1e-14. */
static void
test_errors(void)
{
	struct fit_how how = { .learner = "linear",
	    .params = PARAMS("l2", "0") };

	check_errors(&how, WEIGHTED, &(struct errors){ 't',
	    { 1579.78178551333122, 17.70832647569456, 39.46439974600789,
	    6.92954732892901 }, 7.156256439666855, 3.36145101765788e-08 },
	    1e-10);
	how.params = PARAMS("l2", "0", "objective", "gamma");
	check_errors(&how, WEIGHTED, &(struct errors){ 't',
	    { 0.37580585242879400, 0.00421253921732193, 0.00938797530338662,
	    0.00164843300813704 }, 7.0855686977421062, 4.11395767814054e-08 },
	    1e-7);
	how.params = PARAMS("l2", "0", "objective", "poisson");
	check_errors(&how, COUNT, &(struct errors){ 'z',
	    { 1.87327080406836255, 0.02037774128336768, 0.04671471473637984,
	    0.00811395698093999 }, 1.194316569511293, 0.232354158504593 },
	    1e-7);
	how.learner = "logistic";
	how.params = PARAMS("l2", "0");
	check_errors(&how, SEX, &(struct errors){ 'z',
	    { 12.7713010640470639, 0.1204385334818118, 0.3091489198728387,
	    0.0503869007076446 }, 1.99778571905653, 0.0457398962590256 },
	    1e-7);
}

static void
check_warning(const char *learner, const char *text, const char *want)
{
	struct fit_how how = { .learner = learner,
	    .params = PARAMS("l2", "0") };
	struct fitted f;

	fit_text(&f, &how, text);
	CHECK_STR(f.d.text, "");
	CHECK_STR(f.model->warning != NULL ? f.model->warning : "", want);
	fitted_release(&f);
}

#define SEPARATED "the classes are separated, so that without a penalty " \
    "coefficients grow without end (give --l2)"

/* Separated by g and not by x, by nothing, and three classes by x; c = a + b,
   and a column that is nearly another. */
static void
test_warnings(void)
{
	check_warning("logistic", "g:int,x:float,y:string:target\n0,1,n\n"
	    "0,2,y\n0,3,n\n1,1,y\n1,2,y\n0,4,y\n1,3,y\n0,2,n\n",
	    SEPARATED ": \"g\"");
	check_warning("logistic", "g:int,x:float,y:string:target\n0,1,n\n"
	    "0,2,y\n0,3,n\n1,1,y\n1,2,n\n0,4,y\n1,3,y\n0,2,n\n", "");
	check_warning("logistic", "x:float,y:string:target\n1,a\n2,a\n5,b\n"
	    "6,b\n9,c\n10,c\n", SEPARATED);
	check_warning("linear", "a:int,b:int,c:int,k:int,y:float:target\n"
	    "1,4,5,7,2\n2,1,3,7,1\n3,9,12,7,5\n5,2,7,7,4\n4,4,8,7,2\n",
	    "columns that are combinations of one another, which share their "
	    "effect: \"a\", \"b\", \"c\"");
	check_warning("linear", "a:float,b:float,d:int,y:float:target\n"
	    "1,1.01,3,2\n2,1.99,1,1\n3,3.01,4,5\n5,4.98,1,4\n4,4.01,5,2\n"
	    "6,6,2,7\n", "nearly collinear columns (condition 683), whose "
	    "coefficients are unsure: \"a\", \"b\"");
}

static void
check_refusal(const char *objective, const char *text, const char *want)
{
	struct fit_how how = { .learner = "linear",
	    .params = PARAMS("objective", objective) };
	struct fitted f;

	fit_text(&f, &how, text);
	CHECK_INT(f.status, -1);
	CHECK_STR(f.d.text, want);
	fitted_release(&f);
}

static void
test_refusals(void)
{
	check_refusal("poisson", "a:int,y:float:target\n1,2\n2,-1\n",
	    "objective poisson: a target is negative");
	check_refusal("gamma", "a:int,y:float:target\n1,2\n2,0\n",
	    "objective gamma: a target is 0 (tweedie takes zeros, with a "
	    "--power below 2)");
	check_refusal("tweedie", "a:int,y:float:target\n1,0\n2,0\n",
	    "objective tweedie: all targets are 0");
}

/* A perfect line: no scale and no loss is left. */
static void
test_perfect(void)
{
	const char line[] = "a:int,b:int,y:float:target\n1,2,5\n2,2,6\n"
	    "3,1,5\n4,7,18\n9,1,11\n3,3,9\n";
	struct fit_how how = { .learner = "linear" };
	struct fitted f;

	for (int k = 0; k < 2; k++) {
		how.params = PARAMS("l2", "0", "objective",
		    k ? "huber" : "quantile");
		fit_text(&f, &how, line);
		CHECK_STR(f.d.text, "");
		CHECK_NEAR(fitted_weights(&f)->coef[0], 1, 1e-6);
		CHECK_NEAR(fitted_weights(&f)->coef[1], 2, 1e-6);
		fitted_release(&f);
	}
}

int
main(void)
{
	num_init();
	test_log_link();
	test_huber();
	test_quantile();
	test_errors();
	test_warnings();
	test_refusals();
	test_perfect();
	return (check_done());
}
