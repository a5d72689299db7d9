/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "fitted.h"
#include "num_init.h"
#include "penguin_text.h"

static const struct fit_how plain = { .learner = "linear" };
static const char *const ridge_params[] = { "l2", "1", NULL };
static const struct fit_how ridge = { .learner = "linear",
    .params = ridge_params };

/* NIST StRD, Longley (1967): data and certified values, which are known to 15
   digits; https://www.itl.nist.gov/div898/strd/lls/data/Longley.shtml */
static const char longley[] =
    "y:int:target,x1:float,x2:int,x3:int,x4:int,x5:int,x6:int\n"
    "60323,83.0,234289,2356,1590,107608,1947\n"
    "61122,88.5,259426,2325,1456,108632,1948\n"
    "60171,88.2,258054,3682,1616,109773,1949\n"
    "61187,89.5,284599,3351,1650,110929,1950\n"
    "63221,96.2,328975,2099,3099,112075,1951\n"
    "63639,98.1,346999,1932,3594,113270,1952\n"
    "64989,99.0,365385,1870,3547,115094,1953\n"
    "63761,100.0,363112,3578,3350,116219,1954\n"
    "66019,101.2,397469,2904,3048,117388,1955\n"
    "67857,104.6,419180,2822,2857,118734,1956\n"
    "68169,108.4,442769,2936,2798,120445,1957\n"
    "66513,110.8,444546,4681,2637,121950,1958\n"
    "68655,112.6,482704,3813,2552,123366,1959\n"
    "69564,114.2,502601,3931,2514,125368,1960\n"
    "69331,115.7,518173,4806,2572,127852,1961\n"
    "70551,116.9,554894,4007,2827,130081,1962\n";

static void
test_longley(void)
{
	static const double certified[] = {
		15.0618722713733, -0.0358191792925910, -2.02022980381683,
		-1.03322686717359, -0.0511041056535807, 1829.15146461355
	};
	struct fitted f;

	fit_text(&f, &plain, longley);
	CHECK_STR(f.d.text, "");
	CHECK_STR(task_name(f.model->task), "regression");
	CHECK_NEAR(fitted_weights(&f)->intercept[0], -3482258.63459582,
	    1e-12);
	for (size_t j = 0; j < 6; j++)
		CHECK_NEAR(fitted_weights(&f)->coef[j] / certified[j], 1,
		    1e-11);
	CHECK(fitted_weights(&f)->converged);
	fitted_release(&f);
}

static void
check_weights(const struct fitted *f, double intercept, const double *coef,
    size_t n, double tol)
{
	CHECK_STR(f->d.text, "");
	CHECK_NEAR(fitted_weights(f)->intercept[0], intercept, tol);
	for (size_t j = 0; j < n; j++)
		CHECK_NEAR(fitted_weights(f)->coef[j], coef[j], tol);
}

/* scikit-learn 1.2.1, Ridge(alpha=1, solver="cholesky") */
static void
test_ridge(void)
{
	static const double equal[] = { -0.21378563092130343,
	    54.59613540013941, 51.3284909003106 };
	static const double weighted[] = { 2.761428331624283,
	    56.790355138198215, 49.57851912760148 };
	struct fitted f;

	fit_text(&f, &ridge, "bill:float,depth:float,flipper:float,"
	    "mass:int:target,species:string:ignore,sex:string:ignore,"
	    "w:int:ignore\n" PENGUIN_ROWS);
	check_weights(&f, -7017.284512136386, equal, 3, 1e-9);
	fitted_release(&f);
	fit_text(&f, &ridge, "bill:float,depth:float,flipper:float,"
	    "mass:int:target,species:string:ignore,sex:string:ignore,"
	    "w:int:weight\n" PENGUIN_ROWS);
	check_weights(&f, -6815.49459879673, weighted, 3, 1e-9);
	fitted_release(&f);
}

/* y = 1 + 2 a exactly; b = 10 a, c is constant. Any split of the effect over
   a and b is a solution. */
static void
test_collinear(void)
{
	struct fitted f;
	const double *coef;

	fit_text(&f, &plain, "a:int,b:int,c:int,y:float:target\n"
	    "1,10,7,3\n2,20,7,5\n3,30,7,7\n5,50,7,11\n");
	CHECK_STR(f.d.text, "");
	coef = fitted_weights(&f)->coef;
	CHECK_NEAR(coef[0] + 10 * coef[1], 2, 1e-9);
	CHECK(coef[0] > 0.5 && coef[1] > 0.05);	/* shared */
	CHECK(coef[2] == 0);
	CHECK_NEAR(fitted_weights(&f)->intercept[0], 1, 1e-9);
	fitted_release(&f);
}

/* Columns of very different size, far from zero: y = 3 + a / 1e9 + 1e9 b,
   and a time, of which y does not depend. */
static void
test_scales(void)
{
	struct fitted f;
	static const double want[] = { 1e-9, 1e9, 0 };

	fit_text(&f, &plain, "a:int,b:float,t:time,y:float:target\n"
	    "1000000000000,1e-9,2024-01-01,1004\n"
	    "2000000000000,1e-9,2024-01-03,2004\n"
	    "1000000000000,2e-9,2024-01-02,1005\n"
	    "4000000000000,5e-9,2024-01-09,4008\n"
	    "3000000000000,2e-9,2024-01-01,3005\n");
	check_weights(&f, 3, want, 3, 1e-8);
	CHECK_NEAR(fitted_weights(&f)->coef[0] / 1e-9, 1, 1e-9);
	fitted_release(&f);
}

