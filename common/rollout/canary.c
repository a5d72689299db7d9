/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drift_math.h"
#include "mem.h"
#include "moments.h"

#include "canary.h"
#include "clock.h"

#define FEW 30			/* requests: nothing is said of fewer */
#define CHANCE 1e-4		/* of stopping one that is as good */
#define DEVIATIONS 4

const char *const canary_states[3] = {
	[CANARY_RUNS] = "running", [CANARY_STOPPED] = "stopped",
	[CANARY_MISFIT] = "misfit"
};

/* What one of the two did since the comparison began. */
struct side {
	struct served_model *of;
	char sha[DIGEST_HEX + 1];	/* of the version that is compared */
	uint64_t requests, errors;
	struct moments log_time;
	struct score_counts scores;	/* in the champion's bins */
	bool has_scores;
};

struct canary {
	pthread_mutex_t lock;
	struct canary_options options;
	struct side sides[2];
	enum canary_state state;
	size_t step;
	uint64_t since;		/* of the step, by clock_now */
};

static void
side_clear(struct side *s, const struct predictor *bins)
{
	if (s->has_scores)
		score_counts_release(&s->scores);
	score_counts_init(&s->scores, bins);
	s->has_scores = true;
	s->requests = s->errors = 0;
	moments_init(&s->log_time);
}

static bool
has_same_outputs(const struct predictor *a, const struct predictor *b)
{
	bool same = a->outputs.n == b->outputs.n;

	for (size_t i = 0; same && i < a->outputs.n; i++)
		same = strcmp(a->outputs.fields[i].name,
		    b->outputs.fields[i].name) == 0 &&
		    a->outputs.fields[i].type == b->outputs.fields[i].type;
	return (same && a->model->task == b->model->task);
}

/* The comparison begins anew, of the versions that are in front now, if they
   are others than before or the step is a new one. Returns whether the
   canary's is another. */
static bool
begin(struct canary *c, bool anew)
{
	struct model_version *v[2];
	bool is_new[2];

	for (int i = 0; i < 2; i++) {
		v[i] = version_take(c->sides[i].of);
		is_new[i] = strcmp(v[i]->sha, c->sides[i].sha) != 0;
	}
	if (anew || is_new[CHAMPION] || is_new[CANARY]) {
		for (int i = 0; i < 2; i++) {
			memcpy(c->sides[i].sha, v[i]->sha, sizeof(v[i]->sha));
			side_clear(&c->sides[i], v[CHAMPION]->p);
		}
		if (!has_same_outputs(v[CHAMPION]->p, v[CANARY]->p))
			c->state = CANARY_MISFIT;
		else if (c->state == CANARY_MISFIT)
			c->state = CANARY_RUNS;
	}
	for (int i = 0; i < 2; i++)
		version_give(v[i]);
	return (is_new[CANARY]);
}

/* The steps are taken over. */
static int
set_beside(const struct served_beside *b, struct canary_options *o,
    struct diag *d)
{
	struct canary *c = MEM_NEW(struct canary);

	pthread_mutex_init(&c->lock, NULL);
	c->options = *o;
	o->steps = NULL;
	c->sides[CHAMPION].of = b->champion;
	c->sides[CANARY].of = b->model;
	c->since = clock_now();
	b->champion->canary = c;
	begin(c, true);
	return (c->state == CANARY_RUNS ? 0 : diag_set(d, "%s has other "
	    "outputs than \"%s\"", b->model->path, b->champion->title));
}

int
canary_add(struct registry *r, const char *arg,
    const struct canary_options *limits, struct diag *d)
{
	const char *colon = strrchr(arg, ':');
	struct canary_options o = *limits;
	struct served_beside b;
	int status;

	if (colon == NULL)
		return (diag_set(d, "not [NAME=]FILE:SHARE: \"%s\"", arg));
	status = canary_parse_steps(&o, colon + 1, d);
	if (status == 0)
		status = registry_add_beside(r, (struct part){ arg,
		    (size_t)(colon - arg) }, SERVED_CANARY, &b, d);
	if (status == 0)
		status = set_beside(&b, &o, d);
	free(o.steps);
	return (status);
}

