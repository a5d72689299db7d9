/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "fmt_arrow_head.h"
#include "fmt_arrow_ids.h"
#include "fmt_arrow_message.h"
#include "fmt_arrow_rows.h"
#include "mem.h"
#include "source_record.h"

#include "fmt_arrow_read.h"

struct arrow_reader {
	struct stream stream;
	struct bytes *in;
	struct arrow_message message;
	struct arrow_rows rows;		/* of the record batch */
	struct str room;		/* of a compressed body */
	bool partial, done;
	bool is_plain;			/* of another program */
	bool is_looking;		/* for what columns are */
};

bool
arrow_detect(const char *p, size_t n)
{
	uint32_t v[2];

	if (n < sizeof(v))
		return (false);
	if (memcmp(p, ARROW_MAGIC, strlen(ARROW_MAGIC)) == 0)
		return (true);
	memcpy(v, p, sizeof(v));
	return (v[0] == UINT32_MAX && v[1] < INT32_MAX && v[1] % 8 == 0);
}

static int
make_schema(struct arrow_reader *r, struct diag *d)
{
	struct schema *s = &r->stream.head.schema;

	arrow_columns_decide(&r->rows.columns);
	return (arrow_columns_schema(&r->rows.columns, s, d));
}

/* A stream of mlc. */
static int
take_head(struct arrow_reader *r, const struct flat_vector *fields,
    const json_t *doc, const struct flat_vector *pairs, struct diag *d)
{
	struct head head;

	if (head_from_json(doc, &head, d) == -1)
		return (-1);
	if (arrow_columns_init(&r->rows.columns, fields, &head.schema, d) ==
	    -1 || make_schema(r, d) == -1 ||
	    arrow_head_check(&head, &r->stream.head.schema, d) == -1 ||
	    arrow_head_attach(&head, doc, pairs, d) == -1) {
		head_release(&head);
		return (-1);
	}
	head_release(&r->stream.head);
	r->stream.head = head;
	return (0);
}

static int
parse_schema(struct arrow_reader *r, const struct flat_table *t,
    const struct read_spec *spec, struct diag *d)
{
	struct flat_vector fields = flat_get_vector(t, SCHEMA_FIELDS, 4);
	struct flat_vector pairs = flat_get_vector(t, SCHEMA_METADATA, 4);
	json_t *doc;
	int status;

	if (flat_get_int(t, SCHEMA_ENDIANNESS, 2, 0) != 0)
		return (diag_set(d, "big-endian Arrow data is not "
		    "supported"));
	if (arrow_metadata_get(&pairs, &doc, d) == -1)
		return (-1);
	r->is_plain = r->rows.values.is_checked = doc == NULL;
	status = doc != NULL ? take_head(r, &fields, doc, &pairs, d) :
	    arrow_columns_init(&r->rows.columns, &fields, spec != NULL ?
	    &spec->schema : NULL, d);
	json_decref(doc);
	return (status == 0 && t->buf->bad ? arrow_damaged(d) : status);
}

static int
next_schema(struct arrow_reader *r, struct diag *d)
{
	bool cut;
	int status = arrow_message_next(&r->message, &cut, d);

	if (status == -1)
		return (-1);
	if (status == 0 || r->message.type != HEADER_SCHEMA)
		return (diag_set(d, "Arrow data without a schema"));
	return (0);
}

static struct span
body_of(const struct arrow_reader *r)
{
	const struct str *s = &r->message.body;

	return ((struct span){ (const uint8_t *)str_get(s), s->len });
}

/* A record batch without rows may bring the tail. */
static int
take_tail(struct arrow_reader *r, struct diag *d)
{
	json_t *doc;

	if (arrow_metadata_get(&r->message.pairs, &doc, d) == -1)
		return (-1);
	if (doc == NULL)
		return (0);
	if (!json_is_array(doc)) {
		json_decref(doc);
		return (diag_set(d, "the stream's tail is not an array"));
	}
	json_decref(r->stream.tail);
	r->stream.tail = doc;
	return (0);
}

static int
begin_batch(struct arrow_reader *r, struct diag *d)
{
	struct arrow_batch b;

	if (arrow_batch_init(&b, &r->message.header, body_of(r), &r->room,
	    d) == -1 || arrow_columns_take(&r->rows.columns, &b, d) == -1)
		return (-1);
	arrow_values_begin(&r->rows.values, &b);
	r->rows.n = b.n_rows;
	r->rows.at = 0;
	return (b.n_rows == 0 ? take_tail(r, d) : 0);
}

/* One object a record of the lineage, also where the tail did not come. */
static void
complete_tail(struct arrow_reader *r)
{
	size_t n = json_array_size(r->stream.head.lineage);

	if (r->is_plain)
		source_record_end(r->stream.tail, r->in, r->rows.n_given);
	while (json_array_size(r->stream.tail) < n)
		json_array_append_new(r->stream.tail, json_object());
}

