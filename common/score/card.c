/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "card.h"

/* A name or value in a table cell: bars and line ends would break it. */
static void
add_cell(struct str *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '|' || *s == '\\')
			str_addc(out, '\\');
		str_addc(out, *s == '\n' || *s == '\r' ? ' ' : *s);
	}
}

static const char *
text_of(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return (s != NULL ? s : "");
}

static void
add_value(struct str *out, const json_t *v)
{
	struct str text = STR_INIT;

	if (json_is_string(v)) {
		add_cell(out, json_string_value(v));
	} else if (json_is_real(v)) {
		str_addf(out, "%.4g", json_real_value(v));
	} else if (v != NULL) {
		doc_write(v, &text);
		add_cell(out, str_get(&text));
	}
	str_release(&text);
}

static void
add_summary(const json_t *m, struct str *out)
{
	const json_t *classes = json_object_get(m, "classes");
	const json_t *rows = json_object_get(m, "rows");
	const json_t *target = json_object_get(m, "target");

	str_addz(out, "# Model card\n\n| | |\n|---|---|\n| algorithm | ");
	add_cell(out, text_of(m, "algorithm"));
	str_addz(out, " |\n| task | ");
	add_cell(out, text_of(m, "task"));
	str_addz(out, " |\n| target | ");
	add_cell(out, target != NULL ? text_of(target, "name") : "none");
	if (json_array_size(classes) > 0) {
		str_addz(out, " |\n| classes | ");
		for (size_t i = 0; i < json_array_size(classes); i++) {
			str_addz(out, i > 0 ? ", " : "");
			add_value(out, json_array_get(classes, i));
		}
	}
	str_addz(out, " |\n| rows trained on | ");
	add_value(out, json_object_get(rows, "train"));
	str_addz(out, " |\n| rows validated on | ");
	add_value(out, json_object_get(rows, "valid"));
	str_addz(out, " |\n| made by | mlc ");
	add_cell(out, text_of(m, "version"));
	str_addz(out, " |\n\n");
}

/* An object of names and values as a table. */
static void
add_pairs(const char *title, const json_t *pairs, struct str *out)
{
	const char *key;
	json_t *v;

	if (json_object_size(pairs) == 0)
		return;
	str_addf(out, "## %s\n\n| name | value |\n|---|---|\n", title);
	json_object_foreach((json_t *)(uintptr_t)pairs, key, v) {
		str_addz(out, "| ");
		add_cell(out, key);
		str_addz(out, " | ");
		add_value(out, v);
		str_addz(out, " |\n");
	}
	str_addc(out, '\n');
}

static void
add_columns(const json_t *m, struct str *out)
{
	const json_t *cols = json_object_get(m, "columns"), *c;
	const char *role;

	str_addz(out, "## Raw columns\n\n| name | type | role |\n"
	    "|---|---|---|\n");
	for (size_t i = 0; i < json_array_size(cols); i++) {
		c = json_array_get(cols, i);
		role = text_of(c, "role");
		str_addz(out, "| ");
		add_cell(out, text_of(c, "name"));
		str_addf(out, " | %s | %s |\n", text_of(c, "type"),
		    role[0] != '\0' ? role : "feature");
	}
	str_addc(out, '\n');
}

static void
add_recipe(const json_t *recipe, struct str *out)
{
	const json_t *s, *in;

	str_addz(out, "## Recipe\n\n");
	for (size_t i = 0; i < json_array_size(recipe); i++) {
		s = json_array_get(recipe, i);
		in = json_object_get(s, "in");
		str_addf(out, "%zu. %s", i + 1, text_of(s, "step"));
		for (size_t k = 0; k < json_array_size(in); k++) {
			str_addz(out, k > 0 ? ", " : ": ");
			add_value(out, json_array_get(in, k));
		}
		str_addc(out, '\n');
	}
	str_addc(out, '\n');
}

static void
add_metric(const char *name, const json_t *value, struct str *out)
{
	if (json_is_number(value)) {
		str_addf(out, ", %s ", name);
		add_value(out, value);
	}
}

