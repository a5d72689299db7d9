/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "monitor.h"

struct monitor {
	const struct predictor *p;	/* NULL: a table */
	size_t steps;		/* of the recipe, to be replayed */
	struct drift_ref *refs;
	const char **kinds;
	size_t n, cap;
	size_t n_columns;	/* the first refs; scores come after them */

	/* While running: */
	struct recipe_run *replay;
	struct predictor_run *scorer;
	size_t *cols;		/* of the replayed rows, or COLUMN_NONE */
	size_t *raw;		/* of the raw rows, for counts of bad texts */
	const struct column **now, **was;	/* replayed, and as read */
	uint64_t *bad, *bad_before;
};

static struct drift_ref *
new_ref(struct monitor *m, const char *kind)
{
	size_t cap = m->cap;

	m->refs = mem_grow(m->refs, &cap, m->n + 1, sizeof(*m->refs));
	m->kinds = mem_realloc(m->kinds, cap, sizeof(*m->kinds));
	m->cap = cap;
	m->kinds[m->n] = kind;
	return (&m->refs[m->n++]);
}

static void
add_columns(struct monitor *m, const struct profile *profile)
{
	for (size_t i = 0; i < profile->n; i++) {
		if (drift_is_watched(&profile->columns[i]))
			drift_ref_of_column(&profile->columns[i],
			    new_ref(m, NULL));
	}
	m->n_columns = m->n;
}

static int
add_scores(struct monitor *m, const json_t *profile, struct diag *d)
{
	const struct schema *outputs = &m->p->outputs;
	const json_t *all = json_object_get(profile, "scores"), *o;

	for (size_t i = 0; i < outputs->n; i++) {
		const struct field *f = &outputs->fields[i];

		if (f->role != ROLE_SCORE &&
		    m->p->model->task != TASK_REGRESSION)
			continue;
		o = all == NULL ? json_object_get(profile, "score") :
		    json_object_get(all, f->unit);
		if (o == NULL)
			continue;
		if (drift_ref_of_score(o, f->name, new_ref(m, "score"),
		    d) == -1) {
			m->n--;
			return (diag_prefix(d, "profile"));
		}
	}
	return (0);
}

struct monitor *
monitor_new_table(const struct profile *profile)
{
	struct monitor *m = MEM_NEW(struct monitor);

	add_columns(m, profile);
	return (m);
}

int
monitor_new_model(const struct predictor *p, struct monitor **out,
    struct diag *d)
{
	struct profile profile;
	struct monitor *m;

	if (p->profile == NULL)
		return (diag_set(d, "the model file has no profile"));
	if (profile_from_json(p->profile, &profile, d) == -1)
		return (diag_prefix(d, "profile"));
	if (profile.steps < 1 || profile.steps > p->recipe.n + 1) {
		profile_release(&profile);
		return (diag_set(d, "profile: \"steps\" is out of range"));
	}
	m = monitor_new_table(&profile);
	m->p = p;
	m->steps = profile.steps - 1;	/* without "read" */
	profile_release(&profile);
	if (add_scores(m, p->profile, d) == -1) {
		monitor_free(m);
		return (-1);
	}
	*out = m;
	return (0);
}

void
monitor_free(struct monitor *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n; i++)
		drift_ref_release(&m->refs[i]);
	free(m->refs);
	free(m->kinds);
	free(m);
}

/* Where the watched columns stand in the rows. */
static void
find_columns(struct monitor *m, const struct schema *raw)
{
	const struct schema *s = raw;
	const struct schema *from = m->p != NULL ? &m->p->outputs : raw;

	if (m->p != NULL)
		s = m->p->recipe.schemas[m->steps];
	for (size_t i = 0; i < m->n; i++) {
		m->cols[i] = i < m->n_columns ?
		    schema_find(s, m->refs[i].name) :
		    schema_find(from, m->refs[i].name);
		m->raw[i] = i < m->n_columns ?
		    schema_find(raw, m->refs[i].name) : COLUMN_NONE;
	}
}

