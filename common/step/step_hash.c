/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hash: a category becomes a 1 in one of 2^BITS places of a sparse column
 * (Weinberger et al. 2009, "Feature hashing for large scale multitask
 * learning", without the sign, which is of no use to a single 1).  Nothing is
 * fitted, so no level is unknown; two levels may share a place.  A missing
 * value is a row of zeros.
 */
#include <string.h>

#include "levels.h"
#include "numtext.h"
#include "step_columns.h"

#include "step_table.h"

#define MAX_BITS 24
#define HASH_SEED 0		/* part of what recipes mean: do not change */

static int
parse_hash(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;
	int64_t bits;

	step_take_selector(s, arg, &rest);
	if (rest == NULL || parse_int(rest, strlen(rest), &bits) == -1 ||
	    bits < 1 || bits > MAX_BITS)
		return (diag_set(d, "not SEL=BITS with 1 to %d bits: \"%s\"",
		    MAX_BITS, arg));
	json_object_set_new(s->params, "bits", json_integer(bits));
	return (0);
}

static int
get_width(const struct step *s, uint32_t *width, struct diag *d)
{
	int64_t bits;

	if (doc_get_int(s->params, "bits", &bits, d) == -1)
		return (-1);
	if (bits < 1 || bits > MAX_BITS)
		return (diag_set(d, "\"bits\" is not from 1 to %d", MAX_BITS));
	*width = (uint32_t)1 << bits;
	return (0);
}

static int
declare_hash(struct step *s, const struct schema *in, struct diag *d)
{
	uint32_t width = 0;

	if (get_width(s, &width, d) == -1)
		return (-1);
	for (size_t i = 0; i < s->n_in; i++) {
		if (step_declare_sparse(s, in, i, width, d) == -1)
			return (-1);
	}
	return (0);
}

static int
apply_hash(const struct step *s, const struct apply_args *a, size_t k,
    struct diag *d)
{
	const struct column *c = step_input(s, a, k);
	struct column *out = &a->out[k];
	char scratch[NUMTEXT_MAX];
	const float one = 1;
	const char *p;
	uint32_t at;
	size_t n;

	(void)d;
	for (size_t i = 0; i < c->n; i++) {
		if (!c->valid[i]) {
			column_add_sparse(out, NULL, NULL, 0);
			continue;
		}
		p = level_text(c, i, scratch, &n);
		at = (uint32_t)hash_bytes(p, n, HASH_SEED) & (out->width - 1);
		column_add_sparse(out, &at, &one, 1);
	}
	return (0);
}

const struct step_kind step_hash = {
	.name = "hash",
	.version = 1,
	.summary = "a category as one of 2^BITS places of a sparse column",
	.consumes = true,
	.recodes = true,
	.takes = has_levels,
	.takes_what = "a category",
	.parse = parse_hash,
	.declare = declare_hash,
	.column.apply = apply_hash
};
