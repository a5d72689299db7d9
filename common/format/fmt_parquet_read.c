/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "fmt_arrow_rows.h"
#include "fmt_parquet_array.h"
#include "mem.h"
#include "source_record.h"

#include "fmt_parquet_read.h"

#define MAGIC "PAR1"
#define MAGIC_BYTES 4
#define TAIL (4 + MAGIC_BYTES)	/* the footer's length stands before it */
#define TEXT_ROOM ((size_t)256 << 20)	/* of all columns that wait */

struct parquet_reader {
	struct stream stream;
	struct bytes *in;
	struct parquet_file file;
	struct parquet_meta meta;
	struct parquet_types types;
	struct parquet_leaf *leaves;
	struct arrow_rows rows;		/* that wait in the leaves */
	struct crew *crew;
	bool is_part;			/* not all columns are wanted */
	char footer[DIGEST_HEX + 1];	/* its digest */
	size_t group;			/* the next row group */
	uint64_t left;			/* rows of the one before */
	struct diag *diags;		/* of each leaf */
	int *status;
};

bool
parquet_detect(const char *p, size_t n)
{
	return (n >= MAGIC_BYTES && memcmp(p, MAGIC, MAGIC_BYTES) == 0);
}

static int
read_footer(struct parquet_reader *r, struct diag *d)
{
	struct str s = STR_INIT;
	uint64_t end = r->file.size;
	uint32_t n;
	int status = -1;

	if (end < MAGIC_BYTES + TAIL)
		return (diag_set(d, "a Parquet file that was cut"));
	if (parquet_file_read(&r->file, end - TAIL, TAIL, &s, d) == -1)
		goto out;
	memcpy(&n, s.buf, sizeof(n));
	if (memcmp(s.buf + 4, MAGIC, MAGIC_BYTES) != 0) {
		diag_set(d, memcmp(s.buf + 4, "PARE", 4) == 0 ?
		    "an encrypted Parquet file" :
		    "a Parquet file that was cut, or is damaged");
		goto out;
	}
	if (n > end - TAIL - MAGIC_BYTES) {
		status = parquet_damaged(d);
		goto out;
	}
	str_clear(&s);
	end -= TAIL + n;
	if (parquet_file_read(&r->file, end, n, &s, d) == 0) {
		digest_bytes(str_get(&s), s.len, r->footer);
		status = parquet_meta_parse(&r->meta, str_get(&s), s.len, end,
		    d);
	}
out:
	str_release(&s);
	return (status);
}

/* The leaves of columns that are wanted. */
static void
want(struct parquet_reader *r, const struct parquet_node *n,
    const struct arrow_array *a, bool unwanted)
{
	unwanted |= a->unwanted;
	if (n->n_children == 0)
		r->leaves[n->leaf].unwanted = unwanted;
	for (size_t i = 0; i < n->n_children; i++)
		want(r, &n->children[i], &a->children[i], unwanted);
}

static void
want_leaves(struct parquet_reader *r)
{
	for (size_t i = 0; i < r->types.n; i++)
		want(r, &r->types.nodes[i], &r->rows.columns.arrays[i], false);
}

static void
want_columns(struct parquet_reader *r, bool all)
{
	arrow_columns_want(&r->rows.columns, all);
	want_leaves(r);
}

static int
make_columns(struct parquet_reader *r, const struct read_options *o,
    struct diag *d)
{
	struct arrow_type *types = r->types.types;

	r->types.types = NULL;
	if (arrow_columns_of(&r->rows.columns, types, r->types.n,
	    o->spec != NULL ? &o->spec->schema : NULL, d) == -1)
		return (-1);
	r->leaves = mem_calloc(r->types.n_leaves, sizeof(*r->leaves));
	for (size_t i = 0; i < r->types.n_leaves; i++)
		parquet_leaf_init(&r->leaves[i], &r->types.leaves[i]);
	r->diags = mem_calloc(r->types.n_leaves, sizeof(*r->diags));
	r->status = mem_calloc(r->types.n_leaves, sizeof(*r->status));
	return (0);
}

