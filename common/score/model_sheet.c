/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importance.h"
#include "mem.h"
#include "report.h"

#include "model_sheet.h"

#define INPUTS_SHOWN 4		/* of a step */

enum part {
	PART_MODEL, PART_PARAMETERS, PART_SCORE, PART_INPUTS, PART_IMPORTANCE,
	PART_RECIPE, PART_LINEAGE, N_SHEET_PARTS
};

static const char *const part_names[N_SHEET_PARTS] = {
	"model", "parameters", "score", "inputs", "importance", "recipe",
	"lineage"
};

struct row {
	char *name;
	char **values;		/* (n_models), NULL: it has none */
};

struct sheet {
	struct { struct row *v; size_t n, cap; } parts[N_SHEET_PARTS];
	size_t n_models, model;	/* model: whose values are added */
};

/* Takes the text over. */
static void
add_text(struct sheet *s, enum part part, const char *name, struct str *text)
{
	size_t i, n = s->parts[part].n;
	struct row *r;

	for (i = 0; i < n; i++) {
		if (strcmp(s->parts[part].v[i].name, name) == 0)
			break;
	}
	if (i == n) {
		s->parts[part].v = mem_grow(s->parts[part].v,
		    &s->parts[part].cap, n + 1, sizeof(*r));
		s->parts[part].v[n] = (struct row){ mem_strdup(name),
		    mem_calloc(s->n_models, sizeof(char *)) };
		s->parts[part].n++;
	}
	r = &s->parts[part].v[i];
	free(r->values[s->model]);
	r->values[s->model] = str_detach(text);
}

static void
put_value(struct str *out, const json_t *v)
{
	if (json_is_string(v))
		str_addz(out, json_string_value(v));
	else if (json_is_real(v))
		str_addf(out, "%.4g", json_real_value(v));
	else if (v != NULL)
		doc_write(v, out);
}

static void
add_value(struct sheet *s, enum part part, const char *name, const json_t *v)
{
	struct str text = STR_INIT;

	if (v == NULL || json_is_null(v))
		return;
	put_value(&text, v);
	add_text(s, part, name, &text);
}

static void
add_object(struct sheet *s, enum part part, const json_t *o)
{
	const char *key;
	json_t *v;

	json_object_foreach((json_t *)(uintptr_t)o, key, v)
		add_value(s, part, key, v);
}

/* Elements of a list, with commas between; at most `most`, 0: all. */
static void
put_list(struct str *out, const json_t *list, size_t most)
{
	size_t n = json_array_size(list);

	for (size_t i = 0; i < n; i++) {
		if (most > 0 && i == most) {
			str_addf(out, " and %zu more", n - i);
			break;
		}
		str_addz(out, i > 0 ? ", " : "");
		put_value(out, json_array_get(list, i));
	}
}

static void
add_model(struct sheet *s, const struct predictor *p)
{
	const json_t *m = p->manifest, *rows = json_object_get(m, "rows");
	const struct model *model = p->model;
	struct str text = STR_INIT;

	add_value(s, PART_MODEL, "algorithm", json_object_get(m, "algorithm"));
	add_value(s, PART_MODEL, "task", json_object_get(m, "task"));
	add_value(s, PART_MODEL, "target", json_object_get(
	    json_object_get(m, "target"), "name"));
	if (model->n_classes > 0) {
		put_list(&text, json_object_get(m, "classes"), 0);
		add_text(s, PART_MODEL, "classes", &text);
	}
	if (model->task == TASK_BINARY) {
		str_addz(&text, model->classes[1]);
		add_text(s, PART_MODEL, "score is of", &text);
	}
	add_value(s, PART_MODEL, "rows trained on",
	    json_object_get(rows, "train"));
	add_value(s, PART_MODEL, "rows validated on",
	    json_object_get(rows, "valid"));
	add_value(s, PART_MODEL, "mlc", json_object_get(m, "version"));
	add_value(s, PART_MODEL, "imported from", json_object_get(
	    json_object_get(m, "imported"), "from"));
	str_add(&text, p->sha, 12);
	add_text(s, PART_MODEL, "sha256", &text);
}

static void
add_score(struct sheet *s, const struct predictor *p)
{
	static const char *const names[] = { "source", "rows", "mean", "sd",
	    "rmse", "auc", "logloss" };
	const json_t *score;
	json_t *profile = NULL;
	struct diag ignored;

	if (predictor_profile(p, &profile, &ignored) == -1)
		return;
	score = json_object_get(profile, "score");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		add_value(s, PART_SCORE, names[i],
		    json_object_get(score, names[i]));
	json_decref(profile);
}

static void
add_inputs(struct sheet *s, const struct predictor *p)
{
	struct str text = STR_INIT;

	for (size_t i = 0; i < p->spec.schema.n; i++) {
		const struct field *f = &p->spec.schema.fields[i];

		if (!field_is_input(f))
			continue;
		str_addz(&text, col_type_name(f->type));
		add_text(s, PART_INPUTS, f->name, &text);
	}
}

