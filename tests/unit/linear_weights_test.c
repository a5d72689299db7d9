/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"
#include "draw.h"
#include "first_block.h"
#include "fitted.h"
#include "num_init.h"

#define WIDTH 12000		/* columns: more than go to JSON */

/* Two sparse entries a row, and a number; y has three classes. */
static struct spool *
spool_wide(void)
{
	struct text_stream *t = (struct text_stream *)text_stream(
	    "a:float,y:int:target\n");
	struct field x = { .name = (char[]){ "x" }, .type = COL_SPARSE,
	    .width = WIDTH };
	uint32_t index[2];
	float values[2];
	struct diag d;

	if (schema_add(&t->stream.head.schema, &x, &d) == -1)
		BUG("%s", d.text);
	block_release(&t->block);
	block_init(&t->block, &t->stream.head.schema);
	for (uint32_t i = 0; i < 60; i++) {
		column_add_float(&t->block.cols[0], i % 7);
		column_add_int(&t->block.cols[1], i % 3);
		index[0] = i % 3 + 10 * (i % 5);
		index[1] = WIDTH - 1 - i % 3;
		values[0] = 1;
		values[1] = (float)i / 8;
		column_add_sparse(&t->block.cols[2], index, values, 2);
	}
	block_seal(&t->block, 0);
	return (spool_of_stream(&t->stream));
}

/* A model of the same manifest, without its state. */
static struct model *
same_model(const struct model *m)
{
	json_t *obj = model_to_json(m);
	struct model *out = NULL;
	struct diag d = DIAG_INIT;

	CHECK_INT(model_from_json(obj, &out, &d), 0);
	json_decref(obj);
	return (out);
}

static void
check_refused(struct model *m, const struct str *s, size_t n, const char *want)
{
	struct diag d = DIAG_INIT;

	CHECK_INT(m->learner->load(m, str_get(s), n, &d), -1);
	if (want != NULL)
		CHECK_STR(d.text, want);
	CHECK(m->state == NULL);
}

static void
set_byte(struct str *s, size_t at, char c)
{
	s->buf[at] = c;
}

/* The file's head is 48 bytes; then come numbers of 8. */
static void
check_hostile(struct model *m, struct str *s)
{
	char keep;

	for (size_t n = 0; n < 200; n++)
		check_refused(m, s, n, NULL);
	for (size_t n = s->len - 20; n < s->len; n++)
		check_refused(m, s, n, "too short or too long");
	str_addc(s, 'x');
	check_refused(m, s, s->len, "too short or too long");
	s->len--;
	set_byte(s, 8, 2);
	check_refused(m, s, s->len, "unknown version 2");
	set_byte(s, 8, 1);
	set_byte(s, 16, 4);
	check_refused(m, s, s->len,
	    "not the outputs and columns of the manifest");
	set_byte(s, 16, 3);
	set_byte(s, 40, 2);
	check_refused(m, s, s->len, "too short or too long");
	set_byte(s, 40, 1);
	keep = str_get(s)[s->len - 1];
	memcpy(s->buf + s->len - 8, "\0\0\0\0\0\0\xf0\x7f", 8);
	check_refused(m, s, s->len, "a number is not finite");
	set_byte(s, s->len - 1, keep);
}

static void
test_binary(void)
{
	static const struct fit_how how = { .learner = "logistic" };
	struct str s = STR_INIT, again = STR_INIT;
	struct first_block cur;
	double out[180], loaded[180];
	struct fitted f;
	struct model *m;

	fit_spool(&f, &how, spool_wide());
	CHECK_STR(f.d.text, "");
	CHECK_STR(model_member(f.model), "weights.bin");
	f.model->learner->save(f.model, &s);
	CHECK_INT(s.len, 48 + 8 * (3 + (WIDTH + 1) + 3 * (WIDTH + 1)));
	m = same_model(f.model);
	CHECK_INT(m->learner->load(m, str_get(&s), s.len, &f.d), 0);
	m->learner->save(m, &again);
	CHECK(again.len == s.len && memcmp(again.buf, s.buf, s.len) == 0);
	first_block_init(&cur, f.ds);
	CHECK_INT(m->learner->predict(f.model, &cur.view, out, &f.d), 0);
	CHECK_INT(m->learner->predict(m, &cur.view, loaded, &f.d), 0);
	CHECK(memcmp(out, loaded, sizeof(out)) == 0);
	first_block_release(&cur);
	model_free(m);
	m = same_model(f.model);
	check_hostile(m, &s);
	model_free(m);
	str_release(&s);
	str_release(&again);
	fitted_release(&f);
}

#define MANY 20000		/* several blocks */

