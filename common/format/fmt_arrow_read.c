/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "digest.h"
#include "fmt_arrow_dict.h"
#include "fmt_arrow_ids.h"
#include "fmt_arrow_message.h"
#include "lineage.h"
#include "mem.h"
#include "read_spec.h"
#include "source_record.h"

#include "fmt_arrow_read.h"

struct arrow_reader {
	struct stream stream;
	struct bytes *in;
	struct arrow_message message;
	struct arrow_field *fields;	/* one a column of the head */
	struct arrow_array *arrays;	/* of the record batch */
	struct arrow_dicts dicts;
	struct str room;		/* of a compressed body */
	struct block block;
	size_t n_rows, at;		/* of the record batch; the next row */
	uint64_t n_read;
	bool partial, done;
	bool is_plain;			/* of another program */
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
add_field(struct arrow_reader *r, const struct flat_table *t, size_t j,
    struct diag *d)
{
	struct arrow_field *to = &r->fields[j];
	struct field f = { .name = NULL };
	int status;

	if (arrow_field_parse(t, to, &f.name, d) == -1)
		return (-1);
	f.type = arrow_col_type(&to->values);
	f.width = to->values.width;
	status = schema_add(&r->stream.head.schema, &f, d);
	if (status == 0 && to->is_dictionary &&
	    (status = arrow_dicts_add(&r->dicts, to, d)) == -1)
		diag_prefix(d, "column \"%s\"", f.name);
	free(f.name);
	return (status);
}

static int
add_fields(struct arrow_reader *r, const struct flat_vector *fields,
    struct diag *d)
{
	struct flat_table t;

	r->fields = mem_calloc(fields->n, sizeof(*r->fields));
	r->arrays = mem_calloc(fields->n, sizeof(*r->arrays));
	for (size_t j = 0; j < fields->n; j++) {
		t = flat_at(fields, j);
		if (add_field(r, &t, j, d) == -1)
			return (-1);
	}
	return (0);
}

/* The head that came along has to tell of the columns that are there. */
static int
check_columns(const struct schema *have, const struct schema *told,
    struct diag *d)
{
	const struct field *f, *g;

	if (have->n != told->n)
		return (diag_set(d, "%zu columns, but its mlc head tells of "
		    "%zu", have->n, told->n));
	for (size_t j = 0; j < have->n; j++) {
		f = &have->fields[j];
		g = &told->fields[j];
		if (strcmp(f->name, g->name) != 0 || f->type != g->type ||
		    (f->type == COL_VECTOR && f->width != g->width))
			return (diag_set(d, "column %zu, \"%s\" of type %s, "
			    "is not what its mlc head tells: \"%s\" of type "
			    "%s", j + 1, f->name, col_type_name(f->type),
			    g->name, col_type_name(g->type)));
	}
	return (0);
}

/* The attachments that the head tells of are beside it. */
static int
take_attachments(struct attachments *a, const json_t *head,
    const struct flat_vector *pairs, struct diag *d)
{
	struct str key = STR_INIT, bytes = STR_INIT;
	const char *p;
	size_t n;
	int r = attachments_declare(a, json_object_get(head, "attachments"),
	    d);

	for (size_t i = 0; r == 0 && i < a->n; i++) {
		str_clear(&key);
		str_addf(&key, ARROW_KEY ":%s", a->v[i]->name);
		p = arrow_metadata_find(pairs, str_get(&key), &n);
		if (p == NULL)
			r = diag_set(d, "attachment \"%s\" is missing",
			    a->v[i]->name);
		else if (base64_read(&bytes, p, n, d) == -1)
			r = diag_prefix(d, "attachment \"%s\"",
			    a->v[i]->name);
		else
			r = attachments_fill(a, i, &bytes, d);
	}
	str_release(&key);
	str_release(&bytes);
	return (r);
}

static int
take_head(struct arrow_reader *r, const json_t *doc,
    const struct flat_vector *pairs, struct diag *d)
{
	struct head head;

	if (head_from_json(doc, &head, d) == -1)
		return (-1);
	if (check_columns(&r->stream.head.schema, &head.schema, d) == -1 ||
	    take_attachments(&head.attachments, doc, pairs, d) == -1) {
		head_release(&head);
		return (-1);
	}
	head_release(&r->stream.head);
	r->stream.head = head;
	return (0);
}

/* Other programs' tables are raw rows, of these columns. */
static int
make_head(struct arrow_reader *r, struct diag *d)
{
	const struct schema *s = &r->stream.head.schema;
	json_t *source, *record;
	struct read_spec spec;

	for (size_t j = 0; j < s->n; j++) {
		if (s->fields[j].type == COL_SPARSE)
			return (diag_set(d, "column \"%s\": its Arrow type "
			    "(list) is not supported", s->fields[j].name));
	}
	read_spec_init(&spec);
	schema_copy(&spec.schema, s);
	head_add_step(&r->stream.head, read_spec_to_json(&spec));
	read_spec_release(&spec);
	source = source_record_name(r->in, "arrow");
	record = json_pack("{s:[o]}", "sources", source);
	lineage_add(&r->stream.head, record);
	r->is_plain = true;
	return (0);
}

static int
parse_schema(struct arrow_reader *r, const struct flat_table *t,
    struct diag *d)
{
	struct flat_vector fields = flat_get_vector(t, SCHEMA_FIELDS, 4);
	struct flat_vector pairs = flat_get_vector(t, SCHEMA_METADATA, 4);
	json_t *doc;
	int status;

