/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An Arrow stream in memory, read. */
#ifndef ARROW_IO_H
#define ARROW_IO_H

#include "bytes.h"
#include "check.h"
#include "fmt_arrow_read.h"

/* The whole stream as one block; -1 with the message. */
static inline int
read_all(const char *p, size_t n, bool partial, struct head *head,
    struct block *rows, json_t **tail, struct diag *d)
{
	struct read_options o = { .partial = partial };
	const struct batch *b;
	struct bytes *in;
	struct stream *s;
	int r;

	CHECK_INT(bytes_open_outside(outside_memory("mem", p, n), NULL, &in,
	    d), 0);
	if (arrow_open(in, &o, &s, d) == -1) {
		bytes_close(in);
		return (-1);
	}
	head_copy(head, &s->head);
	block_init(rows, &head->schema);
	while ((r = stream_next(s, &b, d)) == 1)
		block_add_rows(rows, b, 0, b->n_rows);
	*tail = json_deep_copy(s->tail);
	stream_close(s);
	if (r == -1) {
		json_decref(*tail);
		block_release(rows);
		head_release(head);
	}
	return (r);
}

static inline void
drop(struct head *head, struct block *rows, json_t *tail)
{
	json_decref(tail);
	block_release(rows);
	head_release(head);
}

#endif
