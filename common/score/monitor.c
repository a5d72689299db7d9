/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "predictor.h"
#include "profile.h"
#include "raw_rows.h"

#include "monitor.h"
#include "monitor_calibrate.h"
#include "watcher_joint.h"

/* A number of a reference that is known by all its values: they are gathered,
   sorted, and points of a law. */
#define BYTES_A_VALUE 64

struct monitor {
	struct predictor *p;	/* NULL: a table */
	struct read_spec spec;	/* how to read rows as its own were */
	size_t steps;		/* of the recipe, to be replayed */
	uint64_t rows;		/* of the reference */
	bool by_quantiles;
	struct watcher_set *sets;	/* one, or one a slot of a season */
	size_t n_sets;

	/* While running: */
	struct recipe_run *replay;
	struct predictor_run *scorer;
	uint64_t *bad, *bad_before;	/* texts, by raw column */
	struct block chosen;	/* of the rows at hand those to be judged */
	uint64_t n_chosen;	/* so far */
};

static struct monitor *
new_monitor(size_t n_sets)
{
	struct monitor *m = MEM_NEW(struct monitor);

	read_spec_init(&m->spec);
	m->sets = mem_calloc(n_sets, sizeof(*m->sets));
	m->n_sets = n_sets;
	return (m);
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
		watcher_set_add(&m->sets[0], w);
	}
	return (0);
}

static void
add_columns(struct monitor *m, struct watcher_set *set,
    const struct profile *profile)
{
	m->rows += profile->rows;
	for (size_t i = 0; i < profile->n; i++) {
		const struct column_profile *c = &profile->columns[i];

		if (!drift_is_watched(c))
			continue;
		watcher_set_add(set, watcher_of_column(c));
		m->by_quantiles |= c->grid != NULL && c->law.n_points == 0;
	}
}

static int
check_rows(const struct monitor *m, struct diag *d)
{
	return (m->rows > 0 ? 0 : diag_set(d, "the reference has no rows"));
}

static int
take_profile(struct monitor *m, const json_t *json, struct diag *d)
{
	struct profile profile;

	if (profile_from_json(json, &profile, d) == -1)
		return (diag_prefix(d, "profile"));
	if (profile.steps < 1 || profile.steps > m->p->recipe.n + 1) {
		profile_release(&profile);
		return (diag_set(d, "profile: \"steps\" is out of range"));
	}
	m->steps = profile.steps - 1;	/* without "read" */
	read_spec_copy(&m->spec, &m->p->spec);
	add_columns(m, &m->sets[0], &profile);
	profile_release(&profile);
	return (check_rows(m, d));
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
	struct monitor *m = new_monitor(1);

	if (predictor_open(path, &m->p, d) == -1 || take_model(m, d) == -1) {
		monitor_free(m);
		return (-1);
	}
	*out = m;
	return (0);
}

/* A stream that came through other tools says only what its columns are. */
static int
take_spec(struct monitor *m, const struct head *h, struct diag *d)
{
	if (!has_read_step(h->recipe) || json_array_size(h->recipe) > 1) {
		schema_copy(&m->spec.schema, &h->schema);
		return (0);
	}
	return (read_spec_from_json(json_array_get(h->recipe, 0), &m->spec,
	    d));
}

static int
take_rows(struct monitor *m, struct watcher_set *set,
    const struct spool *spool, const struct reference_options *o,
    struct diag *d)
{
	const struct pass fit = { .spool = spool, .crew = o->crew,
	    .split_col = COLUMN_NONE };
	const struct profile_options exact = { .values = o->mem /
	    BYTES_A_VALUE / m->n_sets / (spool_head(spool)->schema.n + 1) };
	struct profile profile;

	if (profile_spool(&fit, &exact, 1, &profile, d) == -1)
		return (-1);
	add_columns(m, set, &profile);
	profile_release(&profile);
	return (0);
}

static int
take_slot(struct monitor *m, size_t slot, const struct spool *spool,
    const struct reference_options *o, struct diag *d)
{
	const struct row_part part = { .by = PART_SLOT, .from = (int64_t)slot,
	    .to = (int64_t)slot + 1, .time_col = o->time_col,
	    .season = o->season };
	struct stream *rows = row_part_stream(spool_stream(spool), &part);
	struct spool *of_slot;
	int r = spool_new(rows, o->mem, &of_slot, d);

	stream_close(rows);
	if (r == -1)
		return (-1);
	r = take_rows(m, &m->sets[slot], of_slot, o, d);
	spool_free(of_slot);
	return (r);
}

static int
add_joint(struct monitor *m, const struct spool *spool,
    const struct reference_options *o, struct diag *d)
{
	struct watcher *w;

	if (watcher_of_joint(spool, o->crew, &w, d) == -1)
		return (-1);
	watcher_set_add(&m->sets[0], w);
	return (0);
}

