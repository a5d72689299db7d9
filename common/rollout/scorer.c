/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "raw_rows.h"

#include "live_drift.h"
#include "scorer.h"

/* A scorer that is idle holds what a request of so many bytes and values had
   it take. */
#define KEPT_BODY ((size_t)256 << 10)
#define KEPT_VALUES ((size_t)64 << 10)

static void
free_explain(struct scorer *s)
{
	if (s->explain != NULL)
		explain_columns_release(s->explain);
	free(s->explain);
	s->explain = NULL;
}

void
scorers_free(struct scorer *s)
{
	struct scorer *next;

	for (; s != NULL; s = next) {
		next = s->next;
		predictor_run_free(s->run);
		free_explain(s);
		request_table_release(&s->table);
		str_release(&s->line);
		schema_release(&s->logged);
		free(s->unseen);
		free(s);
	}
}

struct scorer *
scorer_take(struct model_version *v)
{
	struct served_model *m = v->of;
	struct scorer *s;

	pthread_mutex_lock(&m->lock);
	s = v->idle;
	if (s != NULL)
		v->idle = s->next;
	pthread_mutex_unlock(&m->lock);
	if (s == NULL) {
		s = MEM_NEW(struct scorer);
		s->version = v;
		s->run = predictor_run_new(v->p);
		request_table_init(&s->table, v->p, m->max_rows);
		predictor_outputs_beside(v->p, &v->p->spec.schema,
		    &s->logged);
	}
	request_table_clear(&s->table);
	s->scored = false;
	s->trace = (struct trace){ "", "" };
	s->n_unseen = 0;
	s->did = (struct predictor_counts){ 0 };
	return (s);
}

static void
count(struct scorer *s, enum model_count which, uint64_t n)
{
	if (n > 0)
		atomic_fetch_add_explicit(&s->version->counts[which], n,
		    memory_order_relaxed);
}

static void
count_columns(struct scorer *s)
{
	struct column_counts *to = &s->version->columns;
	const struct request_table *t = &s->table;
	const struct schema *raw = &s->version->p->spec.schema;

	for (size_t i = 0; i < raw->n; i++) {
		const struct field *f = &raw->fields[i];

		if (t->report.absent[i] > 0 && field_is_input(f))
			column_counts_add(to, f->name, FAULT_ABSENT, 1);
		column_counts_add(to, f->name, FAULT_BAD_VALUE,
		    t->report.bad[i]);
	}
	for (uint32_t i = 0; i < t->report.unknown.n; i++)
		column_counts_add(to, dict_get(&t->report.unknown, i, NULL),
		    FAULT_UNKNOWN, 1);
	for (size_t i = 0; i < s->n_unseen; i++)
		column_counts_add(to, s->unseen[i].column, FAULT_UNSEEN,
		    s->unseen[i].n);
}

static void
count_request(struct scorer *s)
{
	struct request_counts c;

	request_table_counts(&s->table, &c);
	count(s, COUNT_ROWS, c.rows);
	count(s, COUNT_MISSING, c.missing);
	count(s, COUNT_BAD_VALUES, c.bad_values);
	count(s, COUNT_ABSENT, c.absent_columns);
	count(s, COUNT_UNKNOWN, c.unknown_columns);
	count(s, COUNT_UNSEEN, s->did.unseen);
	count(s, COUNT_IMPUTED, s->did.imputed);
	count(s, COUNT_FAILED, s->did.failed);
	count(s, COUNT_BROKEN, s->did.broken);
	count(s, COUNT_OUTDATED, s->did.outdated);
	count(s, COUNT_NONE, s->did.none);
	count_columns(s);
	if (s->version->drift != NULL)
		live_drift_add(s->version->drift, s, s->scores);
}

static void
note_unseen(void *scorer, const char *column, uint64_t n)
{
	struct scorer *s = scorer;

	s->unseen = mem_grow(s->unseen, &s->unseen_cap, s->n_unseen + 1,
	    sizeof(*s->unseen));
	s->unseen[s->n_unseen++] = (struct unseen_count){ column, n };
}

/* The run counts over all its requests. */
static void
note_counts(struct scorer *s)
{
	const struct predictor_counts before = s->seen;
	struct predictor_counts *now = &s->seen;

	predictor_run_counts(s->run, now);
	s->did = (struct predictor_counts){
		.rows = now->rows - before.rows,
		.unseen = now->unseen - before.unseen,
		.imputed = now->imputed - before.imputed,
		.failed = now->failed - before.failed,
		.broken = now->broken - before.broken,
		.outdated = now->outdated - before.outdated,
		.none = now->none - before.none
	};
	s->n_unseen = 0;
	predictor_run_take_unseen(s->run, note_unseen, s);
}

int
scorer_score(struct scorer *s, const struct batch **out, struct diag *d)
{
	const struct batch *rows = request_table_batch(&s->table);
	uint64_t begin = clock_now();

	if (rows->n_rows == 0)
		return (diag_set(d, "the request has no rows"));
	if (shared_columns_check(&s->version->p->spec, &s->table.report, d) ==
	    -1)
		return (-1);
	if (predictor_score(s->run, rows, out, d) == -1)
		return (-1);
	s->nanoseconds = clock_now() - begin;
	histogram_add(&s->version->predict_seconds, s->nanoseconds);
	score_counts_add(&s->version->scores, *out);
	note_counts(s);
	s->scores = *out;
	s->scored = true;
	return (0);
}

int
scorer_explain(struct scorer *s, size_t k, const struct batch **out,
    struct diag *d)
{
	free_explain(s);
	s->explain = MEM_NEW(struct explain_columns);
	if (explain_columns_init(s->explain, s->version->p, k, d) == -1)
		return (-1);
	return (explain_columns_fill(s->explain, s->run, out, d));
}

/* Is what it holds worth to be kept? */
static bool
is_small(const struct scorer *s, size_t n_body)
{
	return (n_body <= KEPT_BODY &&
	    s->table.n_rows <= KEPT_VALUES / (s->table.rows.n_cols + 1));
}

void
scorer_give(struct scorer *s, bool whole, size_t n_body)
{
	struct model_version *v = s->version;

	if (whole && s->scored)
		count_request(s);
	if (whole && is_small(s, n_body)) {
		pthread_mutex_lock(&v->of->lock);
		s->next = v->idle;
		v->idle = s;
		pthread_mutex_unlock(&v->of->lock);
	} else {
		s->next = NULL;
		scorers_free(s);
		malloc_trim(0);
	}
	version_give(v);
}
