/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"

#include "metric_choice.h"

void
metric_choice_release(struct metric_choice *c)
{
	for (size_t i = 0; i < c->n; i++)
		metric_free(c->metrics[i]);
	free(c->metrics);
	memset(c, 0, sizeof(*c));
}

static int
ask(struct metric_choice *c, const char *text, struct diag *d)
{
	struct metric *m;

	for (size_t i = 0; i < c->n; i++) {
		if (strcmp(c->metrics[i]->name, text) == 0)
			return (0);
	}
	if ((m = metric_ask(text, d)) == NULL)
		return (-1);
	c->metrics = mem_realloc(c->metrics, c->n + 1, sizeof(*c->metrics));
	c->metrics[c->n++] = m;
	return (0);
}

void
metric_choice_add(struct metric_choice *c, const char *text)
{
	struct diag d = DIAG_INIT;

	if (ask(c, text, &d) == -1)
		BUG("%s", d.text);
}

static int
add_named(struct metric_choice *c, const char *name, struct diag *d)
{
	bool *const words[] = { &c->all, &c->report, &c->confusion };
	static const char *const texts[] = { "all", "report", "confusion" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(name, texts[i]) == 0) {
			*words[i] = true;
			return (0);
		}
	}
	return (ask(c, name, d));
}

/* The comma that ends a name and its arguments, or the end of the text. */
static const char *
find_end(const char *p)
{
	int open = 0;

	for (; *p != '\0' && (*p != ',' || open > 0); p++)
		open += (*p == '(') - (*p == ')');
	return (p);
}

int
metric_choice_parse(const char *text, struct metric_choice *out,
    struct diag *d)
{
	const char *p = text, *end;
	char *name;
	int ret = 0;

	memset(out, 0, sizeof(*out));
	out->usual = text == NULL;
	while (p != NULL && ret == 0) {
		end = find_end(p);
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
	if (m->needs == NEEDS_RANGE)
		return (diag_set(d, "%s needs %s", m->name, s->task ==
		    SCORED_REGRESSION ? "intervals: columns as prediction_low "
		    "and prediction_high" : "sets of classes: a column as "
		    "prediction_set"));
	if (s->score == NULL)
		return (diag_set(d, "%s needs a score, not only a "
		    "prediction", m->name));
	return (diag_set(d, "%s needs probabilities, but there are scores "
	    "outside 0 to 1", m->name));
}

static void
add_report(struct metric_choice *c, const struct score_table *t)
{
	static const char *const rates[] = { "precision", "recall", "f1",
	    "support" };
	static const char *const averages[] = { "macro", "weighted" };
	struct str text = STR_INIT;

	for (size_t i = 0; i < 4 * t->rows.n_classes; i++) {
		str_clear(&text);
		str_addf(&text, "%s(class=%s)", rates[i % 4],
		    t->classes[i / 4]);
		metric_choice_add(c, str_get(&text));
	}
	for (size_t i = 0; i < 6; i++) {
		str_clear(&text);
		str_addf(&text, "%s(average=%s)", rates[i % 3],
		    averages[i / 3]);
		metric_choice_add(c, str_get(&text));
	}
	str_release(&text);
}

int
metric_choice_settle(struct metric_choice *c, const struct score_table *t,
    struct diag *d)
{
	const struct scored *s = &t->rows;

	for (size_t i = 0; i < c->n; i++) {
		if (!metric_fits(c->metrics[i], s))
			return (refuse(c->metrics[i], s, d));
	}
	if ((c->confusion || c->report) && s->task == SCORED_REGRESSION)
		return (diag_set(d, c->report ? "a regression has no report "
		    "of classes" : "a regression has no confusion matrix"));
	for (size_t i = 0; metric_table[i] != NULL; i++) {
		if ((c->all || (c->usual && !metric_table[i]->on_request)) &&
		    metric_fits(metric_table[i], s))
			metric_choice_add(c, metric_table[i]->name);
	}
	if (c->report)
		add_report(c, t);
	for (size_t i = 0; i < c->n; i++) {
		if (metric_bind((struct metric *)(uintptr_t)c->metrics[i],
		    t->classes, s->n_classes, d) == -1)
			return (-1);
	}
	return (0);
}
