/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parquet files: bool, int (INT64), float (DOUBLE), string (UTF8) and time
 * (TIMESTAMP of microseconds, UTC), a vector as a list of floats, a sparse row
 * as a list of (index, value).  A row group is written as it is full, so that
 * memory holds one, compressed.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fmt_parquet_chunk.h"
#include "fmt_parquet_thrift_write.h"
#include "mem.h"

#include "fmt_write.h"

#define MAGIC "PAR1"
#define GROUP_ROWS ((uint64_t)1 << 20)
#define GROUP_BYTES ((size_t)64 << 20)

/* Numbers of parquet.thrift, beside those of its enums. */
enum { CONVERTED_UTF8 = 0, CONVERTED_LIST = 3, CONVERTED_MICROS = 10,
    CONVERTED_UINT32 = 13 };

struct writer {
	struct outfile *out;
	struct schema schema;
	struct parquet_out *leaves;
	struct parquet_chunk_out *chunks;
	size_t *cols;			/* of each leaf: its column */
	size_t n_leaves;
	uint64_t at, n_rows, n_all;	/* bytes; rows of the group, of all */
	struct str groups;		/* of the footer */
	size_t n_groups;
};

static void
add_leaf(struct writer *w, size_t col, enum parquet_physical physical,
    bool is_list, bool is_index)
{
	size_t i = w->n_leaves++;

	w->cols[i] = col;
	w->leaves[i] = (struct parquet_out){ physical, is_list, is_index };
	parquet_chunk_init(&w->chunks[i], &w->leaves[i]);
}

static void
add_leaves(struct writer *w, size_t col)
{
	static const enum parquet_physical physical[N_COL_TYPES] = {
		[COL_BOOL] = PARQUET_BOOL, [COL_INT] = PARQUET_INT64,
		[COL_FLOAT] = PARQUET_DOUBLE, [COL_STRING] = PARQUET_BYTES,
		[COL_TIME] = PARQUET_INT64, [COL_VECTOR] = PARQUET_FLOAT,
		[COL_SPARSE] = PARQUET_FLOAT
	};
	enum col_type t = w->schema.fields[col].type;

	if (t == COL_SPARSE)
		add_leaf(w, col, PARQUET_INT32, true, true);
	add_leaf(w, col, physical[t], t == COL_VECTOR || t == COL_SPARSE,
	    false);
}

static int
put(struct writer *w, const void *p, size_t n, struct diag *d)
{
	w->at += n;
	return (outfile_write(w->out, p, n, d));
}

static void
parquet_free(struct writer *w)
{
	for (size_t i = 0; i < w->n_leaves; i++)
		parquet_chunk_release(&w->chunks[i]);
	free(w->leaves);
	free(w->chunks);
	free(w->cols);
	schema_release(&w->schema);
	str_release(&w->groups);
	free(w);
}

static int
parquet_begin(struct outfile *out, const struct head *h, struct writer **to,
    struct diag *d)
{
	struct writer *w = MEM_NEW(struct writer);
	size_t most = 2 * h->schema.n;

	w->out = out;
	schema_copy(&w->schema, &h->schema);
	w->leaves = mem_calloc(most, sizeof(*w->leaves));
	w->chunks = mem_calloc(most, sizeof(*w->chunks));
	w->cols = mem_calloc(most, sizeof(*w->cols));
	for (size_t j = 0; j < w->schema.n; j++)
		add_leaves(w, j);
	if (put(w, MAGIC, strlen(MAGIC), d) == -1) {
		parquet_free(w);
		return (-1);
	}
	*to = w;
	return (0);
}

/* The names from the root to a leaf. */
static void
put_path(struct thrift_out *t, const struct writer *w, size_t i)
{
	const struct field *f = &w->schema.fields[w->cols[i]];
	bool is_list = w->leaves[i].is_list;
	bool is_sparse = f->type == COL_SPARSE;

	thrift_put_list(t, 3, THRIFT_BINARY, 1 + (is_list ? 2 : 0) +
	    is_sparse);
	thrift_add_bytes(t, f->name, strlen(f->name));
	if (!is_list)
		return;
	thrift_add_bytes(t, "list", 4);
	thrift_add_bytes(t, "element", 7);
	if (is_sparse && w->leaves[i].is_index)
		thrift_add_bytes(t, "index", 5);
	else if (is_sparse)
		thrift_add_bytes(t, "value", 5);
}

