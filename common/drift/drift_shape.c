/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "numtext.h"

#include "drift_shape.h"

/* The label of the share is the caller's to fill. */
static struct str *
add_share(struct drift_shape *s, double ref, double cur)
{
	s->v = mem_realloc(s->v, s->n + 1, sizeof(*s->v));
	s->v[s->n] = (struct drift_share){ .ref = ref, .cur = cur };
	str_init(&s->v[s->n].label);
	return (&s->v[s->n++].label);
}

static void
add_named(struct drift_shape *s, const char *name, double ref, double cur)
{
	if (ref > 0 || cur > 0)
		str_addz(add_share(s, ref, cur), name);
}

static void
add_number(const struct drift_ref *r, double v, struct str *out)
{
	char text[NUMTEXT_MAX];

	if (r->is_time)
		str_add(out, text, format_time(text, (int64_t)v));
	else
		str_addf(out, "%.4g", v);
}

static void
number_shares(const struct drift_ref *r, const struct drift_cur *c, double n,
    double m, struct drift_shape *s)
{
	struct str *label;

	add_named(s, "below", 0, (double)c->below / m);
	for (size_t i = 0; i < r->n_bins; i++) {
		if (!(r->counts[i] > 0) && !(c->bins[i] > 0))
			continue;
		label = add_share(s, r->counts[i] / n, c->bins[i] / m);
		add_number(r, i == 0 ? r->lo : r->edges[i - 1], label);
		str_addz(label, " to ");
		add_number(r, i + 1 < r->n_bins ? r->edges[i] : r->hi, label);
	}
	add_named(s, "above", 0, (double)c->above / m);
}

/* Of the levels that have not been taken. */
static uint32_t
next_level(const struct drift_ref *r, const struct drift_cur *c, double n,
    double m, const uint8_t *taken)
{
	uint32_t best = DICT_NONE;
	double most = 0, share;

	for (uint32_t i = 0; i < r->levels.n; i++) {
		share = fmax(r->level_counts[i] / n, c->level_counts[i] / m);
		if (!taken[i] && share > most) {
			most = share;
			best = i;
		}
	}
	return (best);
}

static void
level_shares(const struct drift_ref *r, const struct drift_cur *c, double n,
    double m, struct drift_shape *s)
{
	uint8_t *taken = mem_calloc(r->levels.n, 1);
	double ref = r->other / n, cur = 0;
	uint32_t id;
	size_t length;

	while (s->n < SHAPE_LEVELS &&
	    (id = next_level(r, c, n, m, taken)) != DICT_NONE) {
		const char *text = dict_get(&r->levels, id, &length);

		str_add(add_share(s, r->level_counts[id] / n,
		    c->level_counts[id] / m), text, length);
		taken[id] = 1;
	}
	for (uint32_t i = 0; i < r->levels.n; i++) {
		ref += taken[i] ? 0 : r->level_counts[i] / n;
		cur += taken[i] ? 0 : c->level_counts[i] / m;
	}
	add_named(s, "(others)", ref, cur);
	add_named(s, "(unseen)", 0, (double)c->unseen / m);
	free(taken);
}

void
drift_shape_of(const struct drift_ref *r, const struct drift_cur *c,
    struct drift_shape *s)
{
	double n = (double)r->n, m = (double)c->n;

	*s = (struct drift_shape){ .column = r->name };
	if (r->n == 0 || c->n == 0)
		return;
	if (r->kind == DRIFT_NUMBER)
		number_shares(r, c, n, m, s);
	else if (r->kind == DRIFT_CATEGORY)
		level_shares(r, c, n, m, s);
	add_named(s, "(missing)", (double)r->n_missing / n,
	    (double)c->n_missing / m);
}

void
drift_shape_release(struct drift_shape *s)
{
	for (size_t i = 0; i < s->n; i++)
		str_release(&s->v[i].label);
	free(s->v);
}
