/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "race.h"
#include "sentence.h"
#include "shell.h"
#include "shell_run.h"
#include "signal_pipe.h"

#include "search.h"

#define WAIT_MS 500		/* for a signal, while runs are under way */
#define OTHERS_MS 50		/* for trials of other processes */

/* A trial that is under way. */
struct slot {
	bool busy;
	struct trial trial;
	size_t n_folds;		/* that it is to have */
	double share;
	struct shell_run run;
};

struct searching {
	const struct search *o;
	struct trials *known;
	struct journal *journal;
	void *sampler;
	size_t n_trials, ahead;
	struct slot *slots;	/* (at_once) */
	size_t n_busy;
	uint8_t *taken;		/* (n_trials): by us */
	double began;
	int stopped;
};

/* How many folds, and which share of the train rows, make a budget. */
static size_t
split_budget(double budget, size_t n, double *share)
{
	size_t folds = (size_t)round((double)n * sqrt(budget));

	folds = folds < 1 ? 1 : folds;
	*share = fmin(1, budget * (double)n / (double)folds);
	return (folds);
}

int
search_no_rows(int *in, struct diag *d)
{
	*in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return (*in == -1 ? diag_errno(d, "/dev/null") : 0);
}

static void
make_command(const struct search *o, const double *point, const char *model,
    struct str *out)
{
	struct str sentence = STR_INIT;

	sentence_at(o->sentence, o->space, point, model, &sentence);
	if (o->exec != NULL)
		sentence_exec(o->exec, str_get(&sentence), out);
	else
		str_addz(out, str_get(&sentence));
	str_release(&sentence);
}

static int
open_rows(const struct search *o, const struct slot *s, int *in,
    struct diag *d)
{
	return (o->folds == NULL ? search_no_rows(in, d) :
	    folds_open(o->folds, s->trial.n_folds, s->share, in, d));
}

/* The next fold of a trial. */
static int
start_fold(struct searching *g, struct slot *s, struct diag *d)
{
	struct str command = STR_INIT;
	int in, r = open_rows(g->o, s, &in, d);

	if (r == 0) {
		make_command(g->o, s->trial.point, NULL, &command);
		r = shell_run_start(&s->run, str_get(&command), in,
		    g->o->limit, d);
	}
	str_release(&command);
	return (r);
}

/* What a run that ended wrote, as values. */
static int
judge_run(const struct search *o, const struct shell_run *r, double *values,
    struct diag *d)
{
	const char *p;
	size_t n;
	int ret;

	if (shell_run_check(r, d) == -1 ||
	    shell_run_output(r, &p, &n, d) == -1)
		return (-1);
	ret = objectives_judge(o->objectives, p, n, &r->cost, values, d);
	shell_run_unmap(p, n);
	if (ret == -1)
		shell_run_explain(r, d);
	return (ret);
}

static int
end_trial(struct searching *g, struct slot *s, enum trial_state state,
    struct diag *d)
{
	struct trial *t = &s->trial;
	size_t number = t->number;

	t->state = state;
	if (g->journal != NULL &&
	    journal_write(g->journal, g->known, t, d) == -1)
		return (-1);
	s->busy = false;
	g->n_busy--;
	trials_add(g->known, t);
	g->o->tell(g->o->ctx, trials_get(g->known, number),
	    g->known->n_known, g->n_trials);
	return (0);
}

/* Is it worse than the best of the trials that it may know of? */
static bool
is_beaten(const struct searching *g, const struct trial *t)
{
	size_t before = t->number + 1 > g->ahead ? t->number + 1 - g->ahead :
	    0;

	return (g->o->race && t->budget == 1 &&
	    race_is_lost(g->o->objectives, t, trials_best(g->known, before)));
}

