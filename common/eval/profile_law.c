/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The law of a column to JSON and back. */
#include <math.h>
#include <string.h>

#include "profile.h"

static json_t *
counts_to_json(const double *v, size_t n)
{
	json_t *a = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(a, json_integer((json_int_t)v[i]));
	return (a);
}

void
profile_put_law(json_t *o, const struct law *l)
{
	json_t *law = json_object();

	json_object_set_new(law, "values", doc_floats(l->v, l->n_points));
	json_object_set_new(law, "upto", counts_to_json(l->upto,
	    l->n_points));
	json_object_set_new(law, "equal", counts_to_json(l->equal,
	    l->n_points));
	json_object_set_new(o, "law", law);
}

/* The rows between two points are not fewer than none. */
static int
check_law(const struct law *l, size_t n_upto, size_t n_equal, struct diag *d)
{
	double before = 0;

	if (l->n_points < 1 || n_upto != l->n_points || n_equal != n_upto)
		return (diag_set(d, "\"law\" has not as many values as "
		    "counts"));
	for (size_t i = 0; i < n_upto; i++) {
		if ((i > 0 && !(l->v[i] > l->v[i - 1])) ||
		    isnan(l->v[i]) || !(l->equal[i] >= 0) ||
		    !(l->upto[i] - l->equal[i] >= before))
			return (diag_set(d, "\"law\" does not ascend"));
		before = l->upto[i];
	}
	return (before > 0 && isfinite(before) ? 0 :
	    diag_set(d, "\"law\" is of no rows"));
}

int
profile_get_law(const json_t *o, struct law *l, struct diag *d)
{
	json_t *law = json_object_get(o, "law");
	size_t n_upto, n_equal;
	int r;

	memset(l, 0, sizeof(*l));
	if (law == NULL)
		return (0);
	r = doc_get_floats(law, "values", &l->v, &l->n_points, d) == -1 ||
	    doc_get_floats(law, "upto", &l->upto, &n_upto, d) == -1 ||
	    doc_get_floats(law, "equal", &l->equal, &n_equal, d) == -1 ||
	    check_law(l, n_upto, n_equal, d) == -1 ? -1 : 0;
	if (r == -1)
		law_release(l);
	else
		l->n = l->upto[l->n_points - 1];
	return (r);
}
