/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What model files say of themselves, side by side: a row a thing, a column a
 * model.
 *
 *	part		name		value
 *	model		algorithm, task, target, classes ...
 *	parameters	of training, and what it came to
 *	score		on rows that the model was not fitted to
 *	inputs		raw columns: their types
 *	importance	of columns or features (importance.h)
 *	recipe		the number of the step: its kind and inputs
 *	lineage		the number of the program: what it was called with,
 *			further in than the one whose rows it took
 */
#ifndef MODEL_SHEET_H
#define MODEL_SHEET_H

#include "predictor.h"

/* A report (report.h), and the same of one model as an object: file, sha256,
   manifest, recipe, score, importance and facts; a new reference. */
struct stream *model_sheet(struct predictor *const *, const char *const *names,
    size_t n);
json_t *model_sheet_json(const struct predictor *, const char *name);

#endif
