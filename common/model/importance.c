/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "str.h"

#include "importance.h"

struct top {
	size_t feature, element;
	double value;
};

json_t *
importance_new(const char *measure)
{
	json_t *o = json_object();

	json_object_set_new(o, "measure", json_string(measure));
	json_object_set_new(o, "outputs", json_array());
	return (o);
}

/* Keep the largest, in order; those that were there before stay in front. */
static void
offer(struct top *top, size_t *n, const struct top *x)
{
	size_t at = *n;

	if (x->value == 0)
		return;
	while (at > 0 && fabs(x->value) > fabs(top[at - 1].value))
		at--;
	if (at == IMPORTANCE_MAX)
		return;
	if (*n < IMPORTANCE_MAX)
		(*n)++;
	memmove(top + at + 1, top + at, (*n - at - 1) * sizeof(*top));
	top[at] = *x;
}

static json_t *
pair(const struct schema *features, const struct top *x)
{
	const struct field *f = &features->fields[x->feature];
	json_t *a = json_array();
	struct str name = STR_INIT;

	str_addz(&name, f->name);
	if (f->width > 0)
		str_addf(&name, "[%zu]", x->element);
	json_array_append_new(a, json_string(str_get(&name)));
	json_array_append_new(a, doc_float(x->value));
	str_release(&name);
	return (a);
}

void
importance_add(json_t *importance, const char *class,
    const struct schema *features, const double *values)
{
	struct top top[IMPORTANCE_MAX], x;
	json_t *o = json_object(), *list = json_array();
	size_t n = 0;

	for (size_t j = 0; j < features->n; j++) {
		for (size_t k = 0; k < field_width(&features->fields[j]);
		    k++) {
			x = (struct top){ j, k, *values++ };
			offer(top, &n, &x);
		}
	}
	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, pair(features, &top[i]));
	if (class != NULL)
		json_object_set_new(o, "class", json_string(class));
	json_object_set_new(o, "features", list);
	json_array_append_new(json_object_get(importance, "outputs"), o);
}
