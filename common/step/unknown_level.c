/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "levels.h"
#include "nearest.h"

#include "unknown_level.h"

static const char *const unknown_names[] = {
	"other", "missing", "error", NULL
};

int
step_unknown(const struct step *s, enum unknown *out, struct diag *d)
{
	const char *name;
	int k;

	if (doc_get_string(s->params, "unknown", &name, d) == -1)
		return (-1);
	if ((k = nearest_lookup(unknown_names, name, "way with unknown "
	    "levels", d)) == -1)
		return (-1);
	*out = (enum unknown)k;
	return (0);
}

int
level_unknown(const struct step *s, const struct apply_args *a, size_t k,
    size_t i, enum unknown unknown, struct diag *d)
{
	char scratch[NUMTEXT_MAX];
	const char *p;
	size_t n;

	if (a->train != NULL && a->train[i])
		return (0);
	a->counts->unseen++;
	if (a->unseen_of != NULL)
		a->unseen_of[k]++;
	if (unknown != UNKNOWN_ERROR)
		return (0);
	p = level_text(a->in->cols[s->in_cols[k]], i, scratch, &n);
	return (diag_set(d, "row %llu: column \"%s\": \"%.*s\" was not in the "
	    "training rows", (unsigned long long)(a->in->first_row + i + 1),
	    s->in[k], (int)(n < 80 ? n : 80), p));
}

static void
set_if_there(struct step *s, const char *key, int64_t v)
{
	if (v > 0 && json_object_get(s->params, key) != NULL)
		json_object_set_new(s->params, key, json_integer(v));
}

int
level_options_set(const struct level_options *o, struct step *s,
    struct diag *d)
{
	enum unknown unknown;

	set_if_there(s, "max_levels", o->max_levels);
	set_if_there(s, "min_count", o->min_count);
	if (o->unknown == NULL || json_object_get(s->params, "unknown") == NULL)
		return (0);
	json_object_set_new(s->params, "unknown", json_string(o->unknown));
	return (step_unknown(s, &unknown, d));
}
