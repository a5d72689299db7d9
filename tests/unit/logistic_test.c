/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "design_matrix.h"
#include "draw.h"
#include "first_block.h"
#include "fitted.h"
#include "num_init.h"
#include "penguin_text.h"
#include "rng.h"

static const char *const plain_params[] = { "l2", "1", NULL };
static const struct fit_how plain = { .learner = "logistic",
    .params = plain_params };
static const char *const exact_params[] = { "tol", "1e-10", "l2", "1",
	NULL };
static const struct fit_how exact = { .learner = "logistic",
    .params = exact_params };

static void
check_output(const struct fitted *f, size_t k, double intercept,
    const double *coef, double tol)
{
	const struct linear_weights *w = fitted_weights(f);

	CHECK_STR(f->d.text, "");
	CHECK(w->converged);
	CHECK_NEAR(w->intercept[k], intercept, tol);
	for (size_t j = 0; j < w->n_coef; j++)
		CHECK_NEAR(w->coef[k * w->n_coef + j], coef[j], tol);
}

/* scikit-learn 1.2.1, LogisticRegression(C=1, solver="newton-cholesky",
   tol=1e-12); the weights are sample_weight. */
static void
test_binary(void)
{
	static const double equal[] = { 0.07183909953790696,
	    0.6013850797253577, -0.14602551728394547, 0.005433333622744526 };
	static const double weighted[] = { 0.049407276671456515,
	    0.7963866298767445, -0.11615473268274205, 0.00524271804415431 };
	struct fitted f;

	fit_text(&f, &plain, "bill:float,depth:float,flipper:float,mass:int,"
	    "species:string:ignore,sex:string:target,w:int:ignore\n"
	    PENGUIN_ROWS);
	CHECK_STR(f.model->classes[1], "male");
	check_output(&f, 0, -6.787309598693844, equal, 1e-9);
	fitted_release(&f);
	fit_text(&f, &plain, "bill:float,depth:float,flipper:float,mass:int,"
	    "species:string:ignore,sex:string:target,w:int:weight\n"
	    PENGUIN_ROWS);
	check_output(&f, 0, -14.232846375379903, weighted, 1e-9);
	fitted_release(&f);
}

/*
 * Newton's method in numpy on the same objective, to a gradient of 6e-16;
 * scikit-learn 1.2.1's solver "newton-cg" with tol=1e-12 agrees in 8 digits
 * of the intercepts.
 */
static void
test_softmax(void)
{
	static const double intercept[] = { 67.61331046203618,
	    17.917534242478673, -85.53084470451485 };
	static const double coef[3][4] = {
		{ -0.7683774317471601, 0.27434762952332103,
		    -0.20562195857439855, 0.0007928067014656906 },
		{ 0.7660307655662347, -0.10900191495828507,
		    -0.1266194788966097, -0.005803890854597165 },
		{ 0.002346666180925429, -0.16534571456503544,
		    0.3322414374710184, 0.005011084153362121 },
	};
	struct fitted f;
	struct stream *s = text_stream("bill:float,depth:float,"
	    "flipper:float,mass:int\n39.1,18.7,181,3750\n");
	const struct batch *b;
	double out[3];

	fit_text(&f, &exact, "bill:float,depth:float,flipper:float,mass:int,"
	    "species:string:target,sex:string:ignore,w:int:ignore\n"
	    PENGUIN_ROWS);
	CHECK_STR(task_name(f.model->task), "multiclass");
	for (size_t k = 0; k < 3; k++)
		check_output(&f, k, intercept[k], coef[k], 1e-6);
	CHECK_INT(stream_next(s, &b, &f.d), 1);
	CHECK_INT(f.model->learner->predict(f.model, b, out, &f.d), 0);
	CHECK_NEAR(out[0] + out[1] + out[2], 1, 1e-15);
	CHECK(out[0] > 0.9);
	stream_close(s);
	fitted_release(&f);
}

/*
 * By symmetry the intercept is 0 and the slope solves
 * b = 2 / (1 + e^b) + 4 / (1 + e^(2 b)) (scipy 1.10, optimize.brentq).
 * Without a penalty there is no optimum, but the fit ends.
 */
static void
test_separation(void)
{
	static const char text[] = "a:int,c:int,y:bool:target\n-2,5,false\n"
	    "-1,5,false\n1,5,true\n2,5,true\n";
	static const char *const no_penalty[] = { "l2", "0", NULL };
	static const struct fit_how free_fit = { .learner = "logistic",
	    .params = no_penalty };
	static const double want[] = { 1.0065943148735454, 0 };
	struct fitted f;

	fit_text(&f, &plain, text);
	check_output(&f, 0, 0, want, 1e-9);
	fitted_release(&f);
	fit_text(&f, &free_fit, text);
	CHECK_STR(f.d.text, "");
	CHECK(fitted_weights(&f)->coef[0] > 5);
	CHECK(fitted_weights(&f)->converged);
	fitted_release(&f);
}

