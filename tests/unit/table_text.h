/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small tables for tests: a spool of a few lines of text.  The first line is
 * "name:type[:role]" a column, the others are its rows; fields are separated
 * by commas, and an empty one is missing.
 */
#ifndef TABLE_TEXT_H
#define TABLE_TEXT_H

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"
#include "spool.h"

struct text_stream {
	struct stream stream;
	struct block block;
	int done;
};

static inline int
text_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct text_stream *t = (struct text_stream *)s;

	(void)d;
	*out = &t->block.view;
	return (!t->done++ && t->block.view.n_rows > 0);
}

static inline void
text_close(struct stream *s)
{
	block_release(&((struct text_stream *)s)->block);
	stream_release(s);
	free(s);
}

static inline void
text_field(struct schema *s, const char *p, size_t n)
{
	char *name = mem_strndup(p, n), *type = strchr(name, ':'), *role;
	struct field f = { .name = name };
	struct diag d;

	*type++ = '\0';
	if ((role = strchr(type, ':')) != NULL)
		*role++ = '\0';
	if (col_type_parse(type, &f.type, &d) == -1 ||
	    (role != NULL && col_role_parse(role, &f.role, &d) == -1) ||
	    schema_add(s, &f, &d) == -1)
		BUG("%s", d.text);
	free(name);
}

static inline void
text_value(struct column *c, const char *p, size_t n)
{
	int64_t i = 0;
	double v = 0;
	bool b = false;
	int bad = 0;

	if (n == 0) {
		column_add_missing(c);
	} else if (c->type == COL_BOOL) {
		bad = parse_bool(p, n, &b);
		column_add_bool(c, b);
	} else if (c->type == COL_FLOAT) {
		bad = parse_float(p, n, &v);
		column_add_float(c, v);
	} else if (c->type == COL_INT || c->type == COL_TIME) {
		bad = c->type == COL_INT ? parse_int(p, n, &i) :
		    parse_time(p, n, &i);
		column_add_int(c, i);
	} else {
		column_add_string(c, p, n);
	}
	if (bad)
		BUG("\"%.*s\"", (int)n, p);
}

static inline struct stream *
text_stream(const char *text)
{
	static const struct stream_ops ops = { text_next, text_close };
	struct text_stream *t = MEM_NEW(struct text_stream);
	size_t n, col = 0;

	stream_init(&t->stream, &ops);
	for (; *text != '\n'; text += n + (text[n] == ',')) {
		n = strcspn(text, ",\n");
		text_field(&t->stream.head.schema, text, n);
	}
	block_init(&t->block, &t->stream.head.schema);
	for (text++; *text != '\0'; text += n + 1, col++) {
		n = strcspn(text, ",\n");
		text_value(&t->block.cols[col % t->block.n_cols], text, n);
	}
	block_seal(&t->block, 0);
	return (&t->stream);
}

/* Closes the stream. */
static inline struct spool *
spool_of_stream(struct stream *s)
{
	struct spool *sp;
	struct diag d = DIAG_INIT;

	if (spool_new(s, UINT64_MAX, &sp, &d) == -1)
		BUG("%s", d.text);
	stream_close(s);
	return (sp);
}

static inline struct spool *
spool_of_text(const char *text)
{
	return (spool_of_stream(text_stream(text)));
}

#endif