/* What follows the last row, as the end of a compressed file, is read. */
static int
read_digest(struct arrow_reader *r, struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	uint64_t size;

	return (outside_digest(bytes_outside(r->in), &size, hex, d));
}

/* On to the next record batch: 1, 0 at the end, -1. */
static int
next_message(struct arrow_reader *r, struct diag *d)
{
	bool cut;
	int status = arrow_message_next(&r->message, &cut, d);

	if (status == -1 && cut && r->partial)
		status = 0;
	if (status == 0 && r->is_plain && !r->is_looking)
		return (read_digest(r, d));
	if (status < 1)
		return (status);
	switch (r->message.type) {
	case HEADER_DICTIONARY:
		status = r->is_looking ? 0 : arrow_dicts_fill(
		    &r->rows.columns.dicts, &r->message.header, body_of(r),
		    &r->room, &r->rows.values, d);
		break;
	case HEADER_BATCH:
		status = begin_batch(r, d);
		break;
	default:
		return (diag_set(d, "an Arrow message that is no table"));
	}
	return (status == -1 ? -1 : 1);
}

/* From the first batch again. */
static int
begin_again(struct arrow_reader *r, struct diag *d)
{
	arrow_message_release(&r->message);
	arrow_message_init(&r->message, r->in);
	r->rows.n = r->rows.at = 0;
	if (bytes_rewind(r->in, d) == -1)
		return (-1);
	return (next_schema(r, d));
}

/* Look through all batches, or the first that has rows, for what the columns
   are that are open. Others are passed by. */
static int
look(struct arrow_reader *r, bool all, struct diag *d)
{
	int status = 1;

	r->is_looking = all;
	arrow_columns_want(&r->rows.columns, !all);
	while (status == 1 && (all || r->rows.n == 0)) {
		status = next_message(r, d);
		if (status == 1 && r->rows.n > 0 &&
		    arrow_columns_look(&r->rows.columns, d) == -1)
			status = -1;
		if (all)
			r->rows.n = 0;
	}
	r->is_looking = false;
	arrow_columns_want(&r->rows.columns, true);
	if (status == -1)
		return (-1);
	r->done = !all && status == 0;
	return (all ? begin_again(r, d) : 0);
}

/* The table of another program. */
static int
open_plain(struct arrow_reader *r, const struct read_options *o,
    struct diag *d)
{
	bool all = !o->eager && o->infer_rows == 0;

	if (r->rows.columns.n_renamed > 0)
		read_tell(o, "%s: columns without a name, or of one that is "
		    "there, are numbered: %zu", bytes_name(r->in),
		    r->rows.columns.n_renamed);
	if ((r->rows.columns.is_open && look(r, all, d) == -1) ||
	    make_schema(r, d) == -1)
		return (-1);
	(void)arrow_columns_choose(&r->rows.columns, &r->stream.head.schema, o);
	source_record_begin(&r->stream.head, r->in, "arrow");
	return (0);
}

static int
arrow_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct arrow_reader *r = (struct arrow_reader *)s;
	int status;

	while (!r->done && r->rows.at == r->rows.n) {
		status = next_message(r, d);
		if (status == -1)
			return (diag_prefix(d, "%s", bytes_name(r->in)));
		r->done = status == 0;
	}
	if (r->done) {
		complete_tail(r);
		return (0);
	}
	if (arrow_rows_give(&r->rows, out, d) == -1)
		return (diag_prefix(d, "%s", bytes_name(r->in)));
	return (1);
}

static void
release(struct arrow_reader *r)
{
	arrow_rows_release(&r->rows);
	arrow_message_release(&r->message);
	str_release(&r->room);
	stream_release(&r->stream);
	free(r);
}

static void
arrow_close(struct stream *s)
{
	struct arrow_reader *r = (struct arrow_reader *)s;

	bytes_close(r->in);
	release(r);
}

int
arrow_open(struct bytes *in, const struct read_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { arrow_next, arrow_close };
	struct arrow_reader *r = MEM_NEW(struct arrow_reader);

	stream_init(&r->stream, &ops);
	r->in = in;
	arrow_rows_init(&r->rows, o->report);
	r->partial = o->partial;
	arrow_message_init(&r->message, in);
	if (next_schema(r, d) == -1 ||
	    parse_schema(r, &r->message.header, o->spec, d) == -1 ||
	    (r->is_plain && open_plain(r, o, d) == -1)) {
		release(r);
		return (diag_prefix(d, "%s", bytes_name(in)));
	}
	if (!r->is_plain)
		outside_digest_not(bytes_outside(in));
	block_init(&r->rows.block, &r->stream.head.schema);
	*out = &r->stream;
	return (0);
}
