/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "known_name.h"
#include "mem.h"

#include "live_drift.h"

/* Versions whose counts are kept: a file that changes every hour must not make
   the list of metrics grow for ever. */
#define VERSIONS_KEPT 8

static struct model_version *
version_new(struct served_model *m, const struct predictor *p)
{
	struct model_version *v = MEM_NEW(struct model_version);

	v->of = m;
	memcpy(v->sha, p->sha, sizeof(v->sha));
	memcpy(v->name, p->sha, sizeof(v->name) - 1);
	column_counts_init(&v->columns);
	score_counts_init(&v->scores, p);
	return (v);
}

const char *
version_label(const struct model_version *v)
{
	return (v->of->label != NULL ? v->of->label : v->name);
}

struct model_version *
version_take(struct served_model *m)
{
	struct model_version *v;

	pthread_mutex_lock(&m->lock);
	v = m->versions;
	v->refs++;
	pthread_mutex_unlock(&m->lock);
	return (v);
}

void
version_give(struct model_version *v)
{
	struct served_model *m = v->of;
	struct predictor *p = NULL;
	struct scorer *idle = NULL;
	struct live_drift *drift = NULL;

	pthread_mutex_lock(&m->lock);
	if (--v->refs == 0) {
		p = v->p;
		idle = v->idle;
		drift = v->drift;
		v->p = NULL;
		v->idle = NULL;
		v->drift = NULL;
	}
	pthread_mutex_unlock(&m->lock);
	scorers_free(idle);
	live_drift_free(drift);
	predictor_free(p);
}

/* Free those not in use after the first `kept`. */
static void
forget_versions(struct served_model *m, size_t kept)
{
	struct model_version **at = &m->versions, *v;

	for (size_t i = 0; (v = *at) != NULL; i++) {
		if (i < kept || v->refs > 0) {
			at = &v->next;
			continue;
		}
		*at = v->next;
		column_counts_release(&v->columns);
		score_counts_release(&v->scores);
		free(v);
	}
}

/* Put the version of the predictor in front, a new one if its bytes are new,
   and the predictor into it. Returns what was not needed. */
static struct predictor *
put_in_front(struct served_model *m, struct predictor *p)
{
	struct model_version **at = &m->versions, *v;
	struct diag ignored;

	while (*at != NULL && strcmp((*at)->sha, p->sha) != 0)
		at = &(*at)->next;
	v = *at;
	if (v != NULL)
		*at = v->next;
	else
		v = version_new(m, p);
	v->next = m->versions;
	m->versions = v;
	v->refs++;
	if (v->p != NULL)
		return (p);
	v->p = p;
	if (m->drift_rows > 0 && live_drift_new(p, m->drift_rows, &v->drift,
	    &ignored) == -1)
		v->drift = NULL;
	return (NULL);
}

struct opening {
	const char *path;
	struct predictor *p;
	struct diag *diag;
	int result;
};

static void
open_predictor(void *ctx)
{
	struct opening *o = ctx;

	o->result = predictor_open(o->path, &o->p, o->diag);
}

/* One that does not fit into memory leaves what is served as it is. */
static int
read_model(struct served_model *m, struct predictor **out, struct diag *d)
{
	struct opening o = { m->path, NULL, d, -1 };
	struct file_state state;

	file_state_get(m->path, &state);
	pthread_mutex_lock(&m->lock);
	m->tried = state;
	pthread_mutex_unlock(&m->lock);
	if (mem_try(open_predictor, &o) == -1)
		return (diag_set(d, "%s: out of memory", m->path));
	if (o.result == 0 && m->admission.ask != NULL && m->admission.ask(
	    m->admission.ctx, m->path, o.p->sha, d) != 1) {
		predictor_free(o.p);
		return (diag_prefix(d, "%s", m->path));
	}
	*out = o.p;
	return (o.result);
}

int
served_model_reload(struct served_model *m, struct version_change *change,
    struct diag *d)
{
	struct model_version *old = NULL;
	struct predictor *p = NULL;
	int r;

	*change = (struct version_change){ "", "" };
	/* Two at once could leave the older one in place. */
	pthread_mutex_lock(&m->reload_lock);
	r = read_model(m, &p, d);
	if (r == 0) {
		pthread_mutex_lock(&m->lock);
		old = m->versions;
		p = put_in_front(m, p);
		if (old != NULL)
			memcpy(change->from, old->name, VERSION_NAME);
		memcpy(change->to, m->versions->name, VERSION_NAME);
		forget_versions(m, VERSIONS_KEPT);
		pthread_mutex_unlock(&m->lock);
	}
	pthread_mutex_unlock(&m->reload_lock);
	if (r == -1)
		return (-1);
	if (old != NULL)
		version_give(old);
	predictor_free(p);
	return (0);
}

bool
served_model_is_stale(struct served_model *m, const struct file_state *now)
{
	bool same;

	pthread_mutex_lock(&m->lock);
	same = file_state_equal(&m->tried, now);
	pthread_mutex_unlock(&m->lock);
	return (!same);
}

struct served_model *
served_model_new(const char *path)
{
	struct served_model *m = MEM_NEW(struct served_model);

	m->path = mem_strdup(path);
	pthread_mutex_init(&m->lock, NULL);
	pthread_mutex_init(&m->reload_lock, NULL);
	return (m);
}

void
served_model_free(struct served_model *m)
{
	if (m == NULL)
		return;
	if (m->versions != NULL)
		version_give(m->versions);
	forget_versions(m, 0);
	pthread_mutex_destroy(&m->lock);
	pthread_mutex_destroy(&m->reload_lock);
	free(m->name);
	free(m->label);
	free(m->title);
	free(m->path);
	free(m);
}
