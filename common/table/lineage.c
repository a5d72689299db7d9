/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "digest.h"
#include "mem.h"

#include "lineage.h"

void
lineage_add(json_t *lineage, json_t *record)
{
	size_t n = json_array_size(lineage);
	struct str last = STR_INIT;
	char hex[DIGEST_HEX + 1];

	if (n > 0) {
		doc_write(json_array_get(lineage, n - 1), &last);
		digest_bytes(last.buf, last.len, hex);
		json_object_set_new(record, "previous", json_string(hex));
		str_release(&last);
	}
	json_array_append_new(lineage, record);
}

struct counting {
	struct stream stream;
	struct stream *in;
	uint64_t rows;
};

static int
counting_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct counting *c = (struct counting *)s;
	int r = stream_next(c->in, out, d);
	json_t *mine;

	if (r == 1)
		c->rows += (*out)->n_rows;
	if (r == 0) {
		mine = json_object();
		json_object_set_new(mine, "in",
		    json_integer((json_int_t)c->rows));
		json_decref(s->tail);
		s->tail = json_copy(c->in->tail);
		json_array_append_new(s->tail, mine);
	}
	return (r);
}

static void
counting_close(struct stream *s)
{
	struct counting *c = (struct counting *)s;

	stream_close(c->in);
	stream_release(s);
	free(c);
}

struct stream *
lineage_open(struct stream *in, json_t *record)
{
	static const struct stream_ops ops = { counting_next, counting_close };
	struct counting *c = MEM_NEW(struct counting);

	c->stream.ops = &ops;
	c->stream.tail = json_array();
	head_copy(&c->stream.head, &in->head);
	lineage_add(c->stream.head.lineage, record);
	c->in = in;
	return (&c->stream);
}

json_t *
lineage_whole(const json_t *lineage, const json_t *tail)
{
	json_t *all = json_deep_copy(lineage), *counts;

	for (size_t i = 0; i < json_array_size(all); i++) {
		counts = json_array_get(tail, i);
		if (json_is_object(counts))
			json_object_update(json_array_get(all, i), counts);
	}
	return (all);
}
