/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics with arguments, from their text. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "named.h"
#include "nearest.h"
#include "numtext.h"

#include "metric.h"

struct average {
	const char *name;
	size_t of;
};

static const struct average *const averages[] = {
	&(const struct average){ "macro", CONFUSION_MACRO },
	&(const struct average){ "weighted", CONFUSION_WEIGHTED },
	&(const struct average){ "micro", CONFUSION_MICRO },
	NULL
};

static int
take_class(struct metric *m, const char *text, struct diag *d)
{
	const struct average *a;

	if (strncmp(text, "class=", 6) == 0) {
		m->class_name = mem_strdup(text + 6);
		return (0);
	}
	if (strncmp(text, "average=", 8) != 0)
		return (diag_set(d, "not class=NAME or average=KIND"));
	if ((a = named_find(averages, text + 8, "average", d)) == NULL)
		return (-1);
	m->has_of = true;
	m->of = a->of;
	return (0);
}

static int
take_number(struct metric *m, const char *text, size_t n, struct diag *d)
{
	const char *equals = memchr(text, '=', n);
	size_t name = equals == NULL ? n : (size_t)(equals - text);
	double v;

	for (size_t i = 0; i < METRIC_ARGS; i++) {
		struct metric_arg *a = &m->args[i];

		if (a->name == NULL || strlen(a->name) != name ||
		    strncmp(a->name, text, name) != 0)
			continue;
		if (equals == NULL ||
		    parse_float(equals + 1, n - name - 1, &v) == -1)
			return (diag_set(d, "%s wants a number", a->name));
		if (!(v >= a->least && v <= a->most))
			return (diag_set(d, "%s has to be %g to %g", a->name,
			    a->least, a->most));
		a->value = v;
		return (0);
	}
	return (diag_set(d, "no argument \"%.*s\"", (int)name, text));
}

static int
take_arguments(struct metric *m, const char *text, struct diag *d)
{
	const char *p = text, *end;

	if (m->by_class)
		return (take_class(m, text, d));
	for (; p != NULL; p = *end == ',' ? end + 1 : NULL) {
		end = strchrnul(p, ',');
		if (take_number(m, p, (size_t)(end - p), d) == -1)
			return (-1);
	}
	return (0);
}

/* "name", or "name(arguments)": the latter go to *args, NULL if none. */
static int
split(const char *text, char **name, char **args, struct diag *d)
{
	const char *open = strchrnul(text, '(');
	size_t n = strlen(text);

	*args = NULL;
	*name = NULL;
	if (*open != '\0' && text[n - 1] != ')')
		return (diag_set(d, "\"%s\": no ) at its end", text));
	*name = mem_strndup(text, (size_t)(open - text));
	if (*open != '\0')
		*args = mem_strndup(open + 1,
		    (size_t)(text + n - 1 - open - 1));
	return (0);
}

struct metric *
metric_ask(const char *text, struct diag *d)
{
	const struct metric *row;
	struct metric *m = NULL;
	char *name, *args;

	if (split(text, &name, &args, d) == -1)
		return (NULL);
	if ((row = metric_find(name, d)) != NULL) {
		m = mem_dup(row, 1, sizeof(*row));
		m->name = mem_strdup(text);
		if (args != NULL && take_arguments(m, args, d) == -1) {
			diag_prefix(d, "\"%s\"", text);
			metric_free(m);
			m = NULL;
		}
	}
	free(name);
	free(args);
	return (m);
}

void
metric_free(const struct metric *m)
{
	if (m == NULL)
		return;
	free((void *)(uintptr_t)m->name);
	free((void *)(uintptr_t)m->class_name);
	free((void *)(uintptr_t)m);
}

int
metric_bind(struct metric *m, char *const *classes, size_t n, struct diag *d)
{
	struct nearest near;

	if (m->class_name == NULL)
		return (0);
	nearest_init(&near, m->class_name);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(classes[i], m->class_name) == 0) {
			m->has_of = true;
			m->of = i;
			return (0);
		}
		nearest_offer(&near, classes[i]);
	}
	diag_set(d, "%s: there is no class \"%s\"", m->name, m->class_name);
	nearest_tell(&near, d);
	return (-1);
}
