/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "plan_stage.h"

#include "plan.h"

void
plan_tally_release(struct plan_tally *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->rows[i].label);
	free(t->rows);
	memset(t, 0, sizeof(*t));
}

size_t
plan_tally_add(struct plan_tally *t, const char *label)
{
	t->rows = mem_grow(t->rows, &t->cap, t->n + 1, sizeof(*t->rows));
	memset(&t->rows[t->n], 0, sizeof(*t->rows));
	t->rows[t->n].label = mem_strdup(label);
	return (t->n++);
}

/* How many steps from here on go into one stage. */
static size_t
stage_length(struct step **steps, size_t n)
{
	size_t k = 1;

	if (steps[0]->kind->filter != NULL)
		return (1);
	while (k < n && steps[k]->kind->filter == NULL)
		k++;
	return (k);
}

int
plan_run(struct stream *in, struct step **steps, size_t n,
    const struct plan_options *o, struct stream **out, struct diag *d)
{
	struct stream *next;
	size_t k, i;
	int r;

	for (i = 0; i < n; i += k, in = next) {
		k = stage_length(steps + i, n - i);
		if (steps[i]->kind->filter != NULL)
			r = stage_filter(in, steps[i], o, &next, d);
		else
			r = stage_apply(in, steps + i, k, o, &next, d);
		if (r == -1) {
			for (i += k; i < n; i++)
				step_free(steps[i]);
			return (-1);
		}
	}
	*out = in;
	return (0);
}