/* How well the score was calibrated on rows it was not fitted to. */
static void
add_score(const json_t *profile, struct str *out)
{
	const json_t *s = json_object_get(profile, "score"), *bins, *b;

	if (s == NULL)
		return;
	bins = json_object_get(s, "calibration");
	str_addf(out, "## Score on rows not fitted to (%s)\n\n",
	    text_of(s, "source"));
	str_addz(out, "mean ");
	add_value(out, json_object_get(s, "mean"));
	str_addz(out, ", standard deviation ");
	add_value(out, json_object_get(s, "sd"));
	add_metric("root mean square error", json_object_get(s, "rmse"), out);
	add_metric("AUC", json_object_get(s, "auc"), out);
	add_metric("log loss", json_object_get(s, "logloss"), out);
	str_addz(out, "\n\n");
	if (json_array_size(bins) == 0)
		return;
	str_addz(out, "| rows | mean score | share of the class |\n"
	    "|---|---|---|\n");
	for (size_t i = 0; i < json_array_size(bins); i++) {
		b = json_array_get(bins, i);
		str_addf(out, "| %lld | %.4f | %.4f |\n",
		    (long long)json_integer_value(json_object_get(b, "n")),
		    json_number_value(json_object_get(b, "score")),
		    json_number_value(json_object_get(b, "rate")));
	}
	str_addc(out, '\n');
}

static void
add_sources(const json_t *sources, struct str *out)
{
	for (size_t i = 0; i < json_array_size(sources); i++) {
		str_addz(out, i > 0 ? ", " : "");
		add_cell(out, text_of(json_array_get(sources, i), "name"));
	}
}

static void
add_lineage(const json_t *m, struct str *out)
{
	const json_t *a = json_object_get(m, "lineage"), *r, *args;

	if (json_array_size(a) == 0)
		return;
	str_addz(out, "## Lineage\n\n");
	for (size_t i = 0; i < json_array_size(a); i++) {
		r = json_array_get(a, i);
		args = json_object_get(r, "args");
		str_addf(out, "%zu. ", i + 1);
		add_cell(out, text_of(r, "tool"));
		add_sources(json_object_get(r, "sources"), out);
		for (size_t k = 0; k < json_array_size(args); k++) {
			str_addc(out, ' ');
			add_value(out, json_array_get(args, k));
		}
		str_addc(out, '\n');
	}
}

static void
add_ranking(const char *what, const char *measure, const json_t *list,
    struct str *out)
{
	const json_t *pair;

	str_addf(out, "\n\n| %s | %s |\n|---|---|\n", what, measure);
	for (size_t i = 0; i < json_array_size(list); i++) {
		pair = json_array_get(list, i);
		str_addz(out, "| ");
		add_value(out, json_array_get(pair, 0));
		str_addf(out, " | %.4g |\n",
		    json_number_value(json_array_get(pair, 1)));
	}
	str_addc(out, '\n');
}

/* What the model looks at most. */
static void
add_importance(const json_t *importance, struct str *out)
{
	const json_t *outputs = json_object_get(importance, "outputs");
	const json_t *columns = json_object_get(importance, "columns");
	const char *measure = text_of(importance, "measure");

	if (json_array_size(columns) > 0) {
		str_addz(out, "## Which columns count most");
		add_ranking("column", measure, columns, out);
	}
	for (size_t k = 0; k < json_array_size(outputs); k++) {
		const json_t *o = json_array_get(outputs, k);
		const json_t *list = json_object_get(o, "features");

		if (json_array_size(list) == 0)
			continue;
		str_addz(out, "## What counts most");
		if (json_object_get(o, "class") != NULL) {
			str_addz(out, " for ");
			add_cell(out, text_of(o, "class"));
		}
		add_ranking("feature", measure, list, out);
	}
}

void
card_write(const struct card *c, struct str *out)
{
	add_summary(c->manifest, out);
	add_pairs("Parameters", json_object_get(c->manifest, "params"), out);
	add_pairs("Training came to", c->facts, out);
	add_pairs("From scores to answers", json_object_get(json_object_get(
	    c->manifest, "outcome"), "facts"), out);
	add_columns(c->manifest, out);
	add_recipe(c->recipe, out);
	add_importance(c->importance, out);
	add_score(c->profile, out);
	add_lineage(c->manifest, out);
}