void
canary_free(struct canary *c)
{
	if (c == NULL)
		return;
	for (int i = 0; i < 2; i++)
		score_counts_release(&c->sides[i].scores);
	pthread_mutex_destroy(&c->lock);
	free(c->options.steps);
	free(c);
}

/* Of the first row: of its ids, or where they are missing of all values. */
static double
place_of(struct request_table *t)
{
	const struct batch *b = request_table_batch(t);
	uint64_t ids = 0, all = 0;
	bool has_id = false;

	for (size_t i = 0; i < b->schema->n; i++) {
		all = column_hash(b->cols[i], 0, all);
		if (b->schema->fields[i].role != ROLE_ID ||
		    !b->cols[i]->valid[0])
			continue;
		ids = column_hash(b->cols[i], 0, ids);
		has_id = true;
	}
	return ((double)((has_id ? ids : all) >> 11) * 0x1p-53);
}

static double
share(const struct canary *c)
{
	return (c->state == CANARY_RUNS ? c->options.steps[c->step].share : 0);
}

struct model_version *
canary_take(struct canary *c, struct scorer *champion)
{
	struct model_version *v = NULL;
	double place;

	if (request_table_batch(&champion->table)->n_rows == 0)
		return (NULL);
	place = place_of(&champion->table);
	pthread_mutex_lock(&c->lock);
	if (place < share(c) && strcmp(champion->version->sha,
	    c->sides[CHAMPION].sha) == 0)
		v = version_take(c->sides[CANARY].of);
	if (v != NULL && strcmp(v->sha, c->sides[CANARY].sha) != 0) {
		version_give(v);
		v = NULL;
	}
	pthread_mutex_unlock(&c->lock);
	return (v);
}

static bool
lacks_prediction(const struct batch *scored)
{
	for (size_t i = 0; i < scored->n_rows; i++) {
		if (!scored->cols[0]->valid[i])
			return (true);
	}
	return (false);
}

void
canary_count(struct canary *c, const struct scorer *s,
    const struct batch *scored)
{
	struct side *side = &c->sides[s->version->of == c->sides[CANARY].of ?
	    CANARY : CHAMPION];
	double log_time = log((double)s->nanoseconds + 1);

	pthread_mutex_lock(&c->lock);
	if (strcmp(s->version->sha, side->sha) == 0) {
		side->requests++;
		side->errors += scored == NULL || lacks_prediction(scored);
		if (scored != NULL) {
			moments_add_many(&side->log_time, &log_time, 1);
			score_counts_add(&side->scores, scored);
		}
	}
	pthread_mutex_unlock(&c->lock);
}

/* The index of a class, and how much of it chance explains. */
static double
index_of(const struct canary *c, size_t class, double *chance)
{
	double counts[2][SCORE_BOUNDS_MAX + 1], n[2] = { 0, 0 }, by;
	size_t k = c->sides[CHAMPION].scores.n_bounds + 1;

	for (int i = 0; i < 2; i++) {
		const struct score_histogram *h =
		    &c->sides[i].scores.classes[class];

		for (size_t j = 0; j < k; j++) {
			counts[i][j] = (double)h->buckets[j];
			n[i] += counts[i][j];
		}
		/* Rows of one request may be alike. */
		if (n[i] > (double)c->sides[i].requests)
			n[i] = (double)c->sides[i].requests;
	}
	by = ((double)k - 1) * (1 / n[CHAMPION] + 1 / n[CANARY]);
	*chance = by + DEVIATIONS * sqrt(2 / ((double)k - 1)) * by;
	return (drift_psi(counts[CHAMPION], counts[CANARY], k));
}

/* The largest of the classes; *beyond: what chance does not explain of it. */
static double
find_drift(const struct canary *c, double *beyond)
{
	double largest = NAN, chance, psi;

	*beyond = 0;
	for (size_t i = 0; i < c->sides[CHAMPION].scores.n_classes; i++) {
		psi = index_of(c, i, &chance);
		if (!(psi <= largest))
			largest = psi;
		if (psi - chance > *beyond)
			*beyond = psi - chance;
	}
	return (largest);
}

static double
error_of_mean(const struct moments *m)
{
	return (moments_stddev(m, 1) / sqrt((double)m->n));
}

