/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Training gbdt on a small table of text, and its predictions of the same
 * table: what the tests of gbdt share.
 */
#ifndef GBDT_RUN_H
#define GBDT_RUN_H

#include "check.h"
#include "dataset.h"
#include "model_train.h"
#include "trees.h"
#include "table_text.h"
#include "crew.h"

struct run {
	struct spool *spool;
	struct model *model;
	struct dataset *ds;
	struct crew *crew;
	struct diag d;
	double *out;		/* predictions of all rows of the table */
	size_t n_rows;
};

/* "leaves=2 rate=1" */
static inline void
set_params(struct params *p, const char *text)
{
	struct diag d;
	char *copy = mem_strdup(text), *save, *word, *value;

	for (word = strtok_r(copy, " ", &save); word != NULL;
	    word = strtok_r(NULL, " ", &save)) {
		value = strchr(word, '=');
		*value++ = '\0';
		if (params_set(p, word, value, &d) == -1)
			BUG("%s", d.text);
	}
	free(copy);
}

/* Predict all rows of a spool with a model; (n_rows, n_out) on the heap. */
static inline double *
predict_spool(const struct model *m, const struct spool *sp)
{
	size_t n = spool_n_rows(sp), n_out = model_n_out(m);
	double *out = mem_alloc(n * n_out, sizeof(*out));
	const struct schema *s = &spool_head(sp)->schema;
	const struct column **cols = mem_calloc(s->n, sizeof(*cols));
	struct batch view = { .schema = &m->features, .cols = cols };
	const struct batch *b;
	struct block scratch;
	struct diag d = DIAG_INIT;

	block_init(&scratch, s);
	for (size_t k = 0; k < spool_n_blocks(sp); k++) {
		if (spool_get(sp, k, &scratch, &b, &d) == -1)
			BUG("%s", d.text);
		for (size_t j = 0; j < m->features.n; j++)
			cols[j] = b->cols[schema_find(s,
			    m->features.fields[j].name)];
		view.n_rows = b->n_rows;
		if (m->learner->predict(m, &view,
		    out + k * BATCH_ROWS * n_out, &d) == -1)
			BUG("%s", d.text);
	}
	block_release(&scratch);
	free(cols);
	return (out);
}

/* Explain the first block of a spool whose features come before all other
   columns; (n_rows, n_out, n features + 1) on the heap, or NULL. */
static inline double *
explain_spool(const struct model *m, const struct spool *sp, struct diag *d)
{
	struct batch view = { .schema = &m->features };
	const struct batch *b;
	struct block scratch;
	double *out;

	block_init(&scratch, &spool_head(sp)->schema);
	if (spool_get(sp, 0, &scratch, &b, d) == -1)
		BUG("%s", d->text);
	view.cols = b->cols;
	view.n_rows = b->n_rows;
	out = mem_alloc(view.n_rows * model_n_out(m),
	    (m->features.n + 1) * sizeof(*out));
	if (m->learner->explain(m, &view, out, d) == -1) {
		free(out);
		out = NULL;
	}
	block_release(&scratch);
	return (out);
}

/* The status of training; the rest is for run_drop. */
static inline int
run_spool(struct run *r, struct spool *spool, const char *params,
    int n_threads)
{
	struct dataset_options opt = { .seed = 1 };

	memset(r, 0, sizeof(*r));
	r->spool = spool;
	r->model = model_new(learner_find("gbdt", &r->d));
	r->crew = crew_new(n_threads);
	set_params(&r->model->params, params);
	opt.crew = r->crew;
	if (dataset_new(r->spool, &opt, r->model, &r->ds, &r->d) == -1)
		BUG("%s", r->d.text);
	if (model_train(r->ds, r->model, &r->d) == -1)
		return (-1);
	r->n_rows = spool_n_rows(r->spool);
	r->out = predict_spool(r->model, r->spool);
	return (0);
}

static inline int
run_gbdt(struct run *r, const char *table, const char *params, int n_threads)
{
	return (run_spool(r, spool_of_text(table), params, n_threads));
}

static inline void
run_drop(struct run *r)
{
	dataset_free(r->ds);
	model_free(r->model);
	spool_free(r->spool);
	crew_free(r->crew);
	free(r->out);
}

/* The training rows are predicted as wanted. */
static inline void
check_values(const char *table, const char *params, const double *want,
    size_t n, double tol)
{
	struct run r;

	CHECK_INT(run_gbdt(&r, table, params, 1), 0);
	CHECK_STR(r.d.text, "");
	for (size_t i = 0; i < n && r.out != NULL; i++)
		CHECK_NEAR(r.out[i], want[i], tol);
	run_drop(&r);
}

/* A table of n rows: numbers with missing ones, few levels, many levels (few
   rows each), and a target y of the type given that depends on all. */
static inline char *
mixed_table(size_t n, const char *target)
{
	struct str s = STR_INIT;
	uint64_t r = 12345;

	str_addf(&s, "a:float,b:int,c:string,many:string,y:%s:target\n",
	    target);
	for (size_t i = 0; i < n; i++) {
		unsigned a, b, c, m;

		r = r * 6364136223846793005u + 1442695040888963407u;
		a = r >> 33 & 1023;
		b = r >> 43 & 15;
		c = r >> 47 & 7;
		m = (unsigned)((r >> 50) % 300);
		if (a < 100)
			str_addf(&s, ",%u,c%u,m%u,", b, c, m);
		else
			str_addf(&s, "%u.5,%u,c%u,m%u,", a, b, c, m);
		str_addf(&s, "%u\n", strcmp(target, "bool") == 0 ?
		    (a * b + 700 * (c & 1) + 9 * m) % 5000 > 2500 :
		    a / 64 * b + 10 * (c & 3) + m % 7);
	}
	return (str_detach(&s));
}

#endif
