/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "metric_choice.h"

void
metric_choice_release(struct metric_choice *c)
{
	free(c->metrics);
	memset(c, 0, sizeof(*c));
}

void
metric_choice_add(struct metric_choice *c, const struct metric *m)
{
	for (size_t i = 0; i < c->n; i++) {
		if (c->metrics[i] == m)
			return;
	}
	c->metrics = mem_realloc(c->metrics, c->n + 1, sizeof(*c->metrics));
	c->metrics[c->n++] = m;
}

static int
add_named(struct metric_choice *c, const char *name, struct diag *d)
{
	const struct metric *m;

	if (strcmp(name, "confusion") == 0) {
		c->confusion = true;
		return (0);
	}
	if ((m = metric_find(name, d)) == NULL)
		return (-1);
	metric_choice_add(c, m);
	return (0);
}

int
metric_choice_parse(const char *text, struct metric_choice *out,
    struct diag *d)
{
	const char *p = text, *end;
	char *name;
	int ret = 0;

	memset(out, 0, sizeof(*out));
	out->all = text == NULL;
	while (p != NULL && ret == 0) {
		end = strchrnul(p, ',');
		name = mem_strndup(p, (size_t)(end - p));
		ret = add_named(out, name, d);
		free(name);
		p = *end == ',' ? end + 1 : NULL;
	}
	if (ret == -1)
		metric_choice_release(out);
	return (ret);
}

static int
refuse(const struct metric *m, const struct scored *s, struct diag *d)
{
	if ((m->tasks & s->task) == 0)
		return (diag_set(d, "%s is not for a %s", m->name,
		    s->task == SCORED_REGRESSION ? "regression" :
		    "classification"));
	if (s->score == NULL)
		return (diag_set(d, "%s needs a score, not only a "
		    "prediction", m->name));
	return (diag_set(d, "%s needs probabilities, but there are scores "
	    "outside 0 to 1", m->name));
}

int
metric_choice_settle(struct metric_choice *c, const struct scored *s,
    struct diag *d)
{
	for (size_t i = 0; i < c->n; i++) {
		if (!metric_fits(c->metrics[i], s))
			return (refuse(c->metrics[i], s, d));
	}
	if (c->confusion && s->task == SCORED_REGRESSION)
		return (diag_set(d, "a regression has no confusion matrix"));
	for (size_t i = 0; c->all && metric_table[i] != NULL; i++) {
		if (metric_fits(metric_table[i], s))
			metric_choice_add(c, metric_table[i]);
	}
	return (0);
}
