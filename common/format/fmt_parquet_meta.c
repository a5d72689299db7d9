/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "block_codec.h"
#include "mem.h"
#include "str.h"

#include "fmt_parquet_meta.h"

/* Bytes that an element and a chunk take at least. */
#define ELEMENT_BYTES 4
#define CHUNK_BYTES 12

int
parquet_damaged(struct diag *d)
{
	return (diag_set(d, "the Parquet data is damaged"));
}

static int64_t
read_unit(struct thrift *t, const struct thrift_field *field)
{
	static const int64_t per_second[] = { 0, 1000, 1000000, 1000000000 };
	struct thrift_field f = { 0 };
	int64_t found = 0;

	if (!thrift_struct(t, field))
		return (0);
	while (thrift_next(t, &f)) {
		if (f.id >= 1 && f.id <= 3)
			found = per_second[f.id];
		thrift_skip(t, &f);
	}
	t->failed |= found == 0;
	return (found);
}

/* The fields of a member of the union LogicalType. */
static void
read_meaning(struct thrift *t, struct parquet_element *e)
{
	struct thrift_field f = { 0 };

	while (thrift_next(t, &f)) {
		if (e->meaning == PARQUET_DECIMAL && f.id == 1)
			e->scale = thrift_int(t, &f);
		else if (e->meaning == PARQUET_DECIMAL && f.id == 2)
			e->precision = thrift_int(t, &f);
		else if (e->meaning == PARQUET_INTEGER && f.id == 2)
			e->is_unsigned = !thrift_bool(t, &f);
		else if ((e->meaning == PARQUET_TIME ||
		    e->meaning == PARQUET_TIMESTAMP) && f.id == 2)
			e->per_second = read_unit(t, &f);
		else
			thrift_skip(t, &f);
	}
}

static void
read_logical(struct thrift *t, const struct thrift_field *field,
    struct parquet_element *e)
{
	static const enum parquet_meaning meanings[] = {
		PARQUET_NONE, PARQUET_STRING, PARQUET_MAP, PARQUET_LIST,
		PARQUET_ENUM, PARQUET_DECIMAL, PARQUET_DATE, PARQUET_TIME,
		PARQUET_TIMESTAMP, PARQUET_OTHER, PARQUET_INTEGER,
		PARQUET_NULL, PARQUET_JSON, PARQUET_BSON, PARQUET_UUID,
		PARQUET_FLOAT16, PARQUET_VARIANT
	};
	struct thrift_field f = { 0 };

	if (!thrift_struct(t, field))
		return;
	while (thrift_next(t, &f)) {
		if (!thrift_struct(t, &f))
			return;
		e->meaning = f.id > 0 && f.id < (int)(sizeof(meanings) /
		    sizeof(meanings[0])) ? meanings[f.id] : PARQUET_OTHER;
		read_meaning(t, e);
	}
}

/* Where no logical type says more. */
static void
take_converted(int64_t v, struct parquet_element *e)
{
	static const struct {
		enum parquet_meaning meaning;
		int64_t per_second;
	} kinds[] = {
		{ PARQUET_STRING, 0 }, { PARQUET_MAP, 0 }, { PARQUET_MAP, 0 },
		{ PARQUET_LIST, 0 }, { PARQUET_ENUM, 0 },
		{ PARQUET_DECIMAL, 0 }, { PARQUET_DATE, 0 },
		{ PARQUET_TIME, 1000 }, { PARQUET_TIME, 1000000 },
		{ PARQUET_TIMESTAMP, 1000 }, { PARQUET_TIMESTAMP, 1000000 },
		{ PARQUET_INTEGER, 0 }, { PARQUET_INTEGER, 0 },
		{ PARQUET_INTEGER, 0 }, { PARQUET_INTEGER, 0 },
		{ PARQUET_INTEGER, 0 }, { PARQUET_INTEGER, 0 },
		{ PARQUET_INTEGER, 0 }, { PARQUET_INTEGER, 0 },
		{ PARQUET_JSON, 0 }, { PARQUET_BSON, 0 },
		{ PARQUET_INTERVAL, 0 }
	};

	if (v < 0 || v >= (int64_t)(sizeof(kinds) / sizeof(kinds[0])))
		return;
	e->meaning = kinds[v].meaning;
	e->per_second = kinds[v].per_second;
	e->is_unsigned = v >= 11 && v <= 14;
}

