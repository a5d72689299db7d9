/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "fitted.h"
#include "num_init.h"
#include "penguin_text.h"
#include "sgd_model.h"

#define PARAMS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define MEASURES "bill:float,depth:float,flipper:float,"
#define SEX(role) MEASURES "mass:float:ignore,species:string:ignore," \
    "sex:string:target,w:int:" role "\n" PENGUIN_ROWS
#define MASS MEASURES "mass:float:target,species:string:ignore," \
    "sex:string:ignore,w:int:ignore\n" PENGUIN_ROWS

/* The first rows of it. */
static void
predict(const struct model *m, const char *text, double *out, struct diag *d)
{
	struct stream *rows = text_stream(text);
	const struct batch *b;

	CHECK_INT(stream_next(rows, &b, d), 1);
	CHECK_INT(m->learner->predict(m, b, out, d), 0);
	stream_close(rows);
}

static void
check_first(const char *const *params, const char *text, const double *want,
    double tol)
{
	struct fit_how how = { .learner = "sgd", .params = params };
	struct fitted f;
	double out[4];

	fit_text(&f, &how, text);
	CHECK_STR(f.d.text, "");
	predict(f.model, "bill:float,depth:float,flipper:float\n"
	    "39.1,18.7,181\n34.6,21.1,198\n38.2,18.1,185\n", out, &f.d);
	for (size_t i = 0; i < 3; i++)
		CHECK_NEAR(out[i], want[i], tol);
	fitted_release(&f);
}

/* Vowpal Wabbit 9.11.9, one pass: --loss_function logistic, without and with
   importance weights; squared and quantile (--quantile_tau 0.8) on
   standardised targets. Its roots and exponents are approximate. */
static void
test_one_pass(void)
{
	check_first(NULL, SEX("ignore"), (const double[]){ 0.41577441,
	    0.41249755, 0.41642234 }, 5e-4);
	check_first(NULL, SEX("weight"), (const double[]){ 0.30337858,
	    0.29743171, 0.30447915 }, 5e-4);
	check_first(NULL, MASS, (const double[]){ 3956.72227829,
	    3946.63173399, 3959.61098293 }, 5e-4);
	check_first(PARAMS("objective", "quantile", "alpha", "0.8"), MASS,
	    (const double[]){ 4957.51211455, 4974.71164681, 4952.43296409 },
	    5e-4);
}

/* y is the exclusive or of two words: nothing but their product tells it, and
   a missing value or an unknown word counts for nothing. */
static void
test_interaction(void)
{
	struct fit_how how = { .learner = "sgd",
	    .params = PARAMS("interact", "a*b", "passes", "40") };
	struct fitted f;
	double out[5];

	fit_text(&f, &how, "a:string,b:string,y:string:target\n"
	    "u,u,no\nu,v,yes\nv,u,yes\nv,v,no\n");
	CHECK_STR(f.d.text, "");
	predict(f.model, "a:string,b:string\nu,u\nu,v\nv,u\nv,v\n,new\n", out,
	    &f.d);
	CHECK(out[0] < 0.2 && out[1] > 0.8 && out[2] > 0.8 && out[3] < 0.2);
	CHECK_NEAR(out[4], 0.5, 0.1);
	fitted_release(&f);
	how.params = PARAMS("interact", "a*c");
	fit_text(&f, &how, "a:string,b:string,y:string:target\nu,u,no\n"
	    "u,v,yes\n");
	CHECK_STR(f.d.text, "interact: \"a*c\" is not FEATURE*FEATURE");
	fitted_release(&f);
}

static void
check_load(struct model *m, const char *bytes, size_t n, const char *want)
{
	struct diag d = DIAG_INIT;

	CHECK_INT(m->learner->load(m, bytes, n, &d), -1);
	CHECK_STR(d.text, want);
}

/* What was saved and loaded goes on as if nothing had been between. */
static void
test_goes_on(void)
{
	struct fit_how how = { .learner = "sgd",
	    .params = PARAMS("interact", "bill*depth", "bits", "4") };
	struct fitted f;
	struct model *m = NULL, *next = NULL;
	struct str s = STR_INIT, again = STR_INIT;
	json_t *obj;

	fit_text(&f, &how, SEX("ignore"));
	f.model->learner->save(f.model, &s);
	obj = model_to_json(f.model);
	CHECK_INT(model_from_json(obj, &m, &f.d), 0);
	check_load(m, str_get(&s), s.len - 1, "311 bytes, not those of 20 "
	    "places of 1 outputs");
	check_load(m, str_get(&s), 20, "no weights of sgd");
	CHECK_INT(m->learner->load(m, str_get(&s), s.len, &f.d), 0);
	CHECK_INT(model_from_json(obj, &next, &f.d), 0);
	CHECK_INT(model_set_from(next, m, &f.d), 0);
	CHECK_INT(model_train(f.ds, next, &f.d), 0);
	next->learner->save(next, &again);
	fitted_release(&f);
	str_clear(&s);
	how.params = PARAMS("interact", "bill*depth", "bits", "4", "passes",
	    "2");
	fit_text(&f, &how, SEX("ignore"));
	f.model->learner->save(f.model, &s);
	CHECK_INT(s.len, again.len);
	CHECK(memcmp(str_get(&s), str_get(&again), s.len) == 0);
	json_decref(obj);
	str_release(&s);
	str_release(&again);
	model_free(m);
	model_free(next);
	fitted_release(&f);
}

int
main(void)
{
	num_init();
	test_one_pass();
	test_interaction();
	test_goes_on();
	return (check_done());
}
