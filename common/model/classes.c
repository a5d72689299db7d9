/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"

#include "classes.h"

void
classes_init(struct classes *c, enum col_type type)
{
	memset(c, 0, sizeof(*c));
	c->type = type;
	dict_init(&c->keys);
}

void
classes_release(struct classes *c)
{
	for (size_t k = 0; k < c->n; k++)
		free(c->texts[k]);
	free(c->texts);
	free(c->of_id);
	dict_release(&c->keys);
	memset(c, 0, sizeof(*c));
}

/* The bytes of a value; number has room for those of a float. */
static const char *
find_key(const struct column *c, size_t i, double *number, size_t *n)
{
	switch (c->type) {
	case COL_BOOL:
		*n = sizeof(c->bools[i]);
		return ((const char *)&c->bools[i]);
	case COL_INT:
		*n = sizeof(c->ints[i]);
		return ((const char *)&c->ints[i]);
	case COL_FLOAT:
		*number = c->floats[i] + 0.0;	/* -0.0 equals 0.0 */
		*n = sizeof(*number);
		return ((const char *)number);
	case COL_STRING:
		return (column_string(c, i, n));
	default:
		BUG("a %s column has no classes", col_type_name(c->type));
	}
}

uint32_t
classes_add(struct classes *c, const struct column *col, size_t i)
{
	double number;
	size_t n;
	const char *p = find_key(col, i, &number, &n);

	return (dict_add(&c->keys, p, n));
}

uint32_t
classes_find(const struct classes *c, const struct column *col, size_t i)
{
	double number;
	size_t n;
	const char *p = find_key(col, i, &number, &n);

	return (dict_find(&c->keys, p, n));
}

/* A value on its way to its place. */
struct entry {
	const char *p;
	size_t n;
	uint32_t id;
};

static int
compare_ints(const void *a, const void *b)
{
	int64_t x, y;

	memcpy(&x, ((const struct entry *)a)->p, sizeof(x));
	memcpy(&y, ((const struct entry *)b)->p, sizeof(y));
	return ((x > y) - (x < y));
}

static int
compare_floats(const void *a, const void *b)
{
	double x, y;

	memcpy(&x, ((const struct entry *)a)->p, sizeof(x));
	memcpy(&y, ((const struct entry *)b)->p, sizeof(y));
	return ((x > y) - (x < y));
}

static int
compare_bytes(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int r = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

	return (r != 0 ? r : (x->n > y->n) - (x->n < y->n));
}

static struct entry *
sort_entries(const struct classes *c)
{
	struct entry *e = mem_alloc(c->keys.n, sizeof(*e));

	for (uint32_t id = 0; id < c->keys.n; id++) {
		e[id].id = id;
		e[id].p = dict_get(&c->keys, id, &e[id].n);
	}
	qsort(e, c->keys.n, sizeof(*e), c->type == COL_INT ? compare_ints :
	    c->type == COL_FLOAT ? compare_floats : compare_bytes);
	return (e);
}

static char *
entry_text(const struct entry *e, enum col_type type)
{
	char text[NUMTEXT_MAX];
	int64_t whole;
	double v;

	switch (type) {
	case COL_BOOL:
		return (mem_strdup(e->p[0] ? "true" : "false"));
	case COL_INT:
		memcpy(&whole, e->p, sizeof(whole));
		return (mem_strndup(text, format_int(text, whole)));
	case COL_FLOAT:
		memcpy(&v, e->p, sizeof(v));
		return (mem_strndup(text, format_float(text, v)));
	default:
		return (mem_strndup(e->p, e->n));
	}
}

/* A class is written to JSON and read back: only text survives that. */
static int
check_text(const struct entry *e, struct diag *d)
{
	json_t *v = json_stringn(e->p, e->n);
	bool ok = v != NULL && memchr(e->p, '\0', e->n) == NULL;

	json_decref(v);
	if (!ok)
		return (diag_set(d, "the class \"%.*s\" is not UTF-8",
		    (int)(e->n < 40 ? e->n : 40), e->p));
	return (0);
}

int
classes_finish(struct classes *c, const char *name, struct diag *d)
{
	struct entry *e;
	size_t n = c->keys.n;
	int status = 0;

	if (n < 2)
		return (diag_set(d, "column \"%s\" has only %zu class in the "
		    "training rows", name, n));
	if (n > CLASSES_MAX)
		return (diag_set(d, "column \"%s\" has %zu classes in the "
		    "training rows, more than %d", name, n, CLASSES_MAX));
	e = sort_entries(c);
	c->texts = mem_calloc(n, sizeof(*c->texts));
	c->of_id = mem_calloc(n, sizeof(*c->of_id));
	for (size_t k = 0; k < n && status == 0; k++) {
		if (c->type == COL_STRING)
			status = check_text(&e[k], d);
		c->of_id[e[k].id] = (uint32_t)k;
		c->texts[k] = entry_text(&e[k], c->type);
		c->n++;
	}
	free(e);
	return (status);
}

static void
swap_classes(struct classes *c)
{
	char *first = c->texts[0];

	c->texts[0] = c->texts[1];
	c->texts[1] = first;
	for (uint32_t id = 0; id < 2; id++)
		c->of_id[id] = 1 - c->of_id[id];
}

int
classes_set_positive(struct classes *c, const char *positive, struct diag *d)
{
	if (c->n != 2)
		return (positive == NULL ? 0 : diag_set(d, "there is a "
		    "positive class only where there are two, not %zu", c->n));
	if (positive == NULL) {
		if (is_yes_and_no(c->texts[0], c->texts[1]))
			swap_classes(c);
		return (0);
	}
	if (strcmp(positive, c->texts[0]) == 0)
		swap_classes(c);
	else if (strcmp(positive, c->texts[1]) != 0)
		return (diag_set(d, "no class \"%s\": they are \"%s\" and "
		    "\"%s\"", positive, c->texts[0], c->texts[1]));
	return (0);
}