/* Sparse rows of one to four entries, of which one tells the class. */
static struct spool *
spool_many(void)
{
	struct text_stream *t = (struct text_stream *)text_stream(
	    "a:float,y:bool:target\n");
	struct field x = { .name = (char[]){ "x" }, .type = COL_SPARSE,
	    .width = 100 };
	uint32_t index[4];
	float values[4];
	struct diag d;
	struct rng r;

	if (schema_add(&t->stream.head.schema, &x, &d) == -1)
		BUG("%s", d.text);
	block_release(&t->block);
	block_init(&t->block, &t->stream.head.schema);
	rng_init(&r, 3);
	for (uint32_t i = 0; i < MANY; i++) {
		for (uint32_t k = 0; k < 4; k++) {
			index[k] = 25 * k + (uint32_t)(rng_next(&r) % 25);
			values[k] = (float)(1 + draw_uniform(&r));
		}
		column_add_float(&t->block.cols[0], draw_normal(&r));
		column_add_bool(&t->block.cols[1], (index[0] + i % 2) % 2);
		column_add_sparse(&t->block.cols[2], index, values, 1 + i % 4);
	}
	block_seal(&t->block, 0);
	return (spool_of_stream(&t->stream));
}

/* The same bytes for any number of threads, which share the columns. */
static void
test_threads(void)
{
	static const char *const params[] = { "l1", "1", NULL };
	struct fit_how how = { .learner = "logistic", .params = params };
	struct str one = STR_INIT, more = STR_INIT;
	struct fitted f;

	fit_spool(&f, &how, spool_many());
	CHECK_STR(f.d.text, "");
	CHECK(fitted_weights(&f)->converged);
	linear_weights_save(f.model, &one);
	fitted_release(&f);
	for (int n = 2; n <= 7; n += 5) {
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

/* What features add and what the means give is the score. */
static void
check_sum(const struct fitted *f, const struct batch *b, const double *phi)
{
	size_t n_out = model_n_out(f->model), n = f->model->features.n;
	double score[180], sum;

	linear_weights_scores(f->model->state, b, score);
	for (size_t i = 0; i < b->n_rows * n_out; i++) {
		sum = 0;
		for (size_t j = 0; j <= n; j++)
			sum += phi[i * (n + 1) + j];
		CHECK_NEAR(sum, score[i], 1e-12);
	}
}

static void
test_explain_wide(void)
{
	static const struct fit_how how = { .learner = "logistic" };
	struct first_block cur;
	double phi[60 * 3 * 3];
	struct fitted f;

	fit_spool(&f, &how, spool_wide());
	first_block_init(&cur, f.ds);
	CHECK_INT(f.model->learner->explain(f.model, &cur.view, phi, &f.d), 0);
	check_sum(&f, &cur.view, phi);
	/* The mean of the last column, which every third row has: of i / 8 for
	   i = 0, 3 ... 57, spread over 60 rows. */
	CHECK_NEAR(fitted_weights(&f)->mean[WIDTH], 570.0 / 8 / 60, 1e-12);
	first_block_release(&cur);
	fitted_release(&f);
}

/* y = 1 + 2 a - 3 b; the means are 2 and 3. */
static void
test_explain(void)
{
	static const struct fit_how how = { .learner = "linear" };
	static const double want[] = { 2 * (5 - 2), -3 * (1 - 3), 1 + 4 - 9 };
	struct stream *s = text_stream("a:int,b:float\n5,1\n,1\n");
	const struct batch *b;
	struct fitted f;
	double phi[6];

	fit_text(&f, &how, "a:int,b:float,y:float:target\n1,1,0\n2,1,2\n"
	    "3,7,-14\n");
	CHECK_INT(stream_next(s, &b, &f.d), 1);
	CHECK_INT(f.model->learner->explain(f.model, b, phi, &f.d), 0);
	for (size_t j = 0; j < 3; j++)
		CHECK_NEAR(phi[j], want[j], 1e-12);
	CHECK(isnan(phi[3]));
	CHECK_NEAR(phi[4], want[1], 1e-12);
	stream_close(s);
	fitted_release(&f);
}

/* A file of an earlier version scores, but has no means. */
static void
test_no_means(void)
{
	static const char text[] = "{\"iterations\":1,\"converged\":true,"
	    "\"outputs\":[{\"intercept\":1.0,\"coefficients\":["
	    "{\"feature\":\"a\",\"value\":2.0}]}]}";
	static const struct fit_how how = { .learner = "linear" };
	struct stream *s = text_stream("a:int\n5\n");
	const struct batch *b;
	struct fitted f;
	struct model *m;
	double out[2];

	fit_text(&f, &how, "a:int,y:float:target\n0,1\n2,1\n");
	m = same_model(f.model);
	CHECK_INT(m->learner->load(m, text, strlen(text), &f.d), 0);
	CHECK_INT(stream_next(s, &b, &f.d), 1);
	CHECK_INT(m->learner->predict(m, b, out, &f.d), 0);
	CHECK_NEAR(out[0], 11, 0);
	CHECK_INT(linear_weights_explain(m, b, out, &f.d), -1);
	CHECK_STR(f.d.text, "the model file has no means of its features: it "
	    "is of an earlier version, train it again");
	stream_close(s);
	model_free(m);
	fitted_release(&f);
}

int
main(void)
{
	num_init();
	test_binary();
	test_explain_wide();
	test_explain();
	test_no_means();
	test_threads();
	return (check_done());
}
