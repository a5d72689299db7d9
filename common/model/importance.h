/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a model looks at, for its card: the features that count most, by a
 * measure of the learner.
 *
 *   {"measure": text, "outputs": [{"class"?, "features": [[name, value]...]}]}
 */
#ifndef IMPORTANCE_H
#define IMPORTANCE_H

#include "jsondoc.h"
#include "schema.h"

#define IMPORTANCE_MAX 20	/* features of an output */

json_t *importance_new(const char *measure);

/* Add an output by its values, as many for each feature as it is wide (1 but
   for vectors and sparse ones): those of largest size, of equals the first;
   none that are 0. The class may be NULL. */
void importance_add(json_t *, const char *class, const struct schema *features,
    const double *values);

#endif