static int
take_table(struct monitor *m, const struct spool *spool,
    const struct reference_options *o, struct diag *d)
{
	if (take_spec(m, spool_head(spool), d) == -1)
		return (-1);
	if (o->season.n == 0 && take_rows(m, &m->sets[0], spool, o, d) == -1)
		return (-1);
	for (size_t i = 0; i < o->season.n; i++) {
		if (take_slot(m, i, spool, o, d) == -1)
			return (-1);
	}
	if (check_rows(m, d) == -1 || (o->joint &&
	    add_joint(m, spool, o, d) == -1))
		return (-1);
	return (o->watch == NULL ? 0 : monitor_calibrate(spool, o, d));
}

int
monitor_of_table(struct stream *in, const struct reference_options *o,
    struct monitor **out, struct diag *d)
{
	struct monitor *m;
	struct spool *spool;
	int r;

	if (spool_new(in, o->mem, &spool, d) == -1)
		return (-1);
	m = new_monitor(o->season.n > 0 ? o->season.n : 1);
	r = take_table(m, spool, o, d);
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
	for (size_t i = 0; i < m->n_sets; i++)
		watcher_set_release(&m->sets[i]);
	free(m->sets);
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
	if (name != NULL && schema_find(s, name) == COLUMN_NONE) {
		if (schema_add_new(s, name, COL_TIME, d) == -1)
			return (-1);
		schema_set_role(s, s->n - 1, ROLE_IGNORE);
	}
	return (schema_need_time(s, name, col, d));
}

/* The column that tells when is another one in each window: col, or none. */
static void
find_columns(struct monitor *m, const struct schema *raw, size_t time_col)
{
	struct watched_schemas s = { .raw = raw, .rows = raw };

	if (m->p != NULL) {
		s.rows = m->p->recipe.schemas[m->steps];
		s.scored = &m->p->outputs;
	}
	for (size_t k = 0; k < m->n_sets; k++) {
		struct watcher_set *set = &m->sets[k];

		for (size_t i = 0; i < set->n; i++)
			set->v[i]->present = set->v[i]->ops->bind(set->v[i],
			    &s) && (time_col == COLUMN_NONE ||
			    set->v[i]->raw_col != time_col);
	}
}

/* Which columns no row had so far?  They are missed where they are wanted. */
static void
find_absent(struct monitor *m, const struct watcher_set *set,
    const struct read_report *read)
{
	for (size_t i = 0; i < set->n; i++) {
		struct watcher *w = set->v[i];
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

/* The rows of a batch that are to be judged, or NULL where there are none. */
static const struct batch *
choose_rows(struct monitor *m, const struct row_part *part,
    const struct batch *raw)
{
	uint8_t *keep;
	size_t n;

	if (part == NULL)
		return (raw);
	keep = mem_alloc(raw->n_rows, 1);
	n = row_part_mask(part, raw, keep);
	block_clear(&m->chosen);
	block_add_kept(&m->chosen, raw, keep);
	free(keep);
	return (n == 0 ? NULL : block_seal(&m->chosen, m->n_chosen));
}

static int
watch_batch(struct monitor *m, struct drift_watch *w, const struct batch *raw,
    const struct read_report *read, struct diag *d)
{
	struct watched rows = { .raw = raw, .rows = raw, .bad = m->bad };

	if (m->p != NULL && (recipe_run_apply(m->replay, raw, NULL,
	    &rows.rows, d) == -1 ||
	    predictor_score(m->scorer, raw, &rows.scored, d) == -1))
		return (-1);
	for (size_t i = 0; i < m->n_sets; i++)
		find_absent(m, &m->sets[i], read);
	drift_watch_add(w, &rows);
	m->n_chosen += raw->n_rows;
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
		for (size_t i = 0; i < in->read->n_cols; i++) {
			m->bad[i] = in->read->bad[i] - m->bad_before[i];
			m->bad_before[i] = in->read->bad[i];
		}
		b = choose_rows(m, in->part, b);
		if (b != NULL && watch_batch(m, w, b, in->read, d) == -1)
			return (-1);
	}
	out->rows = m->n_chosen;
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
	for (size_t i = 0; i < m->n_sets && o->history != NULL; i++)
		watcher_set_add(&m->sets[i],
		    watcher_of_rows(o->history, o->time_col));
	find_columns(m, &in->rows->head.schema, o->time_col);
	m->bad = mem_calloc(in->read->n_cols, sizeof(*m->bad));
	m->bad_before = mem_calloc(in->read->n_cols, sizeof(*m->bad_before));
	if (m->p != NULL) {
		m->replay = recipe_run_new(&m->p->recipe, 0, m->steps);
		m->scorer = predictor_run_new(m->p);
	}
	block_init(&m->chosen, &in->rows->head.schema);
	m->n_chosen = 0;
	w = drift_watch_new(m->sets, o, row, ctx);
	r = watch_stream(m, w, in, out, d);
	if (r == 0)
		tell_new_columns(in->read, out->rows, row, ctx);
	drift_watch_free(w);
	block_release(&m->chosen);
	recipe_run_free(m->replay);
	predictor_run_free(m->scorer);
	m->replay = NULL;
	m->scorer = NULL;
	free(m->bad);
	free(m->bad_before);
	return (r);
}