static void
read_element(struct thrift *t, struct parquet_element *e)
{
	struct thrift_field f = { 0 };
	int64_t converted = -1, type = PARQUET_GROUP, repetition = 0;
	const char *name = "";
	size_t n = 0;

	while (thrift_next(t, &f)) {
		switch (f.id) {
		case 1:
			type = thrift_int(t, &f);
			break;
		case 2:
			e->length = thrift_int(t, &f);
			break;
		case 3:
			repetition = thrift_int(t, &f);
			break;
		case 4:
			name = thrift_bytes(t, &f, &n);
			break;
		case 5:
			e->n_children = thrift_int(t, &f);
			break;
		case 6:
			converted = thrift_int(t, &f);
			break;
		case 7:
			e->scale = thrift_int(t, &f);
			break;
		case 8:
			e->precision = thrift_int(t, &f);
			break;
		case 10:
			read_logical(t, &f, e);
			break;
		default:
			thrift_skip(t, &f);
		}
	}
	t->failed |= type < 0 || type > PARQUET_GROUP || repetition < 0 ||
	    repetition > PARQUET_REPEATED || e->n_children < 0;
	if (t->failed)
		return;
	e->physical = (enum parquet_physical)type;
	e->repetition = (enum parquet_repetition)repetition;
	e->name = mem_strndup(name, n);
	if (e->meaning == PARQUET_NONE)
		take_converted(converted, e);
}

static void
read_elements(struct thrift *t, const struct thrift_field *f,
    struct parquet_meta *m)
{
	size_t n = thrift_list(t, f, THRIFT_STRUCT);

	if (m->elements != NULL || n > (size_t)(t->end - t->p) /
	    ELEMENT_BYTES + 1) {
		t->failed = true;
		return;
	}
	m->elements = mem_calloc(n, sizeof(*m->elements));
	for (; m->n_elements < n && !t->failed; m->n_elements++)
		read_element(t, &m->elements[m->n_elements]);
}

static void
read_chunk_meta(struct thrift *t, struct parquet_chunk *c)
{
	int64_t type = -1, data = -1, dictionary = 0, size = -1;
	int64_t *const to[] = { [1] = &type, [4] = &c->codec,
		[5] = &c->n_values, [7] = &size, [9] = &data,
		[11] = &dictionary };

	c->codec = -1;
	thrift_ints(t, to, sizeof(to) / sizeof(to[0]));
	if (c->codec > BLOCK_LZ4_RAW)
		c->codec = -1;		/* unknown: it is refused */
	t->failed |= type < 0 || type >= PARQUET_GROUP || data < 0 ||
	    size < 0 || c->n_values < 0;
	c->physical = (enum parquet_physical)type;
	c->at = (uint64_t)(dictionary > 0 && dictionary < data ? dictionary :
	    data);
	c->size = (uint64_t)size;
}

static void
read_chunk(struct thrift *t, struct parquet_chunk *c)
{
	struct thrift_field f = { 0 };
	bool has_meta = false;

	while (thrift_next(t, &f)) {
		if (f.id == 3 && thrift_struct(t, &f)) {
			read_chunk_meta(t, c);
			has_meta = true;
		} else {
			thrift_skip(t, &f);
		}
	}
	t->failed |= !has_meta;
}

static void
read_group(struct thrift *t, struct parquet_group *g)
{
	struct thrift_field f = { 0 };
	size_t n;

	while (thrift_next(t, &f)) {
		if (f.id == 1 && g->chunks == NULL) {
			n = thrift_list(t, &f, THRIFT_STRUCT);
			t->failed |= n > (size_t)(t->end - t->p) /
			    CHUNK_BYTES + 1;
			n = t->failed ? 0 : n;
			g->chunks = mem_calloc(n, sizeof(*g->chunks));
			for (; g->n_chunks < n; g->n_chunks++)
				read_chunk(t, &g->chunks[g->n_chunks]);
		} else if (f.id == 3) {
			g->n_rows = thrift_int(t, &f);
		} else {
			thrift_skip(t, &f);
		}
	}
	t->failed |= g->n_rows < 0;
}

static void
read_groups(struct thrift *t, const struct thrift_field *f,
    struct parquet_meta *m)
{
	size_t n = thrift_list(t, f, THRIFT_STRUCT);

	if (m->groups != NULL || n > (size_t)(t->end - t->p) / ELEMENT_BYTES +
	    1) {
		t->failed = true;
		return;
	}
	m->groups = mem_calloc(n, sizeof(*m->groups));
	for (; m->n_groups < n && !t->failed; m->n_groups++)
		read_group(t, &m->groups[m->n_groups]);
}

/* What Parquet's first writer left out of the size of a chunk: the head of its
   dictionary. Where the last page ends is told by the values. */
