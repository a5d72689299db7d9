/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "predictor.h"

void
predictor_free(struct predictor *p)
{
	if (p == NULL)
		return;
	json_decref(p->manifest);
	json_decref(p->recipe_json);
	str_release(&p->profile);
	read_spec_release(&p->spec);
	attachments_release(&p->attachments);
	recipe_release(&p->recipe);
	model_free(p->model);
	outcome_release(&p->outcome);
	free(p->feature_cols);
	schema_release(&p->outputs);
	free(p);
}

static int
add_output(struct predictor *p, const char *name, enum col_type type,
    enum col_role role, const char *class, struct diag *d)
{
	struct field f = {
		.name = (char *)(uintptr_t)name, .type = type, .role = role,
		.unit = (char *)(uintptr_t)class
	};

	return (schema_add(&p->outputs, &f, d));
}

/* The columns that scoring appends. */
static int
declare_outputs(struct predictor *p, struct diag *d)
{
	const struct model *m = p->model;
	struct str name = STR_INIT;
	enum col_type type = m->task == TASK_REGRESSION ? COL_FLOAT :
	    m->task == TASK_ANOMALY ? COL_BOOL :
	    m->task == TASK_CLUSTER ? COL_INT : m->target.type;
	int r;

	r = add_output(p, "prediction", type, ROLE_PREDICTION, NULL, d);
	if ((m->task == TASK_BINARY || m->task == TASK_ANOMALY) && r == 0)
		r = add_output(p, "score", COL_FLOAT, ROLE_SCORE,
		    m->task == TASK_BINARY ? m->classes[1] : NULL, d);
	if (m->task == TASK_CLUSTER && r == 0)
		r = add_output(p, "distance", COL_FLOAT, ROLE_SCORE, NULL, d);
	for (size_t k = 0; m->task == TASK_MULTICLASS && k < m->n_classes &&
	    r == 0; k++) {
		str_clear(&name);
		str_addf(&name, "score_%s", m->classes[k]);
		r = add_output(p, str_get(&name), COL_FLOAT, ROLE_SCORE,
		    m->classes[k], d);
	}
	str_release(&name);
	return (r);
}

int
predictor_set_outcome(struct predictor *p, struct outcome *o, struct diag *d)
{
	p->outcome = *o;
	outcome_init(o);
	if (p->outcome.level == 0)
		return (0);
	if (p->model->task != TASK_REGRESSION)
		return (add_output(p, "prediction_set", COL_STRING,
		    ROLE_PREDICTION, NULL, d));
	if (add_output(p, "prediction_low", COL_FLOAT, ROLE_PREDICTION, NULL,
	    d) == -1)
		return (-1);
	return (add_output(p, "prediction_high", COL_FLOAT, ROLE_PREDICTION,
	    NULL, d));
}

/* Those that were scored before have outputs, which are replaced. */
static bool
is_taken(const struct schema *rows, const char *name)
{
	size_t col = schema_find(rows, name);

	return (col != COLUMN_NONE && !role_is_output(rows->fields[col].role));
}

void
predictor_outputs_beside(const struct predictor *p, const struct schema *rows,
    struct schema *out)
{
	struct str name = STR_INIT;
	struct field f;
	struct diag d;

	schema_init(out);
	for (size_t i = 0; i < p->outputs.n; i++) {
		f = p->outputs.fields[i];
		str_clear(&name);
		str_addz(&name, f.name);
		while (is_taken(rows, str_get(&name)) ||
		    schema_find(out, str_get(&name)) != COLUMN_NONE)
			str_addc(&name, '_');
		f.name = name.buf;
		if (schema_add(out, &f, &d) == -1)
			BUG("%s", d.text);
	}
	str_release(&name);
}

/* Where the features stand in rows to which the recipe was applied. */
static int
find_features(struct predictor *p, struct diag *d)
{
	const struct schema *have = recipe_schema(&p->recipe);
	const struct schema *want = &p->model->features;

	p->feature_cols = mem_alloc(want->n, sizeof(*p->feature_cols));
	for (size_t i = 0; i < want->n; i++) {
		const struct field *f = &want->fields[i];
		size_t *col = &p->feature_cols[i];

		if (schema_need(have, f->name, col, d) == -1)
			return (diag_prefix(d, "the recipe does not make "
			    "what the model wants"));
		if (have->fields[*col].type != f->type ||
		    have->fields[*col].width != f->width)
			return (diag_set(d, "the recipe makes \"%s\" a %s, "
			    "the model wants a %s", f->name,
			    col_type_name(have->fields[*col].type),
			    col_type_name(f->type)));
	}
	return (0);
}

/* A model without a target may know one of its rows, which passes. */
static void
find_target(struct predictor *p)
{
	const struct schema *raw = &p->spec.schema;
	const char *name = p->model->target.name;

	p->target_raw = schema_find_role(raw, ROLE_TARGET);
	if (p->target_raw == COLUMN_NONE && name != NULL)
		p->target_raw = schema_find(raw, name);
	if (p->target_raw != COLUMN_NONE && name == NULL)
		name = raw->fields[p->target_raw].name;
	p->target_out = name == NULL ? COLUMN_NONE :
	    schema_find(recipe_schema(&p->recipe), name);
}

