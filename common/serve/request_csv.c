/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decode.h"
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

/* What the source found out about the columns. */
static void
take_notes(struct request_table *t, const struct stream *s)
{
	const struct column_notes *notes = source_notes(s);
	struct source_counts c;
	const char *name;
	size_t n;

	source_get_counts(s, &c);
	t->bad_rows = c.bad_values + c.bad_rows;
	for (size_t i = 0; i < t->rows.n_cols; i++) {
		t->bad_rows -= notes->bad[i];
		t->notes.absent[i] = notes->absent[i];
		t->notes.bad[i] = notes->bad[i];
	}
	for (uint32_t i = 0; i < notes->unknown.n; i++) {
		name = dict_get(&notes->unknown, i, &n);
		unknown_column_add(&t->notes.unknown, name, n);
	}
}

int
request_table_csv(struct request_table *t, const char *body, size_t n,
    struct diag *d)
{
	struct source_options o;
	struct stream *s;
	const struct batch *b;
	int r;

	request_table_clear(t);
	/* Its size would say nothing of what comes out of it. */
	if (is_compressed(body, n) || is_archive(body, n))
		return (diag_set(d, "a compressed body is not read"));
	source_options_init(&o);
	o.format = "csv";
	o.spec = &t->p->spec;
	o.lenient = o.no_target = true;
	o.on_bad = BAD_KEEP;
	if (source_open_memory("body", body, n, &o, &s, d) == -1)
		return (-1);
	while ((r = stream_next(s, &b, d)) == 1 &&
	    (r = add_rows(t, b, d)) == 0)
		continue;
	take_notes(t, s);
	stream_close(s);
	return (r);
}
