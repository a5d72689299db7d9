/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mem.h"

#include "dataset_task.h"

static const char *
target_name(const struct dataset_build *b)
{
	return (b->schema->fields[b->target].name);
}

/* Bit sets of the tasks a learner may have. */
#define REGRESSION ((unsigned)1 << TASK_REGRESSION)
#define CLASSIFICATION ((unsigned)1 << TASK_BINARY | \
	(unsigned)1 << TASK_MULTICLASS)

/* A learner without a target has one task; its clusters are known by their
   number. */
static int
set_task(struct dataset_build *b, struct diag *d)
{
	struct model *m = b->m;
	const struct learner *l = m->learner;
	struct str name = STR_INIT;
	size_t n;

	m->task = l->n_clusters != NULL ? TASK_CLUSTER : TASK_ANOMALY;
	if (b->opt->positive != NULL || b->opt->class_weight != NULL ||
	    (b->opt->task != NULL && strcmp(b->opt->task,
	    task_name(m->task)) != 0))
		return (diag_set(d, "%s has no target: its task is %s, and "
		    "there are no classes", l->name, task_name(m->task)));
	n = l->n_clusters != NULL ? (size_t)params_get(&m->params,
	    l->n_clusters) : 0;
	m->classes = mem_alloc(n, sizeof(*m->classes));
	for (; m->n_classes < n; m->n_classes++) {
		str_addf(&name, "%zu", m->n_classes);
		m->classes[m->n_classes] = str_detach(&name);
	}
	return (0);
}

/*
 * What was asked for, or what the type of the target says. An int may be
 * both: then the rows decide, in dataset_settle_task.
 */
int
dataset_ask_task(struct dataset_build *b, struct diag *d)
{
	enum col_type type = b->m->target.type;
	const char *task = b->opt->task;

	if (b->target == COLUMN_NONE)
		return (set_task(b, d));
	if (task == NULL) {
		b->gathers = type != COL_FLOAT;
		b->wants_classes = type == COL_STRING || type == COL_BOOL;
		return (0);
	}
	if (strcmp(task, "classification") == 0)
		b->m->task = TASK_BINARY;
	else if (task_parse(task, &b->m->task, d) == -1)
		return (-1);
	b->wants_classes = b->m->task != TASK_REGRESSION;
	b->gathers = b->wants_classes;
	if (!b->wants_classes && type == COL_STRING)
		return (diag_set(d, "column \"%s\" is text: a regression "
		    "needs numbers", target_name(b)));
	return (0);
}

/* An int is a class if it has two values, or if the learner can only do
   that. */
static void
settle_int(struct dataset_build *b)
{
	unsigned can = b->m->learner->tasks;

	if ((can & CLASSIFICATION) == 0)
		b->wants_classes = false;
	else if ((can & REGRESSION) == 0)
		b->wants_classes = true;
	else
		b->wants_classes = b->classes.keys.n <= 2;
}

static int
settle_classes(struct dataset_build *b, struct diag *d)
{
	struct model *m = b->m;
	const char *task = b->opt->task;

	if (classes_finish(&b->classes, target_name(b), d) == -1 ||
	    classes_set_positive(&b->classes, b->opt->positive, d) == -1)
		return (-1);
	m->n_classes = b->classes.n;
	m->classes = mem_alloc(m->n_classes, sizeof(*m->classes));
	for (size_t k = 0; k < m->n_classes; k++)
		m->classes[k] = mem_strdup(b->classes.texts[k]);
	if (task != NULL && strcmp(task, "binary") == 0 && m->n_classes != 2)
		return (diag_set(d, "column \"%s\" has %zu classes in the "
		    "training rows: not a binary task", target_name(b),
		    m->n_classes));
	if (task == NULL || strcmp(task, "classification") == 0)
		m->task = m->n_classes == 2 ? TASK_BINARY : TASK_MULTICLASS;
	return (0);
}

int
dataset_settle_task(struct dataset_build *b, struct diag *d)
{
	struct model *m = b->m;

	if (b->ds->n_train == 0)
		return (diag_set(d, "no training rows"));
	b->ds->task = m->task;
	if (b->target == COLUMN_NONE)
		return (0);
	if (b->opt->task == NULL && m->target.type == COL_INT)
		settle_int(b);
	if (!b->wants_classes)
		m->task = TASK_REGRESSION;
	else if (settle_classes(b, d) == -1)
		return (-1);
	if ((m->learner->tasks >> m->task & 1) == 0)
		return (diag_set(d, "%s has no task %s, which the %s target "
		    "\"%s\" asks for: see --task", m->learner->name,
		    task_name(m->task), col_type_name(m->target.type),
		    target_name(b)));
	if (!b->wants_classes && b->opt->positive != NULL)
		return (diag_set(d, "there is no positive class in a "
		    "regression"));
	b->ds->task = m->task;
	b->ds->n_classes = m->n_classes;
	return (0);
}
