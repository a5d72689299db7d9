/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Models that other programs trained, as model files of ours: XGBoost's in
 * JSON or UBJSON, LightGBM's text.  What was read is told by its bytes.  The
 * model predicts the same numbers, to the last bit of a float or a double;
 * what we cannot do so is refused by name.  Files may hold anything: cycles,
 * numbers out of range and counts of what is not there are errors.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include "predictor.h"

struct import_options {
	const char *names;	/* of the features, with commas; NULL: the
				   file's, or f0, f1 ... */
	const char *classes;	/* likewise; NULL: 0, 1 ... */
	const char *target;	/* its name, or NULL: target */
	/* A table with the features and perhaps the target, which gives them
	   types, and names where the file has none; or NULL. */
	const struct schema *schema;
};

/* *facts is what the file is: {"from","sha256"}, a new reference. */
int import_read(const char *path, const struct import_options *,
    struct predictor **out, json_t **facts, struct diag *) MUST_CHECK;
/* The same from memory; what it is from is appended to source. */
int import_bytes(const struct str *, const struct import_options *,
    struct predictor **out, struct str *source, struct diag *) MUST_CHECK;

/* Write the model file; facts as import_read gives them. profile: of rows that
   the model may see, or NULL; what the model does not read is left out. */
int import_write(const struct predictor *, const json_t *facts,
    const json_t *profile, const char *path, struct diag *) MUST_CHECK;

#endif