static int
end_fold(struct searching *g, struct slot *s, struct diag *d)
{
	struct trial *t = &s->trial;
	double values[OBJECTIVES_MAX];
	struct diag why = DIAG_INIT;
	int r = judge_run(g->o, &s->run, values, &why);

	t->seconds += s->run.cost.v[0];
	shell_run_release(&s->run);
	if (r == -1) {
		diag_prefix(&why, "fold %zu", t->n_folds + 1);
		t->why = mem_strdup(why.text);
		return (end_trial(g, s, TRIAL_FAILED, d));
	}
	trial_add_fold(t, g->o->objectives, values);
	if (t->n_folds == s->n_folds)
		return (end_trial(g, s, TRIAL_DONE, d));
	if (is_beaten(g, t))
		return (end_trial(g, s, TRIAL_RACED, d));
	return (start_fold(g, s, d));
}

static size_t
trials_needed(const struct searching *g, size_t number)
{
	const struct sampler *s = g->o->sampler;
	size_t n = s->needs != NULL ? s->needs(g->sampler, number) : 0;
	size_t race = g->o->race && number + 1 > g->ahead ?
	    number + 1 - g->ahead : 0;

	return (n > race ? n : race);
}

static bool
is_late(const struct searching *g)
{
	return (g->o->total > 0 &&
	    shell_clock() - g->began > g->o->total);
}

static struct slot *
free_slot(struct searching *g)
{
	for (size_t i = 0; i < g->o->at_once; i++) {
		if (!g->slots[i].busy)
			return (&g->slots[i]);
	}
	return (NULL);
}

static int
start_trial(struct searching *g, struct slot *s, size_t number,
    struct diag *d)
{
	size_t n = g->o->folds != NULL ? folds_n(g->o->folds) : 1;

	memset(s, 0, sizeof(*s));
	trial_init(&s->trial, number, g->o->space);
	g->taken[number] = 1;
	s->busy = true;
	g->n_busy++;
	if (g->o->sampler->propose(g->sampler, &s->trial, d) == -1)
		return (-1);
	s->n_folds = split_budget(s->trial.budget, n, &s->share);
	return (start_fold(g, s, d));
}

/* Begin the trials that there is room for, in the order of their numbers. */
static int
start_trials(struct searching *g, struct diag *d)
{
	struct slot *s = free_slot(g);
	int r;

	for (size_t k = 0; s != NULL && k < g->n_trials && !is_late(g); k++) {
		if (g->taken[k] || trials_get(g->known, k) != NULL)
			continue;
		if (!trials_know(g->known, trials_needed(g, k)))
			break;
		if (g->journal != NULL &&
		    (r = journal_claim(g->journal, k, d)) != 1) {
			if (r == -1)
				return (-1);
			continue;
		}
		if (start_trial(g, s, k, d) == -1)
			return (-1);
		s = free_slot(g);
	}
	return (0);
}

static int
end_runs(struct searching *g, struct diag *d)
{
	for (size_t i = 0; i < g->o->at_once; i++) {
		if (g->slots[i].busy && shell_run_ended(&g->slots[i].run) &&
		    end_fold(g, &g->slots[i], d) == -1)
			return (-1);
	}
	return (0);
}

/* Until something may have happened. */
static void
wait_for_runs(struct searching *g)
{
	int signal = signal_pipe_wait(g->n_busy > 0 ? WAIT_MS : OTHERS_MS);

	if (signal != 0 && signal != SIGCHLD)
		g->stopped = signal;
	if (signal == 0 && g->journal != NULL)
		journal_beat(g->journal);
	if (signal == 0)
		g->o->tell(g->o->ctx, NULL, g->known->n_known, g->n_trials);
}

static int
work(struct searching *g, struct diag *d)
{
	while (g->stopped == 0 && (g->n_busy > 0 ||
	    !trials_know(g->known, g->n_trials))) {
		if (g->journal != NULL &&
		    journal_read(g->journal, g->known, d) == -1)
			return (-1);
		if (start_trials(g, d) == -1)
			return (-1);
		if (g->n_busy == 0 && (is_late(g) ||
		    trials_know(g->known, g->n_trials)))
			break;
		wait_for_runs(g);
		if (end_runs(g, d) == -1)
			return (-1);
	}
	return (0);
}

