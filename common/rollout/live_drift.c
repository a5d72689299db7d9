/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drift_watch.h"
#include "mem.h"
#include "profile.h"

#include "live_drift.h"

#define SLIDE 4

struct live_drift {
	pthread_mutex_t lock;
	const struct predictor *p;
	size_t steps;		/* of the recipe, to be replayed */
	struct recipe_run *replay;
	struct watcher_set set;
	struct drift_watch_options options;
	struct drift_watch *watch;
	uint64_t n_rows;
	char *window;		/* whose lines they are */
	struct live_drift_line *lines;
	size_t n_lines, cap;
	uint64_t n_windows;
};

static void
clear_lines(struct live_drift *l)
{
	for (size_t i = 0; i < l->n_lines; i++)
		free(l->lines[i].column);
	l->n_lines = 0;
	free(l->window);
	l->window = NULL;
}

/* A line of a window that was judged. */
static void
take_line(void *ctx, const struct drift_row *row)
{
	struct live_drift *l = ctx;

	if (row->verdict == DRIFT_TOO_FEW || row->verdict == DRIFT_NEW ||
	    isnan(row->value))
		return;
	if (l->window == NULL || strcmp(l->window, row->window) != 0) {
		clear_lines(l);
		l->window = mem_strdup(row->window);
		l->n_windows++;
	}
	l->lines = mem_grow(l->lines, &l->cap, l->n_lines + 1,
	    sizeof(*l->lines));
	l->lines[l->n_lines++] = (struct live_drift_line){
		mem_strdup(row->column), row->value,
		row->verdict == DRIFT_DRIFT
	};
}

static int
add_scores(struct live_drift *l, const json_t *profile, struct diag *d)
{
	const json_t *all = json_object_get(profile, "scores"), *o;
	const struct schema *outputs = &l->p->outputs;
	struct watcher *w;

	for (size_t i = 0; i < outputs->n; i++) {
		const struct field *f = &outputs->fields[i];

		if (l->p->model->task != TASK_REGRESSION ?
		    f->role != ROLE_SCORE : i > 0)
			continue;
		o = all == NULL ? json_object_get(profile, "score") :
		    json_object_get(all, f->unit);
		if (o == NULL)
			continue;
		if (watcher_of_score(o, f->name, &w, d) == -1)
			return (-1);
		watcher_set_add(&l->set, w);
	}
	return (0);
}

static int
add_columns(struct live_drift *l, const json_t *json, struct diag *d)
{
	struct profile profile;

	if (profile_from_json(json, &profile, d) == -1)
		return (-1);
	if (profile.steps < 1 || profile.steps > l->p->recipe.n + 1) {
		profile_release(&profile);
		return (diag_set(d, "\"steps\" is out of range"));
	}
	l->steps = profile.steps - 1;	/* without "read" */
	for (size_t i = 0; i < profile.n; i++) {
		if (drift_is_watched(&profile.columns[i]))
			watcher_set_add(&l->set,
			    watcher_of_column(&profile.columns[i]));
	}
	profile_release(&profile);
	return (0);
}

static int
take_profile(struct live_drift *l, struct diag *d)
{
	json_t *json = NULL;
	int r;

	if (predictor_profile(l->p, &json, d) == -1)
		return (-1);
	if (json == NULL)
		return (diag_set(d, "the model file has no profile"));
	r = add_columns(l, json, d);
	if (r == 0)
		r = add_scores(l, json, d);
	json_decref(json);
	return (r == 0 ? 0 : diag_prefix(d, "profile"));
}

static void
bind_columns(struct live_drift *l)
{
	const struct watched_schemas s = {
		.raw = &l->p->spec.schema,
		.rows = l->p->recipe.schemas[l->steps],
		.scored = &l->p->outputs
	};

	for (size_t i = 0; i < l->set.n; i++) {
		struct watcher *w = l->set.v[i];

		w->present = w->ops->bind(w, &s);
		w->absent = w->raw_col != COLUMN_NONE;
		w->missed = w->raw_col != COLUMN_NONE &&
		    field_is_input(&s.raw->fields[w->raw_col]);
	}
}

int
live_drift_new(const struct predictor *p, size_t rows,
    struct live_drift **out, struct diag *d)
{
	struct live_drift *l = MEM_NEW(struct live_drift);
	struct drift_watch_options *o = &l->options;

	pthread_mutex_init(&l->lock, NULL);
	l->p = p;
	drift_watch_options_init(o);
	o->window.rows = rows / SLIDE > 0 ? rows / SLIDE : 1;
	o->slide = SLIDE;
	o->rule.min_rows = 1;
	if (drift_choice_parse("psi", &o->choice, d) == -1 ||
	    take_profile(l, d) == -1) {
		live_drift_free(l);
		return (-1);
	}
	bind_columns(l);
	l->replay = recipe_run_new(&p->recipe, 0, l->steps);
	l->watch = drift_watch_new(&l->set, o, take_line, l);
	*out = l;
	return (0);
}

void
live_drift_free(struct live_drift *l)
{
	if (l == NULL)
		return;
	drift_watch_free(l->watch);
	recipe_run_free(l->replay);
	watcher_set_release(&l->set);
	clear_lines(l);
	pthread_mutex_destroy(&l->lock);
	free(l->options.choice.tests);
	free(l->lines);
	free(l);
}

/* Columns that no request had so far. */
static void
note_absent(struct live_drift *l, const struct read_report *report)
{
	for (size_t i = 0; i < l->set.n; i++) {
		struct watcher *w = l->set.v[i];

		if (w->raw_col != COLUMN_NONE &&
		    report->absent[w->raw_col] == 0)
			w->absent = false;
	}
}

void
live_drift_add(struct live_drift *l, const struct scorer *s,
    const struct batch *scored)
{
	struct batch raw = s->table.rows.view;
	struct watched rows = { .raw = &raw, .rows = &raw, .scored = scored,
	    .bad = s->table.report.bad };
	struct diag ignored;

	pthread_mutex_lock(&l->lock);
	raw.first_row = l->n_rows;
	if (l->steps == 0 || recipe_run_apply(l->replay, &raw, NULL,
	    &rows.rows, &ignored) == 0) {
		note_absent(l, &s->table.report);
		drift_watch_add(l->watch, &rows);
		l->n_rows += raw.n_rows;
	}
	pthread_mutex_unlock(&l->lock);
}

void
live_drift_report(struct live_drift *l,
    void (*visit)(void *ctx, const struct live_drift_report *), void *ctx)
{
	struct live_drift_report r;

	pthread_mutex_lock(&l->lock);
	r = (struct live_drift_report){ l->lines, l->n_lines, l->n_windows };
	visit(ctx, &r);
	pthread_mutex_unlock(&l->lock);
}
