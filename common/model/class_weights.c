/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"

#include "class_weights.h"

static void
balance(const struct dataset *ds, double *weights)
{
	double *sums = mem_calloc(ds->n_classes, sizeof(*sums)), all = 0, w;

	for (size_t i = 0; i < ds->n_train; i++) {
		w = ds->w_train != NULL ? ds->w_train[i] : 1;
		sums[(size_t)ds->y_train[i]] += w;
		all += w;
	}
	for (size_t k = 0; k < ds->n_classes; k++)
		weights[k] = sums[k] > 0 ? all / ((double)ds->n_classes *
		    sums[k]) : 0;
	free(sums);
}

/* The class whose name and '=' the text begins with; names may hold commas. */
static int
find_class(const struct model *m, const char *text, size_t *out,
    struct diag *d)
{
	size_t best = 0, n;

	for (size_t k = 0; k < m->n_classes; k++) {
		n = strlen(m->classes[k]);
		if (n >= best && strncmp(text, m->classes[k], n) == 0 &&
		    text[n] == '=') {
			*out = k;
			best = n + 1;
		}
	}
	return (best > 0 ? 0 : diag_set(d, "class-weight: \"%s\" begins with "
	    "no CLASS= of \"%s\"", text, m->target.name));
}

static int
parse_weights(const struct model *m, const char *text, double *weights,
    struct diag *d)
{
	size_t k = 0, n;

	for (;;) {
		if (find_class(m, text, &k, d) == -1)
			return (-1);
		text += strlen(m->classes[k]) + 1;
		n = strcspn(text, ",");
		if (parse_float(text, n, &weights[k]) == -1 ||
		    !(weights[k] >= 0) || isinf(weights[k]))
			return (diag_set(d, "class-weight: the weight of "
			    "\"%s\" is a number from 0, not \"%.*s\"",
			    m->classes[k], (int)n, text));
		if (text[n] == '\0')
			return (0);
		text += n + 1;
	}
}

static void
multiply(const double *weights, const double *y, size_t n, double **w)
{
	if (*w == NULL) {
		*w = mem_alloc(n, sizeof(**w));
		for (size_t i = 0; i < n; i++)
			(*w)[i] = 1;
	}
	for (size_t i = 0; i < n; i++)
		(*w)[i] *= weights[(size_t)y[i]];
}

int
class_weights_apply(struct dataset *ds, const struct model *m,
    const char *text, struct diag *d)
{
	double *weights;
	int r = 0;

	if (ds->n_classes == 0)
		return (diag_set(d, "class-weight: \"%s\" has no classes",
		    m->target.name));
	weights = mem_alloc(ds->n_classes, sizeof(*weights));
	for (size_t k = 0; k < ds->n_classes; k++)
		weights[k] = 1;
	if (strcmp(text, "balanced") == 0)
		balance(ds, weights);
	else
		r = parse_weights(m, text, weights, d);
	if (r == 0) {
		multiply(weights, ds->y_train, ds->n_train, &ds->w_train);
		multiply(weights, ds->y_valid, ds->n_valid, &ds->w_valid);
	}
	ds->class_weights = weights;
	return (r);
}
