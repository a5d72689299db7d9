/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "mem.h"
#include "row_filter.h"

#include "row_matched.h"

struct matching {
	struct lookup *lookup;
	size_t *cols;
	int64_t tolerance;
	bool none, refuse;
};

static int
keep_matched(void *what, const struct batch *b, uint8_t *keep, struct diag *d)
{
	const struct matching *m = what;

	if (lookup_check(m->lookup, b, m->cols, d) == -1)
		return (-1);
	for (size_t i = 0; i < b->n_rows; i++) {
		bool found = lookup_find(m->lookup, b, m->cols, i,
		    m->tolerance) != LOOKUP_NONE;

		keep[i] = found != m->none;
		if (m->refuse && !keep[i])
			return (diag_set(d, "row %llu: the reference has no "
			    "row for it",
			    (unsigned long long)(b->first_row + i + 1)));
	}
	return (0);
}

static void
free_matching(void *what)
{
	struct matching *m = what;

	lookup_free(m->lookup);
	free(m->cols);
	free(m);
}

int
row_matched_open(struct stream *in, struct lookup *l,
    const struct matched_options *o, struct stream **out, struct diag *d)
{
	size_t n = l->keys.n + l->has_time;
	struct matching *m = MEM_NEW(struct matching);
	struct row_filter filter = { keep_matched, NULL, free_matching, m,
	    NULL };
	int r = 0;

	*m = (struct matching){ lookup_share(l), mem_alloc(n,
	    sizeof(*m->cols)), o->tolerance, o->none, o->refuse };
	for (size_t k = 0; k < n && r == 0; k++)
		r = schema_need(&in->head.schema, o->columns[k], &m->cols[k],
		    d);
	if (r == -1) {
		free_matching(m);
		stream_close(in);
		return (-1);
	}
	*out = row_filter_open(in, &filter);
	return (0);
}
