/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

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

static void
keep_line(void *told, const char *text)
{
	str_addf(told, "%s\n", text);
}

int
request_table_csv(struct request_table *t, const struct request_body *body,
    struct diag *d)
{
	struct source_options o;
	const struct batch *b;
	int r;

	request_table_clear(t);
	/* Its size would say nothing of what comes out of it. */
	if (is_compressed(body->p, body->n) ||
	    is_archive(body->p, body->n))
		return (diag_set(d, "a compressed body is not read"));
	source_options_init(&o);
	o.format = "csv";
	/* The encoding of the rows that the model was made of is not this. */
	memcpy(o.read.dialect.encoding, "auto", sizeof("auto"));
	o.read.spec = &t->p->spec;
	o.read.lenient = o.read.no_target = true;
	o.read.on_bad = BAD_KEEP;
	o.read.report = &t->report;
	o.read.tell = keep_line;
	o.read.tell_ctx = &t->told;
	if (source_open_memory("body", body->p, body->n, &o, &t->source,
	    d) == -1) {
		t->source = NULL;
		return (-1);
	}
	while ((r = stream_next(t->source, &b, d)) == 1 &&
	    (r = add_rows(t, b, d)) == 0)
		continue;
	stream_close(t->source);
	t->source = NULL;
	return (r);
}