/* A measure in other units gives the same model when nothing is penalised. */
static void
test_scales(void)
{
	static const char *const no_penalty[] = { "l2", "0", NULL };
	static const struct fit_how free_fit = { .learner = "logistic",
	    .params = no_penalty };
	struct fitted f, g;

	fit_text(&f, &free_fit, "a:float,b:float,y:bool:target\n1,2,true\n"
	    "2,1,false\n3,5,false\n4,2,true\n5,2,true\n6,1,false\n");
	fit_text(&g, &free_fit, "a:float,b:float,y:bool:target\n"
	    "1e12,2e-12,true\n2e12,1e-12,false\n3e12,5e-12,false\n"
	    "4e12,2e-12,true\n5e12,2e-12,true\n6e12,1e-12,false\n");
	CHECK_STR(g.d.text, "");
	CHECK_NEAR(fitted_weights(&g)->coef[0] * 1e12 /
	    fitted_weights(&f)->coef[0], 1, 1e-9);
	CHECK_NEAR(fitted_weights(&g)->coef[1] / 1e12 /
	    fitted_weights(&f)->coef[1], 1, 1e-9);
	fitted_release(&f);
	fitted_release(&g);
}

/* The same table of four floats, as one vector or as sparse rows. */
static struct spool *
spool_wide(enum col_type type, uint32_t width)
{
	struct stream *plain_rows = text_stream("a:float,b:float,c:float,"
	    "d:int,species:string,sex:string:target,w:int\n" PENGUIN_ROWS);
	struct stream *s = text_stream("sex:string:target\n");
	struct text_stream *t = (struct text_stream *)s;
	struct text_stream *from = (struct text_stream *)plain_rows;
	struct field x = { .name = (char[]){ "x" }, .type = type,
	    .width = width };
	uint32_t index[] = { 0, 1, 2, 3 };
	struct diag d;
	float v[4];

	if (schema_add(&s->head.schema, &x, &d) == -1)
		BUG("%s", d.text);
	block_release(&t->block);
	block_init(&t->block, &s->head.schema);
	column_add_range(&t->block.cols[0], &from->block.cols[5], 0,
	    from->block.view.n_rows);
	for (size_t i = 0; i < from->block.view.n_rows; i++) {
		for (size_t j = 0; j < 4; j++)
			v[j] = (float)column_number(&from->block.cols[j], i);
		if (type == COL_SPARSE)
			column_add_sparse(&t->block.cols[1], index, v, 4);
		else
			column_add_vector(&t->block.cols[1], v);
	}
	block_seal(&t->block, 0);
	stream_close(plain_rows);
	return (spool_of_stream(s));
}

/* L-BFGS, which sparse columns of many places take, finds what Newton's method
   finds, which those of a few take. */
static void
test_sparse(uint32_t width, double tol)
{
	struct fitted f, g;
	double out[64], sparse[64];
	struct first_block cur;

	fit_spool(&f, &exact, spool_wide(COL_VECTOR, 4));
	fit_spool(&g, &exact, spool_wide(COL_SPARSE, width));
	CHECK_NEAR(fitted_weights(&g)->intercept[0],
	    fitted_weights(&f)->intercept[0], tol);
	for (size_t j = 0; j < 4; j++)
		CHECK_NEAR(fitted_weights(&g)->coef[j],
		    fitted_weights(&f)->coef[j], tol);
	first_block_init(&cur, f.ds);
	CHECK_INT(f.model->learner->predict(f.model, &cur.view, out, &f.d), 0);
	first_block_release(&cur);
	first_block_init(&cur, g.ds);
	CHECK_INT(g.model->learner->predict(g.model, &cur.view, sparse,
	    &g.d), 0);
	for (size_t i = 0; i < cur.view.n_rows; i++)
		CHECK_NEAR(sparse[i], out[i], tol);
	first_block_release(&cur);
	fitted_release(&f);
	fitted_release(&g);
}

#define MANY 300000	/* enough blocks for a start on a sample of them */

/* P(y) = sigmoid(0.5 + a - 2 b), and c, of which y does not depend. */
static struct spool *
spool_many(void)
{
	struct stream *s = text_stream("a:float,b:float,c:float,"
	    "y:bool:target\n");
	struct column *c = ((struct text_stream *)s)->block.cols;
	double x[3];
	struct rng r;

	rng_init(&r, 1);
	for (size_t i = 0; i < MANY; i++) {
		for (size_t j = 0; j < 3; j++) {
			x[j] = draw_normal(&r);
			column_add_float(&c[j], x[j]);
		}
		column_add_bool(&c[3], draw_uniform(&r) <
		    1 / (1 + exp(-(0.5 + x[0] - 2 * x[1]))));
	}
	block_seal(&((struct text_stream *)s)->block, 0);
	return (spool_of_stream(s));
}

static void
test_threads(void)
{
	static const double truth[] = { 1, -2, 0 };
	struct fit_how how = plain;
	struct fitted f;
	struct str one = STR_INIT, more = STR_INIT;

	fit_spool(&f, &how, spool_many());
	/* Five standard errors, at most 0.007 each. */
	check_output(&f, 0, 0.5, truth, 0.035);
	linear_weights_save(f.model, &one);
	fitted_release(&f);
	for (int n = 2; n <= 3; n++) {
		how.crew = crew_new(n);
		fit_spool(&f, &how, spool_many());
		str_clear(&more);
		linear_weights_save(f.model, &more);
		CHECK_STR(str_get(&more), str_get(&one));
		fitted_release(&f);
		crew_free(how.crew);
	}
	str_release(&one);
	str_release(&more);
}

int
main(void)
{
	num_init();
	test_binary();
	test_softmax();
	test_separation();
	test_scales();
	test_sparse(4, 1e-12);
	test_sparse(DESIGN_FEW + 4, 1e-5);
	test_threads();
	return (check_done());
}
