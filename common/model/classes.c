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
