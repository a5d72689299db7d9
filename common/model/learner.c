/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"

#include "learner.h"

static const char *const task_names[N_TASKS + 1] = {
	"regression", "binary", "multiclass", "anomaly", "cluster", NULL
};

const char *
task_name(enum task task)
{
	return (task_names[task]);
}

bool
task_has_target(enum task task)
{
	return (task != TASK_ANOMALY && task != TASK_CLUSTER);
}

bool
learner_has_target(const struct learner *l)
{
	return ((l->tasks & (1u << TASK_ANOMALY | 1u << TASK_CLUSTER)) == 0);
}

int
task_parse(const char *name, enum task *out, struct diag *d)
{
	int i = nearest_lookup(task_names, name, "task", d);

	if (i == -1)
		return (-1);
	*out = (enum task)i;
	return (0);
}

struct model *
model_new(const struct learner *learner)
{
	struct model *m = MEM_NEW(struct model);

	m->learner = learner;
	params_init(&m->params, learner->params);
	schema_init(&m->features);
	return (m);
}

void
model_free(struct model *m)
{
	if (m == NULL)
		return;
	if (m->state != NULL)
		m->learner->free_state(m->state);
	params_release(&m->params);
	schema_release(&m->features);
	free(m->target.name);
	free(m->target.unit);
	for (size_t k = 0; k < m->n_classes; k++)
		free(m->classes[k]);
	free(m->classes);
	free(m->warning);
	free(m->found);
	json_decref(m->told);
	free(m);
}

size_t
model_n_out(const struct model *m)
{
	return (m->task == TASK_MULTICLASS || m->task == TASK_CLUSTER ?
	    m->n_classes : 1);
}

size_t
model_n_scores(const struct model *m)
{
	return (m->task == TASK_CLUSTER ? 1 : model_n_out(m));
}

const char *
model_member(const struct model *m)
{
	const struct learner *l = m->learner;

	return (l->is_large != NULL && l->is_large(m) ? l->large_member :
	    l->member);
}

static json_t *
target_to_json(const struct field *f)
{
	json_t *obj = json_object();

	json_object_set_new(obj, "name", json_string(f->name));
	json_object_set_new(obj, "type", json_string(col_type_name(f->type)));
	if (f->unit != NULL)
		json_object_set_new(obj, "unit", json_string(f->unit));
	return (obj);
}

static int
check_features(const struct schema *s, const struct schema *from,
    struct diag *d)
{
	const struct field *f, *old;

	if (s->n != from->n)
		return (diag_set(d, "%zu features, and that model has %zu",
		    s->n, from->n));
	for (size_t j = 0; j < s->n; j++) {
		f = &s->fields[j];
		old = &from->fields[j];
		if (strcmp(f->name, old->name) != 0 || f->type != old->type ||
		    f->width != old->width)
			return (diag_set(d, "feature %zu is \"%s\" (%s), and "
			    "that of the model is \"%s\" (%s)", j + 1,
			    f->name, col_type_name(f->type), old->name,
			    col_type_name(old->type)));
	}
	return (0);
}

int
model_set_from(struct model *m, const struct model *from, struct diag *d)
{
	if (!m->learner->goes_on)
		return (diag_set(d, "%s does not go on from a model",
		    m->learner->name));
	if (m->learner != from->learner || m->task != from->task)
		return (diag_set(d, "it is a %s model of %s, not %s of %s",
		    task_name(from->task), from->learner->name,
		    task_name(m->task), m->learner->name));
	if (m->n_classes != from->n_classes)
		return (diag_set(d, "the rows have %zu classes, and that "
		    "model %zu", m->n_classes, from->n_classes));
	for (size_t k = 0; k < m->n_classes; k++) {
		if (strcmp(m->classes[k], from->classes[k]) != 0)
			return (diag_set(d, "the rows have a class \"%s\" "
			    "where that model has \"%s\"", m->classes[k],
			    from->classes[k]));
	}
	if (check_features(&m->features, &from->features, d) == -1)
		return (-1);
	m->from = from;
	return (m->learner->check_from != NULL ?
	    m->learner->check_from(m, d) : 0);
}

