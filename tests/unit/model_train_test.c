/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The streaming form of learners: what comes from a stream, a few rows at a
 * time and kept nowhere, makes the model that a data set of all rows makes.
 */
#include "block_stream.h"
#include "check.h"
#include "fitted.h"
#include "levels.h"

#define ROWS_AT_ONCE 3

/* The value of the target, or the number of its class. */
static double
target_of(const struct model *m, const struct column *c, size_t i)
{
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n, k;

	if (m->n_classes == 0)
		return (column_number(c, i));
	p = level_text(c, i, scratch, &n);
	for (k = 0; k < m->n_classes; k++) {
		if (strlen(m->classes[k]) == n &&
		    memcmp(m->classes[k], p, n) == 0)
			break;
	}
	CHECK(k < m->n_classes);
	return ((double)k);
}

/* The tables here have the columns x, y and w; a row without y is left out. */
static int
add_batch(const struct model *m, void *fit, const struct batch *b,
    struct diag *d)
{
	uint32_t rows[ROWS_AT_ONCE];
	double y[ROWS_AT_ONCE], w[ROWS_AT_ONCE];
	struct batch view = { .schema = &m->features, .cols = b->cols,
	    .n_rows = b->n_rows };
	struct learner_rows in = { &view, rows, 0, y, w };

	for (size_t i = 0; i < b->n_rows; i++) {
		if (!b->cols[1]->valid[i])
			continue;
		rows[in.n] = (uint32_t)i;
		y[in.n] = target_of(m, b->cols[1], i);
		w[in.n++] = column_number(b->cols[2], i);
	}
	return (m->learner->stream->add(fit, &in, d));
}

/* What the model learned, as it is saved. */
static void
train_from_stream(const char *text, struct model *m, struct str *out)
{
	struct stream *all = text_stream(text);
	struct stream *in = block_stream(&((struct text_stream *)all)->block,
	    ROWS_AT_ONCE);
	const struct learner_stream *stream = m->learner->stream;
	struct diag d = DIAG_INIT;
	const struct batch *b;
	void *fit = stream->begin(m);
	int more;

	while ((more = stream_next(in, &b, &d)) == 1)
		CHECK_INT(add_batch(m, fit, b, &d), 0);
	CHECK_INT(more, 0);
	CHECK_INT(stream->finish(fit, m, &d), 0);
	CHECK_STR(d.text, "");
	stream->free(fit);
	m->learner->save(m, out);
	stream_close(in);
	stream_close(all);
}

static void
check_same(const char *text, const char *want)
{
	const struct fit_how how = { .learner = "baseline" };
	struct str all = STR_INIT, streamed = STR_INIT;
	struct model *m = NULL;
	struct fitted f;
	json_t *obj;

	fit_text(&f, &how, text);
	CHECK_INT(f.status, 0);
	f.model->learner->save(f.model, &all);
	obj = model_to_json(f.model);	/* its task, features and classes */
	CHECK_INT(model_from_json(obj, &m, &f.d), 0);
	train_from_stream(text, m, &streamed);
	CHECK_STR(str_get(&streamed), want);
	CHECK_STR(str_get(&all), want);
	json_decref(obj);
	model_free(m);
	str_release(&all);
	str_release(&streamed);
	fitted_release(&f);
}

static void
test_same(void)
{
	check_same("x:int,y:float:target,w:int:weight\n"
	    "1,2,1\n2,4,3\n3,,9\n4,10,0\n5,1,4\n", "{\"values\":[2.25]}");
	check_same("x:int,y:bool:target,w:int:weight\n"
	    "1,true,1\n2,false,3\n3,,9\n4,true,0\n5,false,4\n",
	    "{\"values\":[0.125]}");
	check_same("x:int,y:string:target,w:int:weight\n"
	    "1,b,1\n2,a,3\n3,,9\n4,c,0\n5,b,4\n",
	    "{\"values\":[0.375,0.625,0.0]}");
}

/* A stream of no rows is no model. */
static void
test_no_rows(void)
{
	struct diag d = DIAG_INIT;
	struct model *m = model_new(learner_find("baseline", &d));
	const struct learner_stream *stream = m->learner->stream;
	void *fit = stream->begin(m);

	CHECK_INT(stream->finish(fit, m, &d), -1);
	CHECK_STR(d.text, "no training rows");
	CHECK(m->state == NULL);
	stream->free(fit);
	model_free(m);
}

int
main(void)
{
	test_same();
	test_no_rows();
	return (check_done());
}
