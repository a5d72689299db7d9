/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which task a data set is for: what was asked for, what the type of the
 * target says, and at last what its values say.
 */
#ifndef DATASET_TASK_H
#define DATASET_TASK_H

#include "classes.h"
#include "dataset.h"

/* A data set in the making. */
struct dataset_build {
	struct dataset *ds;
	struct model *m;
	const struct schema *schema;	/* of the spool */
	const struct dataset_options *opt;
	struct classes classes;
	size_t target, weight, split;	/* columns; target may be none */
	bool wants_classes;
	bool gathers;			/* values of the target */
	size_t *n_left_out;		/* rows, of each block */
};

/* Before the rows: wants_classes and gathers, and the task where it is known.
   An int may be both; then the rows decide. */
int dataset_ask_task(struct dataset_build *, struct diag *) MUST_CHECK;
/* And after them: task and classes of the model. */
int dataset_settle_task(struct dataset_build *, struct diag *) MUST_CHECK;

#endif