/* What all who work on one journal have to agree about. */
static json_t *
study_of(const struct searching *g)
{
	const struct search *o = g->o;
	json_t *j = json_object(), *params = json_array();
	json_t *objectives = json_array();

	for (size_t i = 0; i < o->space->n; i++)
		json_array_append_new(params,
		    json_string(o->space->params[i].text));
	for (size_t k = 0; k < o->objectives->n; k++)
		json_array_append_new(objectives,
		    json_string(o->objectives->v[k].name));
	json_object_set_new(j, "sentence", json_string(o->sentence));
	json_object_set_new(j, "parameters", params);
	json_object_set_new(j, "objectives", objectives);
	json_object_set_new(j, "search", json_string(o->sampler->name));
	json_object_set_new(j, "race", json_boolean(o->race));
	json_object_set_new(j, "seed", json_integer((json_int_t)o->seed));
	json_object_set_new(j, "ahead", json_integer((json_int_t)g->ahead));
	if (o->sampler->by_count)
		json_object_set_new(j, "trials",
		    json_integer((json_int_t)g->n_trials));
	if (o->folds != NULL) {
		json_object_set_new(j, "folds",
		    json_integer((json_int_t)folds_n(o->folds)));
		json_object_set_new(j, "rows",
		    json_integer((json_int_t)(folds_hash(o->folds) >> 1)));
	}
	return (j);
}

static int
begin_journal(struct searching *g, struct diag *d)
{
	json_t *study;
	int r;

	if (g->o->journal == NULL)
		return (0);
	study = study_of(g);
	r = journal_open(g->o->journal, study, &g->journal, d);
	json_decref(study);
	return (r);
}

static void
release(struct searching *g)
{
	for (size_t i = 0; i < g->o->at_once; i++) {
		if (!g->slots[i].busy)
			continue;
		if (g->slots[i].run.pid != 0) {
			shell_run_kill(&g->slots[i].run);
			shell_run_release(&g->slots[i].run);
		}
		trial_release(&g->slots[i].trial);
	}
	if (g->sampler != NULL)
		g->o->sampler->end(g->sampler);
	journal_free(g->journal);
	free(g->slots);
	free(g->taken);
}

int
search_run(const struct search *o, struct trials *out, int *stopped,
    struct diag *d)
{
	struct searching g = { .o = o, .known = out,
		.ahead = o->at_once > SEARCH_AHEAD ? o->at_once :
		    SEARCH_AHEAD, .began = shell_clock() };
	const struct sampling sampling = { .space = o->space, .known = out,
		.earlier = o->earlier, .seed = o->seed,
		.n_trials = o->n_trials, .ahead = g.ahead, .grid = o->grid };
	int r = -1;

	g.slots = mem_calloc(o->at_once, sizeof(*g.slots));
	g.sampler = o->sampler->begin(&sampling, &g.n_trials, d);
	if (g.sampler != NULL) {
		g.taken = mem_calloc(g.n_trials, 1);
		r = begin_journal(&g, d);
		if (r == 0)
			r = work(&g, d);
	}
	*stopped = g.stopped;
	release(&g);
	return (r);
}

int
search_fit(const struct search *o, const double *point, const char *model,
    int in, double *values, struct diag *d)
{
	struct str command = STR_INIT;
	struct shell_run run;
	int r;

	make_command(o, point, model, &command);
	r = shell_run_start(&run, str_get(&command), in, 0, d);
	str_release(&command);
	if (r == -1)
		return (-1);
	r = shell_run_wait(&run, d);
	if (r == 0)
		r = values != NULL ? judge_run(o, &run, values, d) :
		    shell_run_check(&run, d);
	shell_run_release(&run);
	return (r);
}
