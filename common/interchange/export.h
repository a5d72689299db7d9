/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Models in the forms of other programs: a row each in export.c.  What a form
 * cannot say is refused by name: a file that scored otherwise than mlc-serve
 * would be worse than none.
 */
#ifndef EXPORT_H
#define EXPORT_H

#include "predictor.h"

struct export_form {
	const char *name;	/* "c" */
	const char *summary;
	bool has_outcome;	/* what becomes of scores has a place in it */
	/* Append the file. name is the model's, for names in the file: letters,
	   digits and _. */
	int (*write)(const struct predictor *, const char *name,
	    struct str *out, struct diag *);
};

extern const struct export_form *const export_forms[];	/* ends with NULL */

const struct export_form *export_form_find(const char *name, struct diag *);

/* Write the model to a file, which appears whole or not at all. */
int export_model(const struct predictor *, const struct export_form *,
    const char *path, struct diag *) MUST_CHECK;

#endif