#define LEFT_OUT 100

/* Chunks lie before the footer. */
static int
check_groups(const struct parquet_meta *m, int64_t n_rows, uint64_t end,
    struct diag *d)
{
	size_t n_leaves = 0;

	for (size_t i = 0; i < m->n_elements; i++)
		n_leaves += m->elements[i].physical != PARQUET_GROUP;
	for (size_t g = 0; g < m->n_groups; g++) {
		if (m->groups[g].n_chunks != n_leaves ||
		    __builtin_sub_overflow(n_rows, m->groups[g].n_rows,
		    &n_rows))
			return (parquet_damaged(d));
		for (size_t i = 0; i < n_leaves; i++) {
			struct parquet_chunk *c = &m->groups[g].chunks[i];

			if (c->at > end || c->size > end - c->at)
				return (parquet_damaged(d));
			c->size += end - c->at - c->size < LEFT_OUT ?
			    end - c->at - c->size : LEFT_OUT;
		}
	}
	return (n_rows == 0 ? 0 : parquet_damaged(d));
}

int
parquet_meta_parse(struct parquet_meta *m, const void *p, size_t n,
    uint64_t end, struct diag *d)
{
	struct thrift t = { .p = p, .end = (const uint8_t *)p + n };
	struct thrift_field f = { 0 };
	int64_t n_rows = -1;

	*m = (struct parquet_meta){ 0 };
	while (thrift_next(&t, &f)) {
		if (f.id == 2)
			read_elements(&t, &f, m);
		else if (f.id == 3)
			n_rows = thrift_int(&t, &f);
		else if (f.id == 4)
			read_groups(&t, &f, m);
		else
			thrift_skip(&t, &f);
	}
	if (t.failed || m->n_elements == 0)
		return (parquet_damaged(d));
	return (check_groups(m, n_rows, end, d));
}

void
parquet_meta_release(struct parquet_meta *m)
{
	for (size_t i = 0; m->elements != NULL && i < m->n_elements; i++)
		free(m->elements[i].name);
	for (size_t g = 0; m->groups != NULL && g < m->n_groups; g++)
		free(m->groups[g].chunks);
	free(m->elements);
	free(m->groups);
}

/* The head of a page of one kind: that of a dictionary says less. */
static void
read_page_head(struct thrift *t, int kind, struct parquet_page *p)
{
	int64_t compressed = 1;
	int64_t *const v1[] = { [1] = &p->n_values, [2] = &p->encoding,
		[3] = &p->def_encoding, [4] = &p->rep_encoding };
	int64_t *const v2[] = { [1] = &p->n_values, [4] = &p->encoding,
		[5] = &p->def_bytes, [6] = &p->rep_bytes, [7] = &compressed };

	p->is_v2 = kind == 8;
	if (p->is_v2)
		thrift_ints(t, v2, 8);
	else
		thrift_ints(t, v1, kind == 7 ? 3 : 5);
	p->is_compressed = compressed != 0;
}

int
parquet_page_parse(struct parquet_page *p, const void *bytes, size_t *n,
    struct diag *d)
{
	struct thrift t = { .p = bytes, .end = (const uint8_t *)bytes + *n };
	struct thrift_field f = { 0 };
	int64_t type = -1;

	*p = (struct parquet_page){ .n_values = -1, .size = -1,
	    .unpacked = -1, .is_compressed = true };
	while (thrift_next(&t, &f)) {
		if (f.id == 1)
			type = thrift_int(&t, &f);
		else if (f.id == 2)
			p->unpacked = thrift_int(&t, &f);
		else if (f.id == 3)
			p->size = thrift_int(&t, &f);
		else if (f.id == 4) {
			p->crc = (uint32_t)thrift_int(&t, &f);
			p->has_crc = true;
		} else if ((f.id == 5 || f.id == 7 || f.id == 8) &&
		    thrift_struct(&t, &f))
			read_page_head(&t, f.id, p);
		else
			thrift_skip(&t, &f);
	}
	if (t.failed && t.is_cut)
		return (0);
	p->is_dictionary = type == 2;
	p->is_other = type != 0 && type != 2 && type != 3;
	if (t.failed || p->size < 0 || p->size > INT32_MAX ||
	    p->unpacked < 0 || p->unpacked > INT32_MAX || (!p->is_other &&
	    (p->n_values < 0 || p->n_values > INT32_MAX)) ||
	    p->def_bytes < 0 || p->rep_bytes < 0)
		return (parquet_damaged(d));
	*n = (size_t)(t.p - (const uint8_t *)bytes);
	return (1);
}
