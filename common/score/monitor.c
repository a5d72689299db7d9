/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "predictor.h"
#include "profile.h"
#include "raw_rows.h"

#include "monitor.h"

/* A number of a reference that is known by all its values: they are gathered,
   sorted, and points of a law. */
#define BYTES_A_VALUE 64

struct monitor {
	struct predictor *p;	/* NULL: a table */
	struct read_spec spec;	/* how to read rows as its own were */
	size_t steps;		/* of the recipe, to be replayed */
	uint64_t rows;		/* of the reference */
	bool by_quantiles;
	struct watcher **watchers;
	size_t n;

	/* While running: */
	struct recipe_run *replay;
	struct predictor_run *scorer;
	uint64_t *bad, *bad_before;	/* texts, by raw column */
};

static void
add_watcher(struct monitor *m, struct watcher *w)
{
	m->watchers = mem_realloc(m->watchers, m->n + 1,
	    sizeof(*m->watchers));
	m->watchers[m->n++] = w;
}

/* Predictions that vary by less than a twentieth of their error are as good as
   one for all rows: they differ more by the fit (those of the profile are by
   cross-fitting) than by the row. */
static bool
is_the_same(const json_t *score)
{
	double sd = json_number_value(json_object_get(score, "sd"));
	double rmse = json_number_value(json_object_get(score, "rmse"));

	return (sd < rmse / 20);
}

static int
add_scores(struct monitor *m, const json_t *profile, struct diag *d)
{
	const struct schema *outputs = &m->p->outputs;
	const json_t *all = json_object_get(profile, "scores"), *o;
	struct watcher *w;

	for (size_t i = 0; i < outputs->n; i++) {
		const struct field *f = &outputs->fields[i];

		if (m->p->model->task != TASK_REGRESSION ?
		    f->role != ROLE_SCORE : i > 0)
			continue;
		o = all == NULL ? json_object_get(profile, "score") :
		    json_object_get(all, f->unit);
		if (o == NULL || is_the_same(o))
			continue;
		if (watcher_of_score(o, f->name, &w, d) == -1)
			return (diag_prefix(d, "profile"));
		add_watcher(m, w);
	}
	return (0);
}

static int
add_columns(struct monitor *m, const struct profile *profile, struct diag *d)
{
	m->rows = profile->rows;
	if (m->rows == 0)
		return (diag_set(d, "the reference has no rows"));
	for (size_t i = 0; i < profile->n; i++) {
		const struct column_profile *c = &profile->columns[i];

		if (!drift_is_watched(c))
			continue;
		add_watcher(m, watcher_of_column(c));
		m->by_quantiles |= c->grid != NULL && c->law.n_points == 0;
	}
	return (0);
}

static int
take_profile(struct monitor *m, const json_t *json, struct diag *d)
{
	struct profile profile;
	int r;

	if (profile_from_json(json, &profile, d) == -1)
		return (diag_prefix(d, "profile"));
	if (profile.steps < 1 || profile.steps > m->p->recipe.n + 1) {
		profile_release(&profile);
		return (diag_set(d, "profile: \"steps\" is out of range"));
	}
	m->steps = profile.steps - 1;	/* without "read" */
	read_spec_copy(&m->spec, &m->p->spec);
	r = add_columns(m, &profile, d);
	profile_release(&profile);
	return (r);
}

static int
take_model(struct monitor *m, struct diag *d)
{
	json_t *json = NULL;
	int r;

	if (predictor_profile(m->p, &json, d) == -1)
		return (-1);
	if (json == NULL)
		return (diag_set(d, "the model file has no profile"));
	r = take_profile(m, json, d);
	if (r == 0)
		r = add_scores(m, json, d);
	json_decref(json);
	return (r);
}

int
monitor_of_model(const char *path, struct monitor **out, struct diag *d)
{
	struct monitor *m = MEM_NEW(struct monitor);

	read_spec_init(&m->spec);
	if (predictor_open(path, &m->p, d) == -1 || take_model(m, d) == -1) {
		monitor_free(m);
		return (-1);
	}
	*out = m;
	return (0);
}

/* A stream that came through other tools says only what its columns are. */
static int
take_table(struct monitor *m, struct stream *in, const struct pass *fit,
    uint64_t mem, struct diag *d)
{
	const json_t *recipe = in->head.recipe;
	const struct profile_options exact = {
	    .values = mem / BYTES_A_VALUE / (in->head.schema.n + 1) };
	struct profile profile;
	int r;

	if (!has_read_step(recipe) || json_array_size(recipe) > 1)
		schema_copy(&m->spec.schema, &in->head.schema);
	else if (read_spec_from_json(json_array_get(recipe, 0), &m->spec,
	    d) == -1)
		return (-1);
	if (profile_spool(fit, &exact, 1, &profile, d) == -1)
		return (-1);
	r = add_columns(m, &profile, d);
	profile_release(&profile);
	return (r);
}

int
monitor_of_table(struct stream *in, uint64_t mem, struct crew *crew,
    struct monitor **out, struct diag *d)
{
	struct pass fit = { .crew = crew, .split_col = COLUMN_NONE };
	struct monitor *m;
	struct spool *spool;
	int r;

	if (spool_new(in, mem, &spool, d) == -1)
		return (-1);
	m = MEM_NEW(struct monitor);
	read_spec_init(&m->spec);
	fit.spool = spool;
	r = take_table(m, in, &fit, mem, d);
	spool_free(spool);
	if (r == -1)
		monitor_free(m);
	else
		*out = m;
	return (r);
}