static void
test_errors(void)
{
	struct fitted f;

	fit_text(&f, &plain, "a:float,y:float:target\n1,1\ninf,2\n");
	CHECK_STR(f.d.text, "column \"a\" has a value that is infinite or "
	    "too large");
	fitted_release(&f);
	fit_text(&f, &plain, "a:float,y:bool:target\n1,true\n2,false\n");
	CHECK_STR(f.d.text, "linear has no task binary, which the bool "
	    "target \"y\" asks for: see --task");
	fitted_release(&f);
}

/* What was saved and loaded predicts the same bits; a row alone has the bits
   that it has among others; a missing value has no answer. */
static void
test_predict(void)
{
	struct fitted f;
	struct model *m = NULL;
	struct str s = STR_INIT;
	struct stream *rows = text_stream("x1:float,x2:int,x3:int,x4:int,"
	    "x5:int,x6:int\n115.7,518173,4806,2572,127852,1961\n"
	    "116.9,554894,4007,2827,130081,1962\n,1,2,3,4,5\n");
	struct stream *one = text_stream("x1:float,x2:int,x3:int,x4:int,"
	    "x5:int,x6:int\n116.9,554894,4007,2827,130081,1962\n");
	const struct batch *b;
	double out[3], again[3], alone;
	json_t *obj;

	fit_text(&f, &plain, longley);
	obj = model_to_json(f.model);
	CHECK_INT(model_from_json(obj, &m, &f.d), 0);
	f.model->learner->save(f.model, &s);
	CHECK_INT(m->learner->load(m, str_get(&s), s.len, &f.d), 0);
	CHECK_INT(stream_next(rows, &b, &f.d), 1);
	CHECK_INT(m->learner->predict(m, b, out, &f.d), 0);
	CHECK_INT(m->learner->predict(f.model, b, again, &f.d), 0);
	CHECK(memcmp(out, again, sizeof(double) * 2) == 0);
	CHECK(isnan(out[2]));
	CHECK_INT(stream_next(one, &b, &f.d), 1);
	CHECK_INT(m->learner->predict(m, b, &alone, &f.d), 0);
	CHECK(alone == out[1]);
	/* R 4.2: fitted(lm(Employed ~ ., longley))[15:16] */
	CHECK_NEAR(out[0], 68989.068486039, 1e-11);
	CHECK_NEAR(out[1], 70757.757825194, 1e-11);
	stream_close(rows);
	stream_close(one);
	str_release(&s);
	json_decref(obj);
	model_free(m);
	fitted_release(&f);
}

static void
check_load(struct model *m, const char *text, const char *want)
{
	struct diag d = DIAG_INIT;

	CHECK_INT(m->learner->load(m, text, strlen(text), &d), -1);
	CHECK_STR(d.text, want);
	CHECK(m->state == NULL);
}

static void
test_load(void)
{
	struct fitted f;
	struct model *m = NULL;
	struct str s = STR_INIT;
	json_t *obj;

	fit_text(&f, &plain, "a:int,y:float:target\n0,1\n2,1\n");
	f.model->learner->save(f.model, &s);
	CHECK_STR(str_get(&s), "{\"iterations\":1,\"converged\":true,"
	    "\"means\":[1.0],\"outputs\":[{\"intercept\":1.0,\"coefficients\":["
	    "{\"feature\":\"a\",\"value\":0.0}]}]}");
	obj = model_to_json(f.model);
	CHECK_INT(model_from_json(obj, &m, &f.d), 0);
	check_load(m, "{\"iterations\":2,\"converged\":true}",
	    "\"outputs\" is missing");
	check_load(m, "{\"means\":[\"nan\"]}",
	    "one of \"means\" is not finite");
	check_load(m, "{", "1 bytes are too few for 1 times 1 coefficients");
	check_load(m, "{\"iterations\":2,\"converged\":true,\"outputs\":[]}",
	    "0 outputs, not 1");
	check_load(m, "{\"iterations\":2,\"converged\":true,\"outputs\":"
	    "[{\"intercept\":\"nan\",\"coefficients\":[]}]}",
	    "\"intercept\" is not finite");
	check_load(m, "{\"iterations\":2,\"converged\":true,\"outputs\":"
	    "[{\"intercept\":1,\"coefficients\":[]}]}",
	    "0 coefficients for 1 features");
	check_load(m, "{\"iterations\":2,\"converged\":true,\"outputs\":"
	    "[{\"intercept\":1,\"coefficients\":[{\"feature\":\"b\","
	    "\"value\":1}]}]}", "feature \"b\", not \"a\"");
	json_decref(obj);
	str_release(&s);
	model_free(m);
	fitted_release(&f);
}

int
main(void)
{
	num_init();
	test_longley();
	test_ridge();
	test_collinear();
	test_scales();
	test_errors();
	test_predict();
	test_load();
	return (check_done());
}
