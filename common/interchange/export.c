/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "named.h"
#include "outfile.h"

#include "c_source.h"
#include "export_onnx.h"
#include "export_trees.h"

const struct export_form *const export_forms[] = {
	&export_c_source, &export_lightgbm, &export_onnx, &export_xgboost,
	NULL
};

const struct export_form *
export_form_find(const char *name, struct diag *d)
{
	return (named_find(export_forms, name, "form", d));
}

/* "churn" of "out/churn.tar.c" */
static void
name_of(const char *path, struct str *out)
{
	const char *slash = strrchr(path, '/');

	c_identifier(slash != NULL ? slash + 1 : path, ".", out);
}

int
export_model(const struct predictor *p, const struct export_form *form,
    const char *path, struct diag *d)
{
	struct str name = STR_INIT, text = STR_INIT;
	const char *fact, *text_of;
	int r;

	if (!form->has_outcome &&
	    outcome_fact(&p->outcome, 0, &fact, &text_of))
		return (diag_set(d, "what becomes of its scores (%s) has no "
		    "place there", fact));
	name_of(path, &name);
	r = form->write(p, str_get(&name), &text, d);
	if (r == 0)
		r = outfile_put(path, &text, d);
	str_release(&name);
	str_release(&text);
	return (r);
}
