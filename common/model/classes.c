/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "level_counts.h"
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

static void *
new_counts(const void *what)
{
	struct level_counts *c = MEM_NEW(struct level_counts);

	(void)what;
	level_counts_init(c, CLASSES_MAX + 1);	/* one more is an error */
	return (c);
}

static void
add_counts(void *fit, const void *what, const struct fit_rows *r)
{
	const size_t *target = what;

	level_counts_add(fit, r->batch->cols[*target], r->mask);
}

static void
free_counts(void *fit)
{
	level_counts_release(fit);
	free(fit);
}

static void
merge_counts(void *into, const void *what, void *from)
{
	(void)what;
	level_counts_merge(into, from);
	free_counts(from);
}

static void
save_counts(const void *fit, const void *what, struct str *out)
{
	(void)what;
	level_counts_save(fit, out);
}

static void *
load_counts(const void *what, struct unpack *from)
{
	struct level_counts *c = MEM_NEW(struct level_counts);

	(void)what;
	level_counts_load(c, from);
	return (c);
}

const struct fit_ops classes_fit = {
	new_counts, add_counts, merge_counts, free_counts, save_counts,
	load_counts
};

void
classes_take(struct classes *c, void *fit)
{
	struct level_counts *counts = fit;
	struct dict keys = c->keys;

	c->keys = counts->levels;
	counts->levels = keys;
	free_counts(fit);
}

/* A class is written to JSON and read back: only text survives that. */
static int
check_text(const char *p, size_t n, struct diag *d)
{
	json_t *v = json_stringn(p, n);
	bool ok = v != NULL && memchr(p, '\0', n) == NULL;

	json_decref(v);
	if (!ok)
		return (diag_set(d, "the class \"%.*s\" is not UTF-8",
		    (int)(n < 40 ? n : 40), p));
	return (0);
}

int
classes_finish(struct classes *c, const char *name, struct diag *d)
{
	size_t n = c->keys.n, length;
	uint32_t *order;
	const char *p;
	int status = 0;

	if (n < 2)
		return (diag_set(d, "column \"%s\" has only %zu class in the "
		    "training rows", name, n));
	if (n > CLASSES_MAX)
		return (diag_set(d, "column \"%s\" has %zu classes in the "
		    "training rows, more than %d", name, n, CLASSES_MAX));
	order = levels_order(&c->keys, c->type);
	c->texts = mem_calloc(n, sizeof(*c->texts));
	c->of_id = mem_calloc(n, sizeof(*c->of_id));
	for (size_t k = 0; k < n && status == 0; k++) {
		p = dict_get(&c->keys, order[k], &length);
		status = check_text(p, length, d);
		c->of_id[order[k]] = (uint32_t)k;
		c->texts[k] = mem_strndup(p, length);
		c->n++;
	}
	free(order);
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
	int status = 0;
	char *named;

	if (c->n != 2)
		return (positive == NULL ? 0 : diag_set(d, "there is a "
		    "positive class only where there are two, not %zu", c->n));
	if (positive == NULL) {
		if (is_yes_and_no(c->texts[0], c->texts[1]))
			swap_classes(c);
		return (0);
	}
	named = level_named(c->type, positive);
	if (strcmp(named, c->texts[0]) == 0)
		swap_classes(c);
	else if (strcmp(named, c->texts[1]) != 0)
		status = diag_set(d, "no class \"%s\": they are \"%s\" and "
		    "\"%s\"", positive, c->texts[0], c->texts[1]);
	free(named);
	return (status);
}