/* Tell the raw columns that the features and the rules of the recipe need from
   the others; the target is none of them. */
static void
mark_inputs(struct predictor *p)
{
	uint8_t *after = mem_calloc(recipe_schema(&p->recipe)->n, 1);
	uint8_t *raw = mem_calloc(p->spec.schema.n, 1);

	for (size_t i = 0; i < p->model->features.n; i++)
		after[p->feature_cols[i]] = 1;
	recipe_needs(&p->recipe, after, raw);
	for (size_t i = 0; i < p->spec.schema.n; i++)
		p->spec.schema.fields[i].use = raw[i] && i != p->target_raw ?
		    USE_INPUT : USE_NONE;
	free(after);
	free(raw);
}

/* Everything that follows from spec, recipe_json and model. */
static int
assemble(struct predictor *p, struct diag *d)
{
	if (!has_read_step(p->recipe_json))
		return (diag_set(d, "the recipe does not begin with how raw "
		    "rows are read"));
	if (read_spec_from_json(json_array_get(p->recipe_json, 0), &p->spec,
	    d) == -1)
		return (-1);
	if (recipe_load(p->recipe_json, &p->attachments, &p->spec.schema,
	    &p->recipe, d) == -1)
		return (-1);
	find_target(p);
	if (find_features(p, d) == -1)
		return (-1);
	mark_inputs(p);
	return (declare_outputs(p, d));
}

int
predictor_new(const json_t *recipe_json,
    const struct attachments *attachments, struct model *m,
    struct predictor **out, struct diag *d)
{
	struct predictor *p = MEM_NEW(struct predictor);

	outcome_init(&p->outcome);
	p->model = m;
	p->recipe_json = json_deep_copy(recipe_json);
	attachments_share(&p->attachments, attachments);
	if (assemble(p, d) == -1) {
		predictor_free(p);
		return (-1);
	}
	*out = p;
	return (0);
}

static int
load_model(struct predictor *p, const struct bundle *b, struct diag *d)
{
	const struct learner *l;
	const struct member *m;

	if (model_from_json(b->manifest, &p->model, d) == -1)
		return (-1);
	l = p->model->learner;
	m = bundle_find(b, l->member);
	if (m == NULL && l->large_member != NULL)
		m = bundle_find(b, l->large_member);
	if (m == NULL)
		return (diag_set(d, "%s is missing", l->member));
	if (l->load(p->model, m->p, m->n, d) == -1)
		return (diag_prefix(d, "%s", m->name));
	return (0);
}

/* Members of the bundle; their memory becomes ours. */
static int
load_attachments(struct predictor *p, struct bundle *b, struct diag *d)
{
	struct str bytes = STR_INIT, name = STR_INIT;
	int r = attachments_declare(&p->attachments,
	    json_object_get(b->manifest, "attachments"), d);

	for (size_t i = 0; r == 0 && i < p->attachments.n; i++) {
		str_clear(&name);
		str_addf(&name, "%s" ATTACHMENT_ENDING,
		    p->attachments.v[i]->name);
		r = bundle_take(b, str_get(&name), &bytes, d);
		if (r == 0)
			r = attachments_fill(&p->attachments, i, &bytes, d);
	}
	str_release(&name);
	return (r);
}

int
predictor_profile(const struct predictor *p, json_t **out, struct diag *d)
{
	*out = NULL;
	if (p->profile.len == 0)
		return (0);
	if (doc_parse(p->profile.buf, p->profile.len, out, d) == -1)
		return (diag_prefix(d, "\"profile.json\" of the model file"));
	return (0);
}

static int
load_parts(struct predictor *p, struct bundle *b, struct diag *d)
{
	struct outcome outcome;
	int r;

	if (bundle_get_json(b, "recipe.json", &p->recipe_json, d) == -1 ||
	    (bundle_find(b, "profile.json") != NULL &&
	    bundle_take(b, "profile.json", &p->profile, d) == -1) ||
	    load_attachments(p, b, d) == -1 || load_model(p, b, d) == -1)
		return (-1);
	p->manifest = json_incref(b->manifest);
	memcpy(p->sha, b->sha, sizeof(p->sha));
	if (outcome_from_json(p->manifest, p->model, &outcome, d) == -1 ||
	    assemble(p, d) == -1)
		r = -1;
	else
		r = predictor_set_outcome(p, &outcome, d);
	outcome_release(&outcome);
	return (r);
}

int
predictor_open(const char *path, struct predictor **out, struct diag *d)
{
	struct predictor *p;
	struct bundle b;
	int r;

	if (bundle_read(path, &b, d) == -1)
		return (-1);
	p = MEM_NEW(struct predictor);
	outcome_init(&p->outcome);
	r = load_parts(p, &b, d);
	bundle_release(&b);
	if (r == -1) {
		predictor_free(p);
		return (diag_prefix(d, "%s", path));
	}
	*out = p;
	return (0);
}