void
monitor_free(struct monitor *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n; i++)
		watcher_free(m->watchers[i]);
	free(m->watchers);
	read_spec_release(&m->spec);
	predictor_free(m->p);
	free(m);
}

const struct read_spec *
monitor_spec(const struct monitor *m)
{
	return (&m->spec);
}

int
monitor_find_time(struct monitor *m, const char *name, size_t *col,
    struct diag *d)
{
	struct schema *s = &m->spec.schema;
	const struct field *f;

	*col = name == NULL ? schema_find_role(s, ROLE_TIME) :
	    schema_find(s, name);
	if (*col == COLUMN_NONE && name == NULL)
		return (diag_set(d, "no column is of role time: say "
		    "--time COL"));
	if (*col == COLUMN_NONE) {
		*col = s->n;
		if (schema_add_new(s, name, COL_TIME, d) == -1)
			return (-1);
		schema_set_role(s, *col, ROLE_IGNORE);
	}
	f = &s->fields[*col];
	return (f->type == COL_TIME ? 0 : diag_set(d, "\"%s\" is of type %s, "
	    "not time", f->name, col_type_name(f->type)));
}

static void
find_columns(struct monitor *m, const struct schema *raw)
{
	struct watched_schemas s = { .raw = raw, .rows = raw };

	if (m->p != NULL) {
		s.rows = m->p->recipe.schemas[m->steps];
		s.scored = &m->p->outputs;
	}
	for (size_t i = 0; i < m->n; i++)
		m->watchers[i]->present = m->watchers[i]->ops->bind(
		    m->watchers[i], &s);
}

/* Which columns no row had so far?  They are missed where they are wanted. */
static void
find_absent(struct monitor *m, const struct read_report *read)
{
	for (size_t i = 0; i < m->n; i++) {
		struct watcher *w = m->watchers[i];
		const struct field *f;

		if (w->raw_col == COLUMN_NONE)
			continue;
		f = &m->spec.schema.fields[w->raw_col];
		w->absent = read->absent[w->raw_col] > 0;
		w->missed = m->p == NULL ? f->role != ROLE_TARGET :
		    field_is_input(f);
	}
}

static void
tell_new_columns(const struct read_report *read, uint64_t n_rows,
    void (*row)(void *, const struct drift_row *), void *ctx)
{
	struct drift_row line = { .value = NAN, .p_value = NAN,
	    .threshold = NAN, .verdict = DRIFT_NEW, .n_cur = n_rows };

	for (uint32_t i = 0; i < read->unknown.n; i++) {
		line.column = dict_get(&read->unknown, i, NULL);
		row(ctx, &line);
	}
}

static int
watch_batch(struct monitor *m, struct drift_watch *w, const struct batch *raw,
    const struct read_report *read, struct diag *d)
{
	struct watched rows = { .raw = raw, .rows = raw, .bad = m->bad };

	for (size_t i = 0; i < read->n_cols; i++) {
		m->bad[i] = read->bad[i] - m->bad_before[i];
		m->bad_before[i] = read->bad[i];
	}
	if (m->p != NULL && (recipe_run_apply(m->replay, raw, NULL,
	    &rows.rows, d) == -1 ||
	    predictor_score(m->scorer, raw, &rows.scored, d) == -1))
		return (-1);
	find_absent(m, read);
	drift_watch_add(w, &rows);
	return (0);
}

static int
watch_stream(struct monitor *m, struct drift_watch *w,
    const struct monitor_rows *in, struct monitor_result *out,
    struct diag *d)
{
	const struct batch *b;
	int r;

	while ((r = stream_next(in->rows, &b, d)) == 1) {
		if (watch_batch(m, w, b, in->read, d) == -1)
			return (-1);
		out->rows += b->n_rows;
	}
	out->n_reference = m->rows;
	out->by_quantiles = m->by_quantiles;
	if (r == 0)
		drift_watch_end(w, &out->watch);
	return (r);
}

int
monitor_run(struct monitor *m, const struct monitor_rows *in,
    const struct drift_watch_options *o,
    void (*row)(void *, const struct drift_row *), void *ctx,
    struct monitor_result *out, struct diag *d)
{
	struct drift_watch *w;
	int r;

	if (in->read == NULL || in->read->n_cols != in->rows->head.schema.n)
		BUG("rows without a report of their reading");
	if ((m->p != NULL ? raw_rows_check(m->p, in->rows, in->read, d) :
	    shared_columns_check(&m->spec, in->read, d)) == -1)
		return (-1);
	memset(out, 0, sizeof(*out));
	find_columns(m, &in->rows->head.schema);
	m->bad = mem_calloc(in->read->n_cols, sizeof(*m->bad));
	m->bad_before = mem_calloc(in->read->n_cols, sizeof(*m->bad_before));
	if (m->p != NULL) {
		m->replay = recipe_run_new(&m->p->recipe, 0, m->steps);
		m->scorer = predictor_run_new(m->p);
	}
	w = drift_watch_new(m->watchers, m->n, o, row, ctx);
	r = watch_stream(m, w, in, out, d);
	if (r == 0)
		tell_new_columns(in->read, out->rows, row, ctx);
	drift_watch_free(w);
	recipe_run_free(m->replay);
	predictor_run_free(m->scorer);
	m->replay = NULL;
	m->scorer = NULL;
	free(m->bad);
	free(m->bad_before);
	return (r);
}
