/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "source.h"

#include "request_table.h"

static int
add_rows(struct request_table *t, const struct batch *b, struct diag *d)
{
	if (b->n_rows > t->max_rows - t->n_rows)
		return (diag_set(d, "more than %zu rows in one request",
		    t->max_rows));
	block_add_rows(&t->rows, b, 0, b->n_rows);
	t->n_rows += b->n_rows;
	return (0);
}

/* The source has counted the columns; which have values is seen here. */
static void
note_given(struct request_table *t)
{
	memset(t->given, 1, t->rows.n_cols);
	for (size_t i = 0; i < t->rows.n_cols; i++) {
		const struct column *c = &t->rows.cols[i];

		if (i == t->p->target_raw && c->n_missing == c->n)
			t->given[i] = 0;
	}
}

int
request_table_csv(struct request_table *t, const char *body, size_t n,
    struct diag *d)
{
	struct source_options o;
	struct source_counts c;
	struct stream *s;
	const struct batch *b;
	int r;

	request_table_clear(t);
	source_options_init(&o);
	o.format = "csv";
	o.spec = &t->p->spec;
	o.lenient = o.no_target = true;
	o.on_bad = BAD_NULL;
	if (source_open_memory("body", body, n, &o, &s, d) == -1)
		return (-1);
	while ((r = stream_next(s, &b, d)) == 1 &&
	    (r = add_rows(t, b, d)) == 0)
		continue;
	source_get_counts(s, &c);
	stream_close(s);
	t->bad_values = c.bad_values;
	t->more_absent = c.absent_columns;
	t->more_unknown = c.unknown_columns;
	note_given(t);
	return (r);
}
