/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "nearest.h"
#include "numtext.h"

#include "params.h"

void
params_init(struct params *p, const struct param_def *defs)
{
	memset(p, 0, sizeof(*p));
	p->defs = defs;
	for (size_t i = 0; defs[i].name != NULL; i++) {
		if (i == PARAMS_MAX)
			BUG("more than %d parameters", PARAMS_MAX);
		p->value[i] = defs[i].def;
	}
}

/* The position of a name, or -1 with "did you mean". */
static int
find_param(const struct param_def *defs, const char *name, struct diag *d)
{
	struct nearest near;

	nearest_init(&near, name);
	for (int i = 0; defs[i].name != NULL; i++) {
		if (strcmp(defs[i].name, name) == 0)
			return (i);
		nearest_offer(&near, defs[i].name);
	}
	diag_set(d, "no parameter \"%s\"", name);
	nearest_tell(&near, d);
	return (-1);
}

/* Word k of a comma-separated list, or NULL after the last. */
static const char *
find_word(const char *list, size_t k, size_t *n)
{
	for (; k > 0; k--) {
		list += strcspn(list, ",");
		if (*list++ == '\0')
			return (NULL);
	}
	*n = strcspn(list, ",");
	return (list);
}

static int
parse_choice(const struct param_def *def, const char *text, double *out,
    struct diag *d)
{
	const char *word;
	size_t n;

	for (size_t k = 0; (word = find_word(def->choices, k, &n)); k++) {
		if (strlen(text) == n && memcmp(text, word, n) == 0) {
			*out = (double)k;
			return (0);
		}
	}
	return (diag_set(d, "%s: \"%s\" is none of %s", def->name, text,
	    def->choices));
}

static int
check_range(const struct param_def *def, double v, struct diag *d)
{
	if (v >= def->min && v <= def->max)
		return (0);
	return (diag_set(d, "%s: %g is not between %g and %g", def->name, v,
	    def->min, def->max));
}

static int
parse_value(const struct param_def *def, const char *text, double *out,
    struct diag *d)
{
	int64_t whole;

	switch (def->kind) {
	case PARAM_CHOICE:
		return (parse_choice(def, text, out, d));
	case PARAM_INT:
		if (parse_int(text, strlen(text), &whole) == -1)
			return (diag_set(d, "%s: not a whole number: \"%s\"",
			    def->name, text));
		*out = (double)whole;
		break;
	case PARAM_FLOAT:
		if (parse_float(text, strlen(text), out) == -1)
			return (diag_set(d, "%s: not a number: \"%s\"",
			    def->name, text));
		break;
	}
	return (check_range(def, *out, d));
}

int
params_set(struct params *p, const char *name, const char *text,
    struct diag *d)
{
	int i = find_param(p->defs, name, d);
	double v;

	if (i == -1 || parse_value(&p->defs[i], text, &v, d) == -1)
		return (-1);
	p->value[i] = v;
	return (0);
}

/* For our own code: the name is in the table. */
static int
need_param(const struct params *p, const char *name)
{
	struct diag d;
	int i = find_param(p->defs, name, &d);

	if (i == -1)
		BUG("%s", d.text);
	return (i);
}

double
params_get(const struct params *p, const char *name)
{
	return (p->value[need_param(p, name)]);
}

/* The word of a choice's value. */
static const char *
choice_word(const struct param_def *def, double value, size_t *n)
{
	const char *word = NULL;

	if (def->kind == PARAM_CHOICE)
		word = find_word(def->choices, (size_t)value, n);
	if (word == NULL)
		BUG("%s has no choice %g", def->name, value);
	return (word);
}

const char *
params_choice(const struct params *p, const char *name, char *buf,
    size_t size)
{
	int i = need_param(p, name);
	const char *word;
	size_t n = 0;

	word = choice_word(&p->defs[i], p->value[i], &n);
	if (n >= size)
		BUG("%s: the buffer is too small", name);
	memcpy(buf, word, n);
	buf[n] = '\0';
	return (buf);
}

static json_t *
value_to_json(const struct param_def *def, double v)
{
	const char *word;
	size_t n = 0;

	switch (def->kind) {
	case PARAM_INT:
		return (json_integer((json_int_t)v));
	case PARAM_CHOICE:
		word = choice_word(def, v, &n);
		return (json_stringn(word, n));
	case PARAM_FLOAT:
		break;
	}
	return (doc_float(v));
}

json_t *
params_to_json(const struct params *p)
{
	json_t *obj = json_object();

	for (size_t i = 0; p->defs[i].name != NULL; i++)
		json_object_set_new(obj, p->defs[i].name,
		    value_to_json(&p->defs[i], p->value[i]));
	return (obj);
}

static int
value_from_json(const json_t *obj, const struct param_def *def, double *out,
    struct diag *d)
{
	const char *text;
	int64_t whole;

	switch (def->kind) {
	case PARAM_CHOICE:
		if (doc_get_string(obj, def->name, &text, d) == -1)
			return (-1);
		return (parse_choice(def, text, out, d));
	case PARAM_INT:
		if (doc_get_int(obj, def->name, &whole, d) == -1)
			return (-1);
		*out = (double)whole;
		break;
	case PARAM_FLOAT:
		if (doc_get_float(obj, def->name, out, d) == -1)
			return (-1);
		break;
	}
	return (check_range(def, *out, d));
}

int
params_from_json(const json_t *obj, const struct param_def *defs,
    struct params *out, struct diag *d)
{
	const char *key;
	json_t *value;
	int i;

	params_init(out, defs);
	json_object_foreach((json_t *)(uintptr_t)obj, key, value) {
		if ((i = find_param(defs, key, d)) == -1 ||
		    value_from_json(obj, &defs[i], &out->value[i], d) == -1)
			return (-1);
	}
	return (0);
}

void
params_default(const struct param_def *def, struct str *out)
{
	const char *word;
	size_t n = 0;

	if (def->kind == PARAM_CHOICE) {
		word = choice_word(def, def->def, &n);
		str_addf(out, " (default %.*s)", (int)n, word);
	} else {
		str_addf(out, " (default %g)", def->def);
	}
}

void
params_help(const struct param_def *defs, struct str *out)
{
	static const char *const args[] = { "N", "X", NULL };
	size_t begin;

	for (; defs->name != NULL; defs++) {
		begin = out->len;
		str_addf(out, "      --%s %s", defs->name,
		    defs->kind == PARAM_CHOICE ? defs->choices :
		    args[defs->kind]);
		if (out->len - begin > 26) {
			str_addc(out, '\n');
			begin = out->len;
		}
		str_addf(out, "%*s%s", (int)(28 - (out->len - begin)), "",
		    defs->help);
		params_default(defs, out);
		str_addc(out, '\n');
	}
}
