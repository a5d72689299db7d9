/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table with a column of every type, missing values in each, and the values
 * that writers get wrong; and files read whole.  Tests write in the current
 * folder, which is a scratch one.
 */
#ifndef SAMPLE_TABLE_H
#define SAMPLE_TABLE_H

#include <stdlib.h>

#include "batch.h"
#include "check.h"
#include "stream.h"

#define SAMPLE_ROWS 4

/* flag bool, n int, x float, s string, t time, v vector 2, p sparse 10. */
static inline void
sample_head(struct head *h)
{
	static const struct {
		const char *name;
		enum col_type type;
		uint32_t width;
	} cols[] = {
		{ "flag", COL_BOOL, 0 }, { "n", COL_INT, 0 },
		{ "x", COL_FLOAT, 0 }, { "s,\"t\"", COL_STRING, 0 },
		{ "t", COL_TIME, 0 }, { "v", COL_VECTOR, 2 },
		{ "p", COL_SPARSE, 10 },
	};
	struct diag d = DIAG_INIT;

	head_init(h);
	for (size_t i = 0; i < sizeof(cols) / sizeof(cols[0]); i++) {
		struct field f = { .name = (char *)(uintptr_t)cols[i].name,
		    .type = cols[i].type, .width = cols[i].width };

		CHECK_INT(schema_add(&h->schema, &f, &d), 0);
	}
	schema_set_role(&h->schema, 0, ROLE_TARGET);
	json_array_append_new(h->lineage, json_pack("{s:s}", "tool", "t"));
}

static inline const struct batch *
sample_fill(struct block *b, const struct head *h)
{
	static const uint32_t index[] = { 3, 7 };
	static const float value[] = { 0.1f, -2 };
	static const float v[] = { 16777216, 1e-30f };
	struct column *c;

	block_init(b, &h->schema);
	c = b->cols;
	column_add_bool(&c[0], true);
	column_add_int(&c[1], INT64_MIN);
	column_add_float(&c[2], 3);
	column_add_string(&c[3], "", 0);
	column_add_int(&c[4], 0);
	column_add_vector(&c[5], value);
	column_add_sparse(&c[6], index, value, 2);

	column_add_bool(&c[0], false);
	column_add_int(&c[1], 7);
	column_add_float(&c[2], 0.1);
	column_add_string(&c[3], "a\"b,c", 5);
	column_add_int(&c[4], 1714558830123456);
	column_add_vector(&c[5], v);
	column_add_sparse(&c[6], index, value, 0);

	for (size_t j = 0; j < 7; j++)
		column_add_missing(&c[j]);

	column_add_bool(&c[0], true);
	column_add_int(&c[1], -1);
	column_add_float(&c[2], -INFINITY);
	column_add_string(&c[3], "\xc3\xa9\n\x01 ", 5);
	column_add_int(&c[4], -1);
	column_add_vector(&c[5], v);
	column_add_sparse(&c[6], index + 1, value + 1, 1);
	return (block_seal(b, 0));
}

/* The bytes of a file, with a NUL after them, to be freed. */
static inline char *
read_whole(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	size_t cap = 64;
	char *p = malloc(cap);

	*n = 0;
	CHECK_(f != NULL, "%s is not there", path);
	while (f != NULL && (*n += fread(p + *n, 1, cap - 1 - *n, f)) ==
	    cap - 1)
		p = realloc(p, cap *= 2);
	if (f != NULL)
		fclose(f);
	p[*n] = '\0';
	return (p);
}

#endif
