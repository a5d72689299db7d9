/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "trial.h"

#define TRIALS_MAX 10000000

static const char *const states[] = { "none", "done", "raced", "failed",
	NULL };

const char *
trial_state_name(enum trial_state s)
{
	return (states[s]);
}

void
trial_init(struct trial *t, size_t number, const struct space *s)
{
	memset(t, 0, sizeof(*t));
	t->number = number;
	t->budget = 1;
	t->point = mem_alloc(s->n, sizeof(*t->point));
}

void
trial_release(struct trial *t)
{
	free(t->point);
	free(t->folds);
	free(t->values);
	free(t->why);
	memset(t, 0, sizeof(*t));
}

/* The means of the folds. */
static void
take_means(struct trial *t, size_t n)
{
	t->values = mem_realloc(t->values, n, sizeof(*t->values));
	for (size_t k = 0; k < n; k++) {
		t->values[k] = t->state == TRIAL_FAILED ? NAN : 0;
		for (size_t i = 0; i < t->n_folds; i++)
			t->values[k] += t->folds[i * n + k] /
			    (double)t->n_folds;
	}
}

void
trial_add_fold(struct trial *t, const struct objectives *o,
    const double *values)
{
	t->folds = mem_realloc(t->folds, (t->n_folds + 1) * o->n,
	    sizeof(*t->folds));
	memcpy(t->folds + t->n_folds * o->n, values, o->n * sizeof(*values));
	t->n_folds++;
	take_means(t, o->n);
}

bool
trial_is_whole(const struct trial *t)
{
	return (t->state == TRIAL_DONE && t->budget == 1);
}

void
trials_init(struct trials *ts, const struct space *s,
    const struct objectives *o)
{
	memset(ts, 0, sizeof(*ts));
	ts->space = s;
	ts->objectives = o;
}

void
trials_release(struct trials *ts)
{
	for (size_t i = 0; i < ts->n; i++)
		trial_release(&ts->v[i]);
	free(ts->v);
	memset(ts, 0, sizeof(*ts));
}

void
trials_add(struct trials *ts, struct trial *t)
{
	size_t n = ts->n;

	if (trials_get(ts, t->number) != NULL) {
		trial_release(t);
		return;
	}
	if (t->number >= n) {
		ts->n = t->number + 1;
		ts->v = mem_realloc(ts->v, ts->n, sizeof(*ts->v));
		memset(ts->v + n, 0, (ts->n - n) * sizeof(*ts->v));
	}
	if (t->values == NULL)
		take_means(t, ts->objectives->n);
	ts->v[t->number] = *t;
	ts->n_known++;
}

const struct trial *
trials_get(const struct trials *ts, size_t number)
{
	return (number < ts->n && ts->v[number].state != TRIAL_NONE ?
	    &ts->v[number] : NULL);
}

bool
trials_know(const struct trials *ts, size_t n)
{
	if (n > ts->n_known)
		return (false);
	for (size_t i = 0; i < n; i++) {
		if (trials_get(ts, i) == NULL)
			return (false);
	}
	return (true);
}

const struct trial *
trials_best(const struct trials *ts, size_t before)
{
	const struct trial *best = NULL;

	for (size_t i = 0; i < ts->n && i < before; i++) {
		const struct trial *t = &ts->v[i];

		if (trial_is_whole(t) && (best == NULL ||
		    objective_loss(ts->objectives, 0, t->values) <
		    objective_loss(ts->objectives, 0, best->values)))
			best = t;
	}
	return (best);
}

json_t *
trial_to_json(const struct trials *ts, const struct trial *t)
{
	const struct objectives *o = ts->objectives;
	json_t *j = json_object(), *folds = json_object();

	json_object_set_new(j, "trial", json_integer((json_int_t)t->number));
	json_object_set_new(j, "state", json_string(states[t->state]));
	json_object_set_new(j, "params", space_point_to_json(ts->space,
	    t->point));
	json_object_set_new(j, "budget", doc_float(t->budget));
	for (size_t k = 0; k < o->n; k++) {
		json_t *a = json_array();

		for (size_t i = 0; i < t->n_folds; i++)
			json_array_append_new(a,
			    doc_float(t->folds[i * o->n + k]));
		json_object_set_new(folds, o->v[k].name, a);
	}
	json_object_set_new(j, "folds", folds);
	json_object_set_new(j, "seconds", doc_float(t->seconds));
	if (t->why != NULL)
		json_object_set_new(j, "why", doc_stringn(t->why,
		    strlen(t->why)));
	return (j);
}

/* The folds' values of each objective, by its name. */
static int
folds_from_json(const struct objectives *o, const json_t *j,
    struct trial *out, struct diag *d)
{
	double *v;
	size_t n;

	for (size_t k = 0; k < o->n; k++) {
		if (doc_get_floats(j, o->v[k].name, &v, &n, d) == -1)
			return (-1);
		if (k == 0) {
			out->n_folds = n;
			out->folds = mem_alloc(n * o->n, sizeof(*v));
		}
		for (size_t i = 0; i < n && n == out->n_folds; i++)
			out->folds[i * o->n + k] = v[i];
		free(v);
		if (n != out->n_folds)
			return (diag_set(d, "%s: %zu folds", o->v[k].name,
			    n));
	}
	return (0);
}

static int
read_trial(const struct trials *ts, const json_t *j, struct trial *out,
    struct diag *d)
{
	const char *state, *why = NULL;
	json_t *params, *folds;
	int64_t number;
	size_t k = TRIAL_DONE;

	if (doc_get_int(j, "trial", &number, d) == -1 ||
	    doc_get_string(j, "state", &state, d) == -1 ||
	    doc_get_object(j, "params", &params, d) == -1 ||
	    doc_get_object(j, "folds", &folds, d) == -1 ||
	    doc_get_float(j, "budget", &out->budget, d) == -1 ||
	    doc_get_float(j, "seconds", &out->seconds, d) == -1 ||
	    doc_opt_string(j, "why", &why, d) == -1 ||
	    space_point_from_json(ts->space, params, out->point, d) == -1)
		return (-1);
	if (number < 0 || number > TRIALS_MAX)
		return (diag_set(d, "no trial %lld", (long long)number));
	out->number = (size_t)number;
	while (states[k] != NULL && strcmp(states[k], state) != 0)
		k++;
	if (states[k] == NULL)
		return (diag_set(d, "no state \"%s\"", state));
	out->state = (enum trial_state)k;
	out->why = why != NULL ? mem_strdup(why) : NULL;
	if (folds_from_json(ts->objectives, folds, out, d) == -1)
		return (-1);
	if (out->n_folds == 0 && out->state != TRIAL_FAILED)
		return (diag_set(d, "no folds"));
	return (0);
}

int
trial_from_json(const struct trials *ts, const json_t *j, struct trial *out,
    struct diag *d)
{
	trial_init(out, 0, ts->space);
	if (read_trial(ts, j, out, d) == -1) {
		trial_release(out);
		return (-1);
	}
	return (0);
}