json_t *
model_to_json(const struct model *m)
{
	json_t *obj = json_object(), *classes;

	json_object_set_new(obj, "algorithm", json_string(m->learner->name));
	json_object_set_new(obj, "task", json_string(task_name(m->task)));
	if (m->target.name != NULL)
		json_object_set_new(obj, "target", target_to_json(&m->target));
	if (m->n_classes > 0) {
		classes = json_array();
		for (size_t k = 0; k < m->n_classes; k++)
			json_array_append_new(classes,
			    doc_stringn(m->classes[k], strlen(m->classes[k])));
		json_object_set_new(obj, "classes", classes);
	}
	json_object_set_new(obj, "params", params_to_json(&m->params,
	    &m->features));
	json_object_set_new(obj, "features", schema_to_json(&m->features));
	if (m->told != NULL)
		json_object_set(obj, "told", m->told);
	return (obj);
}

json_t *
model_facts(const struct model *m)
{
	json_t *facts = m->learner->facts != NULL ? m->learner->facts(m) :
	    NULL;

	if (facts == NULL && m->told != NULL)
		facts = json_object();
	if (m->told != NULL)
		json_object_update(facts, m->told);
	return (facts);
}

static int
target_from_json(const json_t *obj, struct field *out, struct diag *d)
{
	const char *name, *type, *unit = NULL;

	if (doc_get_string(obj, "name", &name, d) == -1 ||
	    doc_get_string(obj, "type", &type, d) == -1 ||
	    doc_opt_string(obj, "unit", &unit, d) == -1 ||
	    col_type_parse(type, &out->type, d) == -1)
		return (diag_prefix(d, "target"));
	out->role = ROLE_TARGET;
	out->name = mem_strdup(name);
	out->unit = unit != NULL ? mem_strdup(unit) : NULL;
	return (0);
}

/* Regression and anomaly have no classes, binary two, multiclass at least
   two, cluster one. */
static int
check_class_count(const struct model *m, struct diag *d)
{
	bool ok = m->n_classes >= 2;

	if (m->task == TASK_REGRESSION || m->task == TASK_ANOMALY)
		ok = m->n_classes == 0;
	else if (m->task == TASK_BINARY)
		ok = m->n_classes == 2;
	else if (m->task == TASK_CLUSTER)
		ok = m->n_classes > 0;
	if (!ok)
		return (diag_set(d, "%zu classes for the task %s",
		    m->n_classes, task_name(m->task)));
	return (0);
}

static int
classes_from_json(const json_t *obj, struct model *m, struct diag *d)
{
	json_t *classes = NULL, *v;

	if (doc_opt_array(obj, "classes", &classes, d) == -1)
		return (-1);
	m->classes = mem_calloc(json_array_size(classes),
	    sizeof(*m->classes));
	for (size_t k = 0; k < json_array_size(classes); k++) {
		v = json_array_get(classes, k);
		if (!json_is_string(v) || strlen(json_string_value(v)) !=
		    json_string_length(v))
			return (diag_set(d, "class %zu is no text", k + 1));
		m->classes[k] = mem_strdup(json_string_value(v));
		m->n_classes++;
	}
	return (check_class_count(m, d));
}

/* The parts of the document that follow the algorithm. */
static int
fill_model(const json_t *obj, struct model *m, struct diag *d)
{
	const char *task;
	json_t *target, *params, *features;

	if (doc_get_string(obj, "task", &task, d) == -1 ||
	    doc_get_object(obj, "params", &params, d) == -1 ||
	    doc_get_array(obj, "features", &features, d) == -1 ||
	    task_parse(task, &m->task, d) == -1)
		return (-1);
	if ((m->learner->tasks >> m->task & 1) == 0)
		return (diag_set(d, "%s has no task %s", m->learner->name,
		    task));
	m->told = json_incref(json_object_get(obj, "told"));
	if (m->told != NULL && !json_is_object(m->told))
		return (diag_set(d, "\"told\" is no object"));
	if ((task_has_target(m->task) &&
	    (doc_get_object(obj, "target", &target, d) == -1 ||
	    target_from_json(target, &m->target, d) == -1)) ||
	    classes_from_json(obj, m, d) == -1 ||
	    schema_from_json(features, &m->features, d) == -1)
		return (-1);
	return (params_from_json(params, &m->features, &m->params, d));
}

int
model_from_json(const json_t *obj, struct model **out, struct diag *d)
{
	const struct learner *learner;
	const char *name;
	struct model *m;

	if (doc_get_string(obj, "algorithm", &name, d) == -1 ||
	    (learner = learner_find(name, d)) == NULL)
		return (-1);
	m = model_new(learner);
	if (fill_model(obj, m, d) == -1) {
		model_free(m);
		return (-1);
	}
	*out = m;
	return (0);
}