/* Readers may take zeros of either sign for equal. */
static void
put_statistics(struct thrift_out *t, const struct parquet_chunk_out *c,
    enum col_type type)
{
	double low = c->low_float == 0 ? -0.0 : c->low_float;
	double high = c->high_float == 0 ? 0.0 : c->high_float;
	const void *min = type == COL_FLOAT ? (const void *)&low : &c->low;
	const void *max = type == COL_FLOAT ? (const void *)&high : &c->high;

	thrift_put_struct(t, 12);
	thrift_put_i64(t, 3, (int64_t)c->n_missing);
	if (c->has_range) {
		thrift_put_bytes(t, 5, max, 8);
		thrift_put_bytes(t, 6, min, 8);
	}
	thrift_end(t);
}

static void
put_chunk_meta(struct thrift_out *t, const struct writer *w, size_t i)
{
	const struct parquet_chunk_out *c = &w->chunks[i];
	bool has_dictionary = c->dictionary_bytes > 0;

	thrift_put_struct(t, 3);
	thrift_put_i32(t, 1, w->leaves[i].physical);
	thrift_put_list(t, 2, THRIFT_I32, has_dictionary ? 3 : 2);
	thrift_add_int(t, 0);			/* PLAIN */
	thrift_add_int(t, 3);			/* RLE: levels */
	if (has_dictionary)
		thrift_add_int(t, 8);		/* RLE_DICTIONARY */
	put_path(t, w, i);
	thrift_put_i32(t, 4, parquet_chunk_codec());
	thrift_put_i64(t, 5, (int64_t)c->n_values);
	thrift_put_i64(t, 6, (int64_t)c->unpacked);
	thrift_put_i64(t, 7, (int64_t)c->pages.len);
	thrift_put_i64(t, 9, (int64_t)(w->at + c->dictionary_bytes));
	if (has_dictionary)
		thrift_put_i64(t, 11, (int64_t)w->at);
	if (!w->leaves[i].is_list)
		put_statistics(t, c, w->schema.fields[w->cols[i]].type);
	thrift_end(t);
}

/* A row group goes out, and what the footer says of it. */
static int
end_group(struct writer *w, struct diag *d)
{
	struct thrift_out t = { .out = &w->groups };
	uint64_t bytes = 0;

	if (w->n_rows == 0)
		return (0);
	thrift_begin(&t);
	thrift_put_list(&t, 1, THRIFT_STRUCT, w->n_leaves);
	for (size_t i = 0; i < w->n_leaves; i++) {
		struct parquet_chunk_out *c = &w->chunks[i];

		if (parquet_chunk_finish(c, d) == -1)
			return (-1);
		thrift_begin(&t);
		thrift_put_i64(&t, 2, 0);
		put_chunk_meta(&t, w, i);
		thrift_end(&t);
		if (put(w, str_get(&c->pages), c->pages.len, d) == -1)
			return (-1);
		bytes += c->unpacked;
		parquet_chunk_clear(c);
	}
	thrift_put_i64(&t, 2, (int64_t)bytes);
	thrift_put_i64(&t, 3, (int64_t)w->n_rows);
	thrift_end(&t);
	w->n_groups++;
	w->n_all += w->n_rows;
	w->n_rows = 0;
	return (0);
}

static int
parquet_write(struct writer *w, const struct batch *b, struct diag *d)
{
	size_t bytes = 0;

	for (size_t i = 0; i < w->n_leaves; i++) {
		if (parquet_chunk_add(&w->chunks[i], b->cols[w->cols[i]],
		    d) == -1)
			return (-1);
		bytes += w->chunks[i].pages.len + w->chunks[i].values.len;
	}
	w->n_rows += b->n_rows;
	if (w->n_rows >= GROUP_ROWS || bytes >= GROUP_BYTES)
		return (end_group(w, d));
	return (0);
}

/* An element of the schema, whose meaning may follow: not ended. */
static void
begin_element(struct thrift_out *t, const char *name, int physical,
    int repetition, int64_t n_children)
{
	thrift_begin(t);
	if (physical != PARQUET_GROUP)
		thrift_put_i32(t, 1, physical);
	thrift_put_i32(t, 3, repetition);
	thrift_put_bytes(t, 4, name, strlen(name));
	if (n_children > 0)
		thrift_put_i32(t, 5, n_children);
}