/* All entries of a flat leaf are rows. */
static int
begin_group(struct parquet_reader *r, struct diag *d)
{
	const struct parquet_group *g = &r->meta.groups[r->group++];

	for (size_t i = 0; i < r->types.n_leaves; i++) {
		struct parquet_leaf *l = &r->leaves[i];

		if (l->unwanted)
			continue;
		if (parquet_leaf_begin(l, &g->chunks[i], d) == -1)
			return (-1);
		if (l->type->rep == 0 && g->chunks[i].n_values != g->n_rows)
			return (parquet_damaged(d));
	}
	r->left = (uint64_t)g->n_rows;
	return (0);
}

static size_t
rows_wanted(const struct parquet_reader *r)
{
	size_t n = batch_rows(r->stream.head.schema.row_values);

	return (n < r->left ? n : (size_t)r->left);
}

static void
fill_leaf(void *ctx, size_t i, int worker)
{
	struct parquet_reader *r = ctx;

	(void)worker;
	r->status[i] = r->leaves[i].unwanted ? 0 : parquet_leaf_fill(
	    &r->leaves[i], &r->file, rows_wanted(r), TEXT_ROOM /
	    r->types.n_leaves, &r->diags[i]);
}

/* The error of a leaf, with the field that it is of. */
static int
tell_leaf(const struct parquet_reader *r, size_t leaf, struct diag *d)
{
	size_t i = r->types.n - 1;

	while (r->types.nodes[i].leaf > leaf)
		i--;
	*d = r->diags[leaf];
	return (diag_prefix(d, "column \"%s\"", r->rows.columns.types[i].name));
}

/* Rows of the group that all leaves have, as arrays. */
static int
take_rows(struct parquet_reader *r, struct diag *d)
{
	size_t n = rows_wanted(r);

	crew_for(r->crew, r->types.n_leaves, fill_leaf, r);
	for (size_t i = 0; i < r->types.n_leaves; i++) {
		size_t have = r->leaves[i].unwanted ? n :
		    parquet_leaf_rows(&r->leaves[i]);

		if (r->status[i] == -1)
			return (tell_leaf(r, i, d));
		n = have < n ? have : n;
	}
	if (n == 0)
		return (parquet_damaged(d));
	for (size_t i = 0; i < r->types.n; i++) {
		if (parquet_array_fill(&r->types.nodes[i],
		    &r->rows.columns.arrays[i], r->leaves, n, d) == -1)
			return (diag_prefix(d, "column \"%s\"",
			    r->rows.columns.types[i].name));
	}
	r->rows.n = n;
	r->rows.at = 0;
	return (0);
}

/* Behind the last row of a group a leaf has nothing left. */
static int
drop_rows(struct parquet_reader *r, struct diag *d)
{
	r->left -= r->rows.n;
	for (size_t i = 0; i < r->types.n_leaves && r->rows.n > 0; i++) {
		struct parquet_leaf *l = &r->leaves[i];

		if (l->unwanted)
			continue;
		parquet_leaf_drop(l, r->rows.n, parquet_leaf_entries(l,
		    r->rows.n));
		if (r->left == 0 && (l->n > 0 || l->left > 0 ||
		    l->page_left > 0))
			return (parquet_damaged(d));
	}
	r->rows.n = 0;
	return (0);
}

/* See to it that rows wait: 1, 0 at the end, -1. */
static int
next_rows(struct parquet_reader *r, struct diag *d)
{
	if (drop_rows(r, d) == -1)
		return (-1);
	while (r->left == 0) {
		if (r->group == r->meta.n_groups)
			return (0);
		if (begin_group(r, d) == -1)
			return (-1);
	}
	return (take_rows(r, d) == -1 ? -1 : 1);
}

/* Look through the columns of which only the values tell what they are; others
   are passed by. */
