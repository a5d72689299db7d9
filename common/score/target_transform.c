/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "mem.h"
#include "nearest.h"
#include "quantile.h"
#include "radix.h"

#include "target_transform.h"

#define N_QUANTILES 1000
#define TAIL 1e-7		/* a rank stays so far from 0 and 1 */

static const char *const words[] = {
	"none", "log", "log1p", "sqrt", "quantile", NULL
};

int
target_transform_parse(const char *word, struct target_transform *t,
    struct diag *d)
{
	int k = nearest_lookup(words, word, "transform", d);

	if (k == -1)
		return (-1);
	*t = (struct target_transform){ .kind = (enum transform_kind)k };
	return (0);
}

void
target_transform_release(struct target_transform *t)
{
	free(t->quantiles);
	memset(t, 0, sizeof(*t));
}

void
target_transform_fit(struct target_transform *t, const double *y, size_t n)
{
	double *sorted;

	if (t->kind != TRANSFORM_QUANTILE)
		return;
	sorted = mem_alloc(n, sizeof(*sorted));
	memcpy(sorted, y, n * sizeof(*sorted));
	sort_doubles(sorted, n);
	t->n = n < N_QUANTILES ? n : N_QUANTILES;
	t->quantiles = mem_alloc(t->n, sizeof(*t->quantiles));
	for (size_t k = 0; k < t->n; k++)
		t->quantiles[k] = quantile_sorted(sorted, n, t->n > 1 ?
		    (double)k / (double)(t->n - 1) : 0);
	free(sorted);
}

double
target_transform_value(const struct target_transform *t, double y)
{
	double p;

	switch (t->kind) {
	case TRANSFORM_LOG:
		return (log(y));
	case TRANSFORM_LOG1P:
		return (log1p(y));
	case TRANSFORM_SQRT:
		return (sqrt(y));
	case TRANSFORM_QUANTILE:
		p = quantile_rank(t->quantiles, t->n, y);
		return (normal_quantile(fmin(fmax(p, TAIL), 1 - TAIL)));
	case TRANSFORM_NONE:
		break;
	}
	return (y);
}

double
target_transform_back(const struct target_transform *t, double z)
{
	switch (t->kind) {
	case TRANSFORM_LOG:
		return (exp(z));
	case TRANSFORM_LOG1P:
		return (expm1(z));
	case TRANSFORM_SQRT:
		return (z > 0 ? z * z : 0);
	case TRANSFORM_QUANTILE:
		return (quantile_sorted(t->quantiles, t->n,
		    erfc(z * -M_SQRT1_2) / 2));
	case TRANSFORM_NONE:
		break;
	}
	return (z);
}

int
target_transform_make(const struct target_transform *t, const double *y,
    size_t n, double **out, struct diag *d)
{
	double *z = mem_alloc(n, sizeof(*z));

	for (size_t i = 0; i < n; i++) {
		z[i] = target_transform_value(t, y[i]);
		if (!isfinite(z[i])) {
			free(z);
			return (diag_set(d, "target-transform: the target "
			    "%.17g has no %s", y[i], words[t->kind]));
		}
	}
	*out = z;
	return (0);
}

json_t *
target_transform_to_json(const struct target_transform *t)
{
	json_t *o = json_object();

	json_object_set_new(o, "kind", json_string(words[t->kind]));
	if (t->n > 0)
		json_object_set_new(o, "quantiles",
		    doc_floats(t->quantiles, t->n));
	return (o);
}

int
target_transform_from_json(const json_t *o, struct target_transform *t,
    struct diag *d)
{
	const char *word;

	if (doc_get_string(o, "kind", &word, d) == -1 ||
	    target_transform_parse(word, t, d) == -1)
		return (-1);
	if (t->kind != TRANSFORM_QUANTILE)
		return (0);
	if (doc_get_floats(o, "quantiles", &t->quantiles, &t->n, d) == -1)
		return (-1);
	for (size_t k = 0; k < t->n; k++) {
		if (!isfinite(t->quantiles[k]) || (k > 0 &&
		    t->quantiles[k] < t->quantiles[k - 1]))
			return (diag_set(d, "\"quantiles\" are not "
			    "ascending"));
	}
	return (t->n > 0 ? 0 : diag_set(d, "there are no \"quantiles\""));
}