	if (flat_get_int(t, SCHEMA_ENDIANNESS, 2, 0) != 0)
		return (diag_set(d, "big-endian Arrow data is not "
		    "supported"));
	if (add_fields(r, &fields, d) == -1 ||
	    arrow_metadata_get(&pairs, &doc, d) == -1)
		return (-1);
	if (t->buf->bad)
		status = diag_set(d, "the Arrow data is damaged");
	else
		status = doc != NULL ? take_head(r, doc, &pairs, d) :
		    make_head(r, d);
	json_decref(doc);
	return (status);
}

static int
read_schema(struct arrow_reader *r, struct diag *d)
{
	bool cut;
	int status = arrow_message_next(&r->message, &cut, d);

	if (status == -1)
		return (-1);
	if (status == 0 || r->message.type != HEADER_SCHEMA)
		return (diag_set(d, "Arrow data without a schema"));
	return (parse_schema(r, &r->message.header, d));
}

static void
release_arrays(struct arrow_reader *r)
{
	for (size_t j = 0; j < r->block.n_cols; j++)
		arrow_array_release(&r->arrays[j]);
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
column_error(const struct arrow_reader *r, size_t j, struct diag *d)
{
	return (diag_prefix(d, "column \"%s\"",
	    r->stream.head.schema.fields[j].name));
}

static int
begin_batch(struct arrow_reader *r, struct diag *d)
{
	struct arrow_batch b;

	release_arrays(r);
	if (arrow_batch_init(&b, &r->message.header, body_of(r), &r->room,
	    d) == -1)
		return (-1);
	for (size_t j = 0; j < r->block.n_cols; j++) {
		const struct arrow_field *f = &r->fields[j];

		if (arrow_array_take(&b, f->is_dictionary ? &f->index :
		    &f->values, &r->arrays[j], d) == -1)
			return (column_error(r, j, d));
	}
	r->n_rows = b.n_rows;
	r->at = 0;
	return (b.n_rows == 0 ? take_tail(r, d) : 0);
}

static void
add_plain_tail(struct arrow_reader *r)
{
	json_t *o = json_pack("{s:[o], s:I}", "sources",
	    source_record_digest(r->in), "out", (json_int_t)r->n_read);

	json_array_clear(r->stream.tail);
	json_array_append_new(r->stream.tail, o);
}

/* One object a record of the lineage, also where the tail did not come. */
static void
complete_tail(struct arrow_reader *r)
{
	size_t n = json_array_size(r->stream.head.lineage);

	if (r->is_plain)
		add_plain_tail(r);
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
	if (status == 0 && r->is_plain)
		return (read_digest(r, d));
	if (status < 1)
		return (status);
	switch (r->message.type) {
	case HEADER_DICTIONARY:
		status = arrow_dicts_fill(&r->dicts, &r->message.header,
		    body_of(r), d);
		break;
	case HEADER_BATCH:
		status = begin_batch(r, d);
		break;
	default:
		return (diag_set(d, "an Arrow message that is no table"));
	}
	return (status == -1 ? -1 : 1);
}

/* Some rows of the record batch: its size is up to who wrote it. */
static int
read_rows(struct arrow_reader *r, const struct batch **out, struct diag *d)
{
	size_t max = batch_rows(r->block.view.schema->row_values);
	size_t n = r->n_rows - r->at < max ? r->n_rows - r->at : max;
	int status;

	for (size_t j = 0; j < r->block.n_cols; j++) {
		const struct arrow_field *f = &r->fields[j];
		struct column *c = &r->block.cols[j];

		status = f->is_dictionary ?
		    arrow_dicts_read(&r->dicts, f, &r->arrays[j], r->at, n, c,
		    d) : arrow_array_read(&r->arrays[j], r->at, n, c, d);
		if (status == -1)
			return (column_error(r, j, d));
	}
	r->block.view.n_rows = n;	/* also where there is no column */
	*out = block_seal(&r->block, r->n_read);
	r->at += n;
	r->n_read += n;
	return (1);
}

static int
arrow_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct arrow_reader *r = (struct arrow_reader *)s;
	int status;

	while (!r->done && r->at == r->n_rows) {
		status = next_message(r, d);
		if (status == -1)
			return (diag_prefix(d, "%s", bytes_name(r->in)));
		r->done = status == 0;
	}
	if (r->done) {
		complete_tail(r);
		return (0);
	}
	if (read_rows(r, out, d) == -1)
		return (diag_prefix(d, "%s", bytes_name(r->in)));
	return (1);
}

static void
release(struct arrow_reader *r)
{
	release_arrays(r);
	free(r->arrays);
	free(r->fields);
	arrow_dicts_release(&r->dicts);
	arrow_message_release(&r->message);
	str_release(&r->room);
	block_release(&r->block);
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
	r->partial = o->partial;
	arrow_message_init(&r->message, in);
	arrow_dicts_init(&r->dicts);
	if (read_schema(r, d) == -1) {
		release(r);
		return (diag_prefix(d, "%s", bytes_name(in)));
	}
	block_init(&r->block, &r->stream.head.schema);
	*out = &r->stream;
	return (0);
}