static int
look(struct parquet_reader *r, bool all, struct diag *d)
{
	int status;

	want_columns(r, false);
	do {
		status = next_rows(r, d);
		if (status == 1 &&
		    arrow_columns_look(&r->rows.columns, d) == -1)
			status = -1;
	} while (all && status == 1);
	r->group = 0;
	r->left = r->rows.n = r->rows.at = 0;
	want_columns(r, true);
	return (status == -1 ? -1 : 0);
}

static int
make_head(struct parquet_reader *r, const struct read_options *o,
    struct diag *d)
{
	if (r->rows.columns.n_renamed > 0)
		read_tell(o, "%s: columns without a name, or of one that is "
		    "there, are numbered: %zu", bytes_name(r->in),
		    r->rows.columns.n_renamed);
	if (r->rows.columns.is_open &&
	    look(r, !o->eager && o->infer_rows == 0, d) == -1)
		return (-1);
	arrow_columns_decide(&r->rows.columns);
	if (arrow_columns_schema(&r->rows.columns, &r->stream.head.schema, d) ==
	    -1)
		return (-1);
	r->is_part = arrow_columns_choose(&r->rows.columns,
	    &r->stream.head.schema, o);
	want_leaves(r);
	source_record_begin(&r->stream.head, r->in, "parquet");
	return (0);
}

/* The end: what is told of the source, all of its bytes. */
static int
end_rows(struct parquet_reader *r, struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	uint64_t size;
	struct read_report *report = r->rows.report;

	for (size_t i = 0; report != NULL && i < r->types.n_leaves; i++) {
		report->finer_times += r->leaves[i].values.finer_times;
		r->leaves[i].values.finer_times = 0;
	}
	if ((r->is_part && r->file.is_direct) ||
	    outside_version(bytes_outside(r->in))[0] != '\0') {
		source_record_part(r->stream.tail, r->in, r->rows.n_given,
		    r->footer);
		return (0);
	}
	if (outside_digest(bytes_outside(r->in), &size, hex, d) == -1)
		return (-1);
	source_record_end(r->stream.tail, r->in, r->rows.n_given);
	return (0);
}

static int
parquet_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct parquet_reader *r = (struct parquet_reader *)s;
	int status = 1;

	if (r->rows.at == r->rows.n)
		status = next_rows(r, d);
	if (status == 0)
		status = end_rows(r, d);
	else if (status == 1)
		status = arrow_rows_give(&r->rows, out, d) == -1 ? -1 : 1;
	return (status == -1 ? diag_prefix(d, "%s", bytes_name(r->in)) :
	    status);
}

static void
release(struct parquet_reader *r)
{
	for (size_t i = 0; r->leaves != NULL && i < r->types.n_leaves; i++)
		parquet_leaf_release(&r->leaves[i]);
	free(r->leaves);
	free(r->diags);
	free(r->status);
	arrow_rows_release(&r->rows);
	parquet_types_release(&r->types);
	parquet_meta_release(&r->meta);
	parquet_file_release(&r->file);
	stream_release(&r->stream);
	free(r);
}

static void
parquet_close(struct stream *s)
{
	struct parquet_reader *r = (struct parquet_reader *)s;

	bytes_close(r->in);
	release(r);
}

int
parquet_open(struct bytes *in, const struct read_options *o,
    struct stream **out, struct diag *d)
{
	static const struct stream_ops ops = { parquet_next, parquet_close };
	struct parquet_reader *r = MEM_NEW(struct parquet_reader);

	stream_init(&r->stream, &ops);
	r->in = in;
	r->crew = o->crew;
	arrow_rows_init(&r->rows, o->report);
	r->rows.values.is_checked = true;
	r->rows.values.room_one = STRING_MAX;
	if (parquet_file_open(&r->file, in, d) == -1 ||
	    read_footer(r, d) == -1 ||
	    parquet_types_make(&r->types, &r->meta, d) == -1 ||
	    make_columns(r, o, d) == -1 || make_head(r, o, d) == -1) {
		release(r);
		return (diag_prefix(d, "%s", bytes_name(in)));
	}
	block_init(&r->rows.block, &r->stream.head.schema);
	*out = &r->stream;
	return (0);
}