/* The difference of the mean logarithms, and its standard error. */
static double
find_slowness(const struct canary *c, double *error)
{
	const struct moments *a = &c->sides[CHAMPION].log_time;
	const struct moments *b = &c->sides[CANARY].log_time;

	*error = hypot(error_of_mean(a), error_of_mean(b));
	return (b->mean - a->mean);
}

/* Why it is to be stopped; false: it is not. */
static bool
is_worse(const struct canary *c, struct str *why)
{
	const struct side *old = &c->sides[CHAMPION], *new = &c->sides[CANARY];
	const struct canary_options *o = &c->options;
	double x = (double)new->errors, m = (double)new->requests;
	double y = (double)old->errors, n = (double)old->requests;
	double slower, error, psi, beyond;

	if (n > 0 && m > 0 && x / m - y / n > o->errors &&
	    drift_share_sf(x, m, y, n) < CHANCE) {
		str_addf(why, "errors: %.0f of %.0f requests, the champion "
		    "%.0f of %.0f", x, m, y, n);
		return (true);
	}
	if (old->log_time.n < FEW || new->log_time.n < FEW)
		return (false);
	slower = find_slowness(c, &error);
	if (slower - DEVIATIONS * error > log(o->latency)) {
		str_addf(why, "latency: %.3g times the champion's",
		    exp(slower));
		return (true);
	}
	psi = find_drift(c, &beyond);
	if (beyond > o->drift)
		str_addf(why, "drift: the scores have a PSI of %.3g to the "
		    "champion's", psi);
	return (beyond > o->drift);
}

static void
tell(const struct canary *c, const struct registry *r, const char *what)
{
	struct str text = STR_INIT;

	str_addf(&text, "\"%s\": the canary %.8s %s",
	    c->sides[CHAMPION].of->name, c->sides[CANARY].sha, what);
	registry_tell(r, str_get(&text));
	str_release(&text);
}

/* The step is over, and enough was seen of it? Fills what is told. */
static void
go_on(struct canary *c, uint64_t now, struct str *told)
{
	const struct canary_step *s = &c->options.steps[c->step];

	if (s->duration == 0 || now - c->since < s->duration ||
	    c->sides[CANARY].requests < CANARY_ENOUGH)
		return;
	c->step++;
	c->since = now;
	/* With all requests its own, the champion's are those of before. */
	if (share(c) < 1)
		begin(c, true);
	str_addf(told, "takes %.4g %% of the requests", 100 * share(c));
}

static void
watch(struct canary *c, uint64_t now, const struct registry *r)
{
	struct str told = STR_INIT, why = STR_INIT;
	enum canary_state before;

	pthread_mutex_lock(&c->lock);
	before = c->state;
	if (begin(c, false)) {
		c->step = 0;
		c->since = now;
		if (c->state == CANARY_STOPPED)
			c->state = CANARY_RUNS;
		if (c->state == CANARY_RUNS)
			str_addf(&told, "begins with %.4g %% of the requests",
			    100 * share(c));
	}
	if (c->state == CANARY_MISFIT && before != CANARY_MISFIT) {
		str_addz(&told, "has other outputs, and takes no requests");
	} else if (c->state == CANARY_RUNS && is_worse(c, &why)) {
		c->state = CANARY_STOPPED;
		str_addf(&told, "is stopped, %s", str_get(&why));
	} else if (c->state == CANARY_RUNS) {
		go_on(c, now, &told);
	}
	pthread_mutex_unlock(&c->lock);
	if (told.len > 0)
		tell(c, r, str_get(&told));
	str_release(&told);
	str_release(&why);
}

void
canary_watch(const struct registry *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->models[i]->canary != NULL)
			watch(r->models[i]->canary, clock_now(), r);
	}
}

void
canary_report(struct canary *c, struct canary_report *out)
{
	double ignored;

	pthread_mutex_lock(&c->lock);
	*out = (struct canary_report){ .state = c->state, .share = share(c),
	    .latency = NAN, .drift = NAN };
	for (int i = 0; i < 2; i++) {
		out->requests[i] = c->sides[i].requests;
		out->errors[i] = c->sides[i].errors;
	}
	if (c->sides[CHAMPION].log_time.n > 0 &&
	    c->sides[CANARY].log_time.n > 0) {
		out->latency = exp(find_slowness(c, &ignored));
		out->drift = find_drift(c, &ignored);
	}
	pthread_mutex_unlock(&c->lock);
}