/* By columns where they add up, else by features. */
static void
add_importance(struct sheet *s, const struct predictor *p)
{
	json_t *o = importance_of(p), *outputs, *list;
	struct str name = STR_INIT;

	outputs = json_object_get(o, "outputs");
	add_value(s, PART_IMPORTANCE, "measure", json_object_get(o,
	    "measure"));
	for (size_t k = 0; k < json_array_size(outputs); k++) {
		const json_t *one = json_array_get(outputs, k);
		const json_t *class = json_object_get(one, "class");

		list = json_object_get(o, "columns");
		if (list == NULL)
			list = json_object_get(one, "features");
		for (size_t i = 0; i < json_array_size(list); i++) {
			const json_t *pair = json_array_get(list, i);

			str_clear(&name);
			put_value(&name, json_array_get(pair, 0));
			if (class != NULL)
				str_addf(&name, " (%s)",
				    json_string_value(class));
			add_value(s, PART_IMPORTANCE, str_get(&name),
			    json_array_get(pair, 1));
		}
	}
	str_release(&name);
	json_decref(o);
}

static void
add_numbered(struct sheet *s, enum part part, size_t number, struct str *text)
{
	char name[32];

	snprintf(name, sizeof(name), "%zu", number);
	add_text(s, part, name, text);
}

static void
add_recipe(struct sheet *s, const struct predictor *p)
{
	struct str text = STR_INIT;

	for (size_t i = 0; i < json_array_size(p->recipe_json); i++) {
		const json_t *step = json_array_get(p->recipe_json, i);
		const json_t *in = json_object_get(step, "in");

		put_value(&text, json_object_get(step, "step"));
		str_addz(&text, json_array_size(in) > 0 ? ": " : "");
		put_list(&text, in, INPUTS_SHOWN);
		add_numbered(s, PART_RECIPE, i + 1, &text);
	}
}

static void
put_record(struct str *out, const json_t *record)
{
	const json_t *args = json_object_get(record, "args"), *v;
	const json_t *sources = json_object_get(record, "sources");

	put_value(out, json_object_get(record, "tool"));
	for (size_t i = 0; i < json_array_size(args); i++) {
		str_addc(out, ' ');
		put_value(out, json_array_get(args, i));
	}
	for (size_t i = 0; i < json_array_size(sources); i++) {
		str_addz(out, i > 0 ? ", " : "");
		put_value(out, json_object_get(json_array_get(sources, i),
		    "name"));
	}
	v = json_object_get(record, "out");
	if (json_is_integer(v))
		str_addf(out, " (%lld rows)", (long long)json_integer_value(v));
}

static void
add_lineage(struct sheet *s, const struct predictor *p)
{
	const json_t *a = json_object_get(p->manifest, "lineage");
	struct str text = STR_INIT;

	for (size_t i = 0; i < json_array_size(a); i++) {
		for (size_t k = 0; k + 1 < i; k++)
			str_addz(&text, "  ");
		str_addz(&text, i > 0 ? "`-" : "");
		put_record(&text, json_array_get(a, i));
		add_numbered(s, PART_LINEAGE, i + 1, &text);
	}
}

static void
add_all(struct sheet *s, const struct predictor *p)
{
	json_t *facts = model_facts(p->model);

	add_model(s, p);
	add_object(s, PART_PARAMETERS, json_object_get(p->manifest, "params"));
	add_object(s, PART_MODEL, facts);
	add_object(s, PART_MODEL, p->outcome.facts);
	add_score(s, p);
	add_inputs(s, p);
	add_importance(s, p);
	add_recipe(s, p);
	add_lineage(s, p);
	json_decref(facts);
}

static void
write_part(struct sheet *s, enum part part, struct block *out)
{
	for (size_t i = 0; i < s->parts[part].n; i++) {
		struct row *r = &s->parts[part].v[i];

		report_text(&out->cols[0], part_names[part]);
		report_text(&out->cols[1], r->name);
		for (size_t k = 0; k < s->n_models; k++) {
			report_text(&out->cols[2 + k], r->values[k]);
			free(r->values[k]);
		}
		free(r->values);
		free(r->name);
	}
	free(s->parts[part].v);
}

struct stream *
model_sheet(struct predictor *const *models, const char *const *names,
    size_t n)
{
	struct report_field *fields = mem_calloc(n + 2, sizeof(*fields));
	struct sheet s = { .n_models = n };
	struct stream *out;

	fields[0] = (struct report_field){ "part", COL_STRING, 1 };
	fields[1] = (struct report_field){ "name", COL_STRING, 2 };
	for (s.model = 0; s.model < n; s.model++) {
		fields[s.model + 2] = (struct report_field){ names[s.model],
		    COL_STRING, 2 };
		add_all(&s, models[s.model]);
	}
	out = report_new(fields, n + 2, NULL);
	for (int part = 0; part < N_SHEET_PARTS; part++)
		write_part(&s, (enum part)part, report_block(out));
	free(fields);
	return (out);
}

json_t *
model_sheet_json(const struct predictor *p, const char *name)
{
	json_t *o = json_object(), *v = NULL;
	struct diag ignored;

	json_object_set_new(o, "file", doc_stringn(name, strlen(name)));
	json_object_set_new(o, "sha256", json_string(p->sha));
	json_object_set(o, "manifest", p->manifest);
	json_object_set(o, "recipe", p->recipe_json);
	if (predictor_profile(p, &v, &ignored) == 0 && v != NULL)
		json_object_set_new(o, "profile", v);
	if ((v = importance_of(p)) != NULL)
		json_object_set_new(o, "importance", v);
	if ((v = model_facts(p->model)) != NULL)
		json_object_set_new(o, "facts", v);
	return (o);
}