/* Of the watched columns, those that no row had. */
static void
count_absent(const struct monitor *m, const struct read_report *read,
    struct monitor_result *out)
{
	for (size_t i = 0; i < m->n; i++) {
		if (m->cols[i] == COLUMN_NONE || (m->raw[i] != COLUMN_NONE &&
		    read->absent[m->raw[i]] > 0 && (m->p == NULL ||
		    field_is_input(&m->p->spec.schema.fields[m->raw[i]]))))
			out->n_absent++;
	}
}

/* Texts of each watched column that were no value, since the last call. */
static void
count_bad(struct monitor *m, const struct read_report *read)
{
	uint64_t n;

	for (size_t i = 0; i < m->n; i++) {
		n = m->raw[i] == COLUMN_NONE ? 0 : read->bad[m->raw[i]];
		m->bad[i] = n - m->bad_before[i];
		m->bad_before[i] = n;
	}
}

static int
watch_batch(struct monitor *m, struct drift_watch *w, const struct batch *raw,
    struct diag *d)
{
	const struct batch *b = raw, *scored = NULL;
	struct drift_rows rows = { m->now, m->was, m->bad, raw->n_rows };

	if (m->p != NULL && (recipe_run_apply(m->replay, raw, NULL, &b,
	    d) == -1 || predictor_score(m->scorer, raw, &scored, d) == -1))
		return (-1);
	for (size_t i = 0; i < m->n; i++) {
		const struct batch *from = i < m->n_columns ? b : scored;

		m->now[i] = m->cols[i] == COLUMN_NONE ? NULL :
		    from->cols[m->cols[i]];
		m->was[i] = m->raw[i] == COLUMN_NONE ? NULL :
		    raw->cols[m->raw[i]];
	}
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

	find_columns(m, &in->rows->head.schema);
	while ((r = stream_next(in->rows, &b, d)) == 1) {
		count_bad(m, in->read);
		if (watch_batch(m, w, b, d) == -1)
			return (-1);
		out->rows += b->n_rows;
	}
	count_absent(m, in->read, out);
	if (r == 0)
		out->n_drift = drift_watch_end(w, &out->n_windows);
	return (r);
}

int
monitor_run(struct monitor *m, const struct monitor_rows *in,
    const struct drift_watch_options *o,
    void (*row)(void *, const struct drift_row *), void *ctx,
    struct monitor_result *out, struct diag *d)
{
	const struct drift_ref **refs = mem_alloc(m->n, sizeof(*refs));
	struct drift_watch *w;
	int r;

	if (in->read == NULL || in->read->n_cols != in->rows->head.schema.n)
		BUG("rows without a report of their reading");
	memset(out, 0, sizeof(*out));
	m->cols = mem_calloc(m->n, sizeof(*m->cols));
	m->raw = mem_calloc(m->n, sizeof(*m->raw));
	m->now = mem_calloc(m->n, sizeof(*m->now));
	m->was = mem_calloc(m->n, sizeof(*m->was));
	m->bad = mem_calloc(m->n, sizeof(*m->bad));
	m->bad_before = mem_calloc(m->n, sizeof(*m->bad_before));
	if (m->p != NULL) {
		m->replay = recipe_run_new(&m->p->recipe, 0, m->steps);
		m->scorer = predictor_run_new(m->p);
	}
	for (size_t i = 0; i < m->n; i++)
		refs[i] = &m->refs[i];
	w = drift_watch_new(refs, m->kinds, m->n, o, row, ctx);
	r = watch_stream(m, w, in, out, d);
	drift_watch_free(w);
	recipe_run_free(m->replay);
	predictor_run_free(m->scorer);
	m->replay = NULL;
	m->scorer = NULL;
	free(refs);
	free(m->cols);
	free(m->raw);
	free(m->now);
	free(m->was);
	free(m->bad);
	free(m->bad_before);
	return (r);
}