static void
put_list_elements(struct thrift_out *t, const struct field *f)
{
	bool is_sparse = f->type == COL_SPARSE;

	begin_element(t, f->name, PARQUET_GROUP, PARQUET_OPTIONAL, 1);
	thrift_put_i32(t, 6, CONVERTED_LIST);
	thrift_put_struct(t, 10);
	thrift_put_struct(t, 3);
	thrift_end(t);
	thrift_end(t);
	thrift_end(t);
	begin_element(t, "list", PARQUET_GROUP, PARQUET_REPEATED, 1);
	thrift_end(t);
	begin_element(t, "element", is_sparse ? PARQUET_GROUP : PARQUET_FLOAT,
	    PARQUET_REQUIRED, is_sparse ? 2 : 0);
	thrift_end(t);
	if (!is_sparse)
		return;
	begin_element(t, "index", PARQUET_INT32, PARQUET_REQUIRED, 0);
	thrift_put_i32(t, 6, CONVERTED_UINT32);
	thrift_end(t);
	begin_element(t, "value", PARQUET_FLOAT, PARQUET_REQUIRED, 0);
	thrift_end(t);
}

static void
put_element(struct thrift_out *t, const struct field *f,
    enum parquet_physical physical)
{
	begin_element(t, f->name, physical, PARQUET_OPTIONAL, 0);
	if (f->type == COL_STRING) {
		thrift_put_i32(t, 6, CONVERTED_UTF8);
		thrift_put_struct(t, 10);
		thrift_put_struct(t, 1);
		thrift_end(t);
		thrift_end(t);
	} else if (f->type == COL_TIME) {
		thrift_put_i32(t, 6, CONVERTED_MICROS);
		thrift_put_struct(t, 10);
		thrift_put_struct(t, 8);
		thrift_put_bool(t, 1, true);	/* UTC */
		thrift_put_struct(t, 2);
		thrift_put_struct(t, 2);	/* microseconds */
		thrift_end(t);
		thrift_end(t);
		thrift_end(t);
		thrift_end(t);
	}
	thrift_end(t);
}

static void
put_schema(struct thrift_out *t, const struct writer *w)
{
	size_t n = 1;

	for (size_t j = 0; j < w->schema.n; j++)
		n += w->schema.fields[j].type == COL_SPARSE ? 5 :
		    w->schema.fields[j].type == COL_VECTOR ? 3 : 1;
	thrift_put_list(t, 2, THRIFT_STRUCT, n);
	thrift_begin(t);
	thrift_put_bytes(t, 4, "schema", 6);
	thrift_put_i32(t, 5, (int64_t)w->schema.n);
	thrift_end(t);
	for (size_t i = 0; i < w->n_leaves; i++) {
		const struct field *f = &w->schema.fields[w->cols[i]];

		if (w->leaves[i].is_index)
			continue;
		if (w->leaves[i].is_list)
			put_list_elements(t, f);
		else
			put_element(t, f, w->leaves[i].physical);
	}
}

/* The values of the footer are ordered by their types. */
static void
put_orders(struct thrift_out *t, const struct writer *w)
{
	thrift_put_list(t, 7, THRIFT_STRUCT, w->n_leaves);
	for (size_t i = 0; i < w->n_leaves; i++) {
		thrift_begin(t);
		thrift_put_struct(t, 1);
		thrift_end(t);
		thrift_end(t);
	}
}

static int
parquet_end(struct writer *w, const json_t *tail, struct diag *d)
{
	static const char creator[] = "mlc version " MLC_VERSION;
	struct str footer = STR_INIT;
	struct thrift_out t = { .out = &footer };
	uint32_t n;
	int r;

	(void)tail;
	if (end_group(w, d) == -1)
		return (-1);
	thrift_put_i32(&t, 1, 2);
	put_schema(&t, w);
	thrift_put_i64(&t, 3, (int64_t)w->n_all);
	thrift_put_list(&t, 4, THRIFT_STRUCT, w->n_groups);
	str_add(&footer, str_get(&w->groups), w->groups.len);
	thrift_put_bytes(&t, 6, creator, sizeof(creator) - 1);
	put_orders(&t, w);
	str_addc(&footer, THRIFT_STOP);
	n = (uint32_t)footer.len;
	str_add(&footer, &n, sizeof(n));
	str_add(&footer, MAGIC, strlen(MAGIC));
	r = put(w, footer.buf, footer.len, d);
	str_release(&footer);
	return (r);
}

const struct format_writer parquet_writer = {
	.begin = parquet_begin,
	.write = parquet_write,
	.end = parquet_end,
	.free = parquet_free,
};
