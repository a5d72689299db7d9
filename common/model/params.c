/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "numtext.h"
#include "select.h"

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

void
params_copy(struct params *to, const struct params *from)
{
	*to = *from;
	for (size_t i = 0; i < PARAMS_MAX; i++) {
		to->columns[i] = NULL;
		if (from->given[i] != NULL)
			to->given[i] = mem_strdup(from->given[i]);
	}
}

void
params_release(struct params *p)
{
	for (size_t i = 0; i < PARAMS_MAX; i++) {
		free(p->given[i]);
		free(p->columns[i]);
	}
	memset(p, 0, sizeof(*p));
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

bool
param_is_word(const struct param_def *def)
{
	return (def->choices != NULL && def->kind != PARAM_INT &&
	    def->kind != PARAM_FLOAT);
}

static bool
is_auto(const struct param_def *def, const char *text)
{
	return (def->choices != NULL && !param_is_word(def) &&
	    strcmp(text, def->choices) == 0);
}

/* One value: of a feature, where there is one for each. */
static int
parse_value(const struct param_def *def, const char *text, double *out,
    struct diag *d)
{
	int64_t whole;

	if (is_auto(def, text)) {
		*out = PARAM_AUTO;
		return (0);
	}
	if (param_is_word(def)) {
		if (parse_choice(def, text, out, d) == -1)
			return (-1);
		*out += def->min;
		return (0);
	}
	switch (def->kind) {
	case PARAM_CHOICE:
	case PARAM_PAIRS:
		BUG("%s has no choices", def->name);
	case PARAM_INT:
		if (parse_int(text, strlen(text), &whole) == -1)
			return (diag_set(d, "%s: not a whole number: \"%s\"",
			    def->name, text));
		*out = (double)whole;
		break;
	case PARAM_FLOAT:
	case PARAM_COLUMNS:
		if (parse_float(text, strlen(text), out) == -1)
			return (diag_set(d, "%s: not a number: \"%s\"",
			    def->name, text));
		break;
	}
	return (check_range(def, *out, d));
}

/*
 * The entry "SELECTOR:VALUE" at *p, which then is at the next one.  The last
 * colon outside of quotes counts.  The selector is heap memory.
 */
static int
take_entry(const struct param_def *def, const char **p, char **selector,
    double *value, struct diag *d)
{
	const char *begin = *p, *colon = NULL, *at = begin;
	const char *end = select_find(begin, ",");
	char *text;
	int status;

	if (end == NULL)
		end = begin + strlen(begin);
	while ((at = select_find(at, ":")) != NULL && at < end)
		colon = at++;
	if (colon == NULL || colon == begin)
		return (diag_set(d, "%s: \"%.*s\" is no COLUMN:VALUE",
		    def->name, (int)(end - begin), begin));
	text = mem_strndup(colon + 1, (size_t)(end - colon - 1));
	status = parse_value(def, text, value, d);
	free(text);
	if (status == -1)
		return (-1);
	*selector = mem_strndup(begin, (size_t)(colon - begin));
	*p = *end != '\0' ? end + 1 : end;
	return (0);
}

static bool
has_text(const struct param_def *def)
{
	return (def->kind == PARAM_COLUMNS || def->kind == PARAM_PAIRS);
}

/* Check and keep the text, after what was given before. */
static int
give_columns(const struct param_def *def, const char *text, char **given,
    struct diag *d)
{
	const char *p = text;
	struct str all = STR_INIT;
	char *selector;
	double v;

	while (def->kind == PARAM_COLUMNS && (*p != '\0' || p == text)) {
		if (take_entry(def, &p, &selector, &v, d) == -1)
			return (-1);
		free(selector);
	}
	if (*given != NULL)
		str_addf(&all, "%s,", *given);
	str_addz(&all, text);
	free(*given);
	*given = str_detach(&all);
	return (0);
}

int
params_set(struct params *p, const char *name, const char *text,
    struct diag *d)
{
	int i = find_param(p->defs, name, d);
	double v;

	if (i == -1)
		return (-1);
	if (has_text(&p->defs[i]))
		return (give_columns(&p->defs[i], text, &p->given[i], d));
	if (parse_value(&p->defs[i], text, &v, d) == -1)
		return (-1);
	p->value[i] = v;
	return (0);
}

static double *
new_columns(const struct param_def *def, const struct schema *features)
{
	double *v = mem_alloc(features->n, sizeof(*v));

	for (size_t j = 0; j < features->n; j++)
		v[j] = def->def;
	return (v);
}

static int
resolve_entry(const struct param_def *def, const char **p,
    const struct schema *features, double *out, struct diag *d)
{
	size_t *cols = NULL, n = 0;
	char *selector;
	double v;
	int status;

	if (take_entry(def, p, &selector, &v, d) == -1)
		return (-1);
	status = select_columns(selector, features, NULL, &cols, &n, d);
	free(selector);
	if (status == -1)
		return (diag_prefix(d, "%s", def->name));
	for (size_t i = 0; i < n; i++)
		out[cols[i]] = v;
	free(cols);
	return (0);
}

int
params_resolve(struct params *p, const struct schema *features,
    struct diag *d)
{
	const char *text;

	for (size_t i = 0; p->defs[i].name != NULL; i++) {
		if ((text = p->given[i]) == NULL ||
		    p->defs[i].kind == PARAM_PAIRS)
			continue;
		free(p->columns[i]);
		p->columns[i] = new_columns(&p->defs[i], features);
		while (*text != '\0') {
			if (resolve_entry(&p->defs[i], &text, features,
			    p->columns[i], d) == -1)
				return (-1);
		}
	}
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

bool
params_auto(const struct params *p, const char *name)
{
	return (isnan(params_get(p, name)));
}

void
params_settle(struct params *p, const char *name, double value)
{
	p->value[need_param(p, name)] = value;
}

const double *
params_columns(const struct params *p, const char *name)
{
	return (p->columns[need_param(p, name)]);
}

const char *
params_text(const struct params *p, const char *name)
{
	return (p->given[need_param(p, name)]);
}

const char *
param_word(const struct param_def *def, double value, size_t *n)
{
	const char *word = NULL;

	if (def->choices != NULL)
		word = find_word(def->choices, (size_t)(value - def->min), n);
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

	word = param_word(&p->defs[i], p->value[i], &n);
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

	if (isnan(v))
		return (json_string(def->choices));
	if (param_is_word(def)) {
		word = param_word(def, v, &n);
		return (json_stringn(word, n));
	}
	return (def->kind == PARAM_INT ? json_integer((json_int_t)v) :
	    doc_float(v));
}

static json_t *
columns_to_json(const struct param_def *def, const double *v,
    const struct schema *features)
{
	json_t *o = json_object();

	for (size_t j = 0; j < features->n; j++) {
		if (v[j] != def->def)
			json_object_set_new(o, features->fields[j].name,
			    value_to_json(def, v[j]));
	}
	return (o);
}

json_t *
params_to_json(const struct params *p, const struct schema *features)
{
	json_t *obj = json_object(), *v;

	for (size_t i = 0; p->defs[i].name != NULL; i++) {
		v = NULL;
		if (p->defs[i].kind == PARAM_PAIRS)
			v = p->given[i] != NULL ? json_string(p->given[i]) :
			    NULL;
		else if (p->defs[i].kind != PARAM_COLUMNS)
			v = value_to_json(&p->defs[i], p->value[i]);
		else if (p->columns[i] != NULL)
			v = columns_to_json(&p->defs[i], p->columns[i],
			    features);
		if (v != NULL)
			json_object_set_new(obj, p->defs[i].name, v);
	}
	return (obj);
}

/* The member key of an object as a value of the parameter. */
static int
value_from_json(const json_t *obj, const char *key,
    const struct param_def *def, double *out, struct diag *d)
{
	const char *text;
	int64_t whole;

	if (param_is_word(def) || (def->choices != NULL &&
	    json_is_string(json_object_get(obj, key)))) {
		if (doc_get_string(obj, key, &text, d) == -1)
			return (-1);
		return (parse_value(def, text, out, d));
	}
	if (def->kind == PARAM_INT) {
		if (doc_get_int(obj, key, &whole, d) == -1)
			return (-1);
		*out = (double)whole;
	} else if (doc_get_float(obj, key, out, d) == -1) {
		return (-1);
	}
	return (check_range(def, *out, d));
}

static int
columns_from_json(const json_t *obj, const struct param_def *def,
    const struct schema *features, double **out, struct diag *d)
{
	const char *key;
	json_t *columns, *value;
	size_t col;

	if (doc_get_object(obj, def->name, &columns, d) == -1)
		return (-1);
	*out = new_columns(def, features);
	json_object_foreach(columns, key, value) {
		if (schema_need(features, key, &col, d) == -1 ||
		    value_from_json(columns, key, def, &(*out)[col], d) == -1)
			return (diag_prefix(d, "%s", def->name));
	}
	return (0);
}

int
params_from_json(const json_t *obj, const struct schema *features,
    struct params *out, struct diag *d)
{
	const struct param_def *def;
	const char *key, *text;
	json_t *value;
	int i, r;

	json_object_foreach((json_t *)(uintptr_t)obj, key, value) {
		if ((i = find_param(out->defs, key, d)) == -1)
			return (-1);
		def = &out->defs[i];
		if (def->kind == PARAM_COLUMNS)
			r = columns_from_json(obj, def, features,
			    &out->columns[i], d);
		else if (def->kind == PARAM_PAIRS)
			r = doc_get_string(obj, key, &text, d) == -1 ? -1 :
			    params_set(out, key, text, d);
		else
			r = value_from_json(obj, key, def, &out->value[i], d);
		if (r == -1)
			return (-1);
	}
	return (0);
}
