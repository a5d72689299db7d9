/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "digest.h"
#include "mem.h"

#include "lineage.h"

void
lineage_add(struct head *h, json_t *record)
{
	size_t n = json_array_size(h->lineage);
	struct str last = STR_INIT;
	char hex[DIGEST_HEX + 1];

	if (n > 0) {
		doc_write(json_array_get(h->lineage, n - 1), &last);
		digest_bytes(last.buf, last.len, hex);
		json_object_set_new(record, "previous", json_string(hex));
		str_release(&last);
	}
	head_add_record(h, record);
}

struct counting {
	struct stage stage;
	uint64_t rows;
};

static int
counting_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct counting *c = (struct counting *)s;
	int r = stage_next(&c->stage, out, d);
	json_t *tail, *mine;

	if (r == 1)
		c->rows += (*out)->n_rows;
	if (r == 0) {
		mine = json_object();
		json_object_set_new(mine, "in",
		    json_integer((json_int_t)c->rows));
		tail = json_copy(s->tail);
		json_array_append_new(tail, mine);
		json_decref(s->tail);
		s->tail = tail;
	}
	return (r);
}

static void
counting_close(struct stream *s)
{
	stage_release((struct stage *)s);
	free(s);
}

struct stream *
lineage_open(struct stream *in, json_t *record)
{
	static const struct stream_ops ops = { counting_next, counting_close };
	struct counting *c = MEM_NEW(struct counting);

	stage_init(&c->stage, &ops, in);
	lineage_add(&c->stage.stream.head, record);
	return (&c->stage.stream);
}

/* What the head and the tail say of each source. */
static void
add_sources(json_t *record, const json_t *tail)
{
	const json_t *more = json_object_get(tail, "sources");
	json_t *sources = json_object_get(record, "sources");

	for (size_t i = 0; i < json_array_size(sources); i++)
		json_object_update(json_array_get(sources, i),
		    json_array_get(more, i));
}

json_t *
lineage_whole(const json_t *lineage, const json_t *tail)
{
	json_t *all = json_deep_copy(lineage), *counts;

	for (size_t i = 0; i < json_array_size(all); i++) {
		counts = json_array_get(tail, i);
		if (!json_is_object(counts))
			continue;
		add_sources(json_array_get(all, i), counts);
		json_object_update_missing(json_array_get(all, i),
		    (json_t *)(uintptr_t)counts);
	}
	return (all);
}
