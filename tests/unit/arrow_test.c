/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arrow streams, written and read back.  That other programs' readers and
 * writers agree with ours is seen in tests/pipe/arrow-interop.sh.
 */
#include <unistd.h>

#include "bytes.h"
#include "draw.h"
#include "fmt_arrow_ids.h"
#include "fmt_arrow_flat.h"
#include "fmt_arrow_read.h"
#include "rng.h"
#include "sample_table.h"
#include "sink.h"
#include "str.h"

/* The whole stream as one block; -1 with the message. */
static int
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

static void
drop(struct head *head, struct block *rows, json_t *tail)
{
	json_decref(tail);
	block_release(rows);
	head_release(head);
}

/* n_batches times the batch, as bytes. */
static char *
write_all(const struct head *h, const struct batch *b, size_t n_batches,
    size_t *n)
{
	struct diag d = DIAG_INIT;
	json_t *tail = json_pack("[{s:i}]", "out", 7);
	struct sink *s;
	char *p;

	CHECK_INT(sink_open("a.arrow", NULL, h, &s, &d), 0);
	for (size_t i = 0; i < n_batches; i++)
		CHECK_INT(sink_write(s, b, &d), 0);
	CHECK_INT(sink_finish(s, tail, &d), 0);
	sink_free(s);
	p = read_whole("a.arrow", n);
	unlink("a.arrow");
	json_decref(tail);
	return (p);
}

/* Equal to the bit, missing slots too. */
static size_t
count_different(const struct column *a, size_t i, const struct column *b,
    size_t j)
{
	if (a->valid[i] != b->valid[j])
		return (1);
	if (a->type == COL_FLOAT && a->valid[i])
		return (memcmp(&a->floats[i], &b->floats[j], 8) != 0);
	return (!column_same(a, i, b, j));
}

static void
check_rows(const struct block *got, const struct batch *want, size_t times)
{
	size_t bad = 0;

	CHECK_INT(got->view.n_rows, want->n_rows * times);
	for (size_t j = 0; j < got->n_cols; j++) {
		CHECK_INT(got->cols[j].n_missing,
		    want->cols[j]->n_missing * times);
		for (size_t i = 0; i < got->view.n_rows; i++)
			bad += count_different(&got->cols[j], i,
			    want->cols[j], i % want->n_rows);
	}
	CHECK_INT(bad, 0);
}

static void
check_round_trip(const struct head *h, const struct batch *b, size_t times)
{
	struct diag d = DIAG_INIT;
	struct head head;
	struct block got;
	json_t *tail;
	size_t n;
	char *p = write_all(h, b, times, &n);

	CHECK(arrow_detect(p, n));
	CHECK_INT(n % 8, 0);
	if (read_all(p, n, false, &head, &got, &tail, &d) == -1) {
		CHECK_STR(d.text, "");
		free(p);
		return;
	}
	CHECK(schema_equal(&head.schema, &h->schema));
	CHECK(json_equal(head.recipe, h->recipe));
	CHECK_INT(json_integer_value(json_object_get(json_array_get(tail, 0),
	    "out")), 7);
	if (b->n_rows > 0)
		check_rows(&got, b, times);
	drop(&head, &got, tail);
	free(p);
}

static void
test_sample(void)
{
	struct head h;
	struct block b;
	const struct batch *rows;

	sample_head(&h);
	json_array_append_new(h.recipe, json_pack("{s:s}", "step", "x"));
	rows = sample_fill(&b, &h);
	check_round_trip(&h, rows, 1);
	check_round_trip(&h, rows, 50);
	block_clear(&b);
	check_round_trip(&h, block_seal(&b, 0), 0);
	block_release(&b);
	head_release(&h);
}

static void
add_random(struct column *c, struct rng *r)
{
	uint32_t index[3];
	float v[3];
	uint64_t x = rng_next(r);
	char text[40];

	for (uint32_t k = 0; k < 3; k++) {
		index[k] = k * 3 + (uint32_t)(x % 3);
		v[k] = (float)draw_normal(r);
	}
	for (size_t k = 0; k < sizeof(text); k++)
		text[k] = (char)('a' + rng_below(r, 26));
	switch (c->type) {
	case COL_BOOL:
		column_add_bool(c, x & 1);
		break;
	case COL_INT:
		column_add_int(c, (int64_t)x);
		break;
	case COL_TIME:
		column_add_int(c, (int64_t)(x % 100000000000000000));
		break;
	case COL_FLOAT:
		column_add_float(c, draw_normal(r));
		break;
	case COL_STRING:
		column_add_string(c, text, x % sizeof(text));
		break;
	case COL_VECTOR:
		column_add_vector(c, v);
		break;
	default:
		column_add_sparse(c, index, v, x % 4);
		break;
	}
}

/* Many rows, none, some or all of them missing. */
static void
test_random(void)
{
	static const size_t sizes[] = { 1, 7, 8, 9, 8192, 8193, 20001 };
	struct head h;
	struct block b;
	struct rng r;

	sample_head(&h);
	rng_init(&r, 3);
	for (size_t k = 0; k < 3 * sizeof(sizes) / sizeof(sizes[0]); k++) {
		double keep = k % 3 * 0.5;

		block_init(&b, &h.schema);
		for (size_t i = 0; i < sizes[k / 3]; i++) {
			for (size_t j = 0; j < b.n_cols; j++) {
				if (draw_uniform(&r) < keep)
					add_random(&b.cols[j], &r);
				else
					column_add_missing(&b.cols[j]);
			}
		}
		check_round_trip(&h, block_seal(&b, 0), 2);
		block_release(&b);
	}
	head_release(&h);
}

/* Cut anywhere: the error says so, and --partial gives what was whole. */
static void
test_cut(void)
{
	struct diag d = DIAG_INIT;
	struct head h, head;
	struct block b, got;
	json_t *tail;
	size_t n, told = 0;
	char *p, *part;

	sample_head(&h);
	p = write_all(&h, sample_fill(&b, &h), 2, &n);
	for (size_t i = 0; i < n; i++) {
		part = malloc(i + 1);	/* so that no byte more can be read */
		memcpy(part, p, i);
		part = realloc(part, i > 0 ? i : 1);
		CHECK_INT(read_all(part, i, false, &head, &got, &tail, &d),
		    -1);
		told += strstr(d.text, "mem: the stream was cut") == d.text;
		if (read_all(part, i, true, &head, &got, &tail, &d) == 0) {
			CHECK_INT(got.view.n_rows % SAMPLE_ROWS, 0);
			drop(&head, &got, tail);
		}
		free(part);
	}
	CHECK_INT(told, n);
	CHECK_INT(read_all(p, n - 8, true, &head, &got, &tail, &d), 0);
	check_rows(&got, &b.view, 2);
	drop(&head, &got, tail);
	free(p);
	block_release(&b);
	head_release(&h);
}

/* The file format: the stream between two marks, and a footer. */
static void
test_file(void)
{
	struct diag d = DIAG_INIT;
	struct str f = STR_INIT;
	struct head h, head;
	struct block b, got;
	json_t *tail;
	size_t n;
	char *p, *part;

	sample_head(&h);
	p = write_all(&h, sample_fill(&b, &h), 2, &n);
	str_add(&f, "ARROW1\0\0", 8);
	str_add(&f, p, n);
	str_add(&f, "footer\6\0\0\0ARROW1", 16);
	CHECK_INT(read_all(f.buf, f.len, false, &head, &got, &tail, &d), 0);
	check_rows(&got, &b.view, 2);
	drop(&head, &got, tail);
	for (size_t i = 0; i < f.len; i++) {
		part = malloc(i + 1);
		memcpy(part, f.buf, i);
		part = realloc(part, i > 0 ? i : 1);
		CHECK_INT(read_all(part, i, false, &head, &got, &tail, &d),
		    -1);
		free(part);
	}
	str_release(&f);
	free(p);
	block_release(&b);
	head_release(&h);
}

/* Bytes that are wrong give an error or a table, never a crash. */
static void
test_damage(void)
{
	struct diag d = DIAG_INIT;
	struct head h, head;
	struct block b, got;
	struct rng r;
	json_t *tail;
	size_t n, errors = 0;
	char *p, old;

	sample_head(&h);
	rng_init(&r, 5);
	p = write_all(&h, sample_fill(&b, &h), 1, &n);
	for (size_t i = 0; i < 2 * n; i++) {
		old = p[i / 2];
		p[i / 2] = (char)(i % 2 == 0 ? rng_next(&r) : 0xff);
		if (read_all(p, n, false, &head, &got, &tail, &d) == 0)
			drop(&head, &got, tail);
		else
			errors++;
		p[i / 2] = old;
	}
	CHECK(errors > n / 4);
	free(p);
	block_release(&b);
	head_release(&h);
}

/* A message of another program: a schema of one column of this type. */
static size_t
foreign_schema(struct flat *f, uint8_t type_id, size_t type)
{
	size_t name = flat_string(f, "c", 1), field, fields;

	flat_table(f);
	flat_ref(f, FIELD_NAME, name);
	flat_ref(f, FIELD_TYPE, type);
	flat_u8(f, FIELD_TYPE_TYPE, type_id);
	field = flat_table_end(f);
	fields = flat_refs(f, &field, 1);
	flat_table(f);
	flat_ref(f, SCHEMA_FIELDS, fields);
	return (flat_table_end(f));
}

static void
add_message(struct str *out, struct flat *f, uint8_t type, size_t header,
    const void *body, size_t n_body)
{
	uint32_t prefix[2] = { UINT32_MAX, 0 };
	const uint8_t *p;
	size_t n;

	flat_table(f);
	flat_i64(f, MESSAGE_BODY, (int64_t)n_body);
	flat_ref(f, MESSAGE_HEADER, header);
	flat_i16(f, MESSAGE_VERSION, ARROW_V5);
	flat_u8(f, MESSAGE_HEADER_TYPE, type);
	p = flat_finish(f, flat_table_end(f), &n);
	prefix[1] = (uint32_t)n;
	str_add(out, prefix, sizeof(prefix));
	str_add(out, p, n);
	str_add(out, body, n_body);
	flat_clear(f);
}

/* A column of n values that stand in one buffer after a bitmap of 8 bytes. */
static void
add_batch(struct str *out, struct flat *f, int64_t n, const void *values,
    int64_t n_values)
{
	static const char bits[8] = { 0x7f };
	int64_t nodes[2] = { n, 1 }, buffers[4] = { 0, 8, 8, n_values };
	struct str body = STR_INIT;
	size_t a, b;

	str_add(&body, bits, sizeof(bits));
	str_add(&body, values, (size_t)n_values);
	a = flat_structs(f, nodes, 1, 16);
	b = flat_structs(f, buffers, 2, 16);
	flat_table(f);
	flat_i64(f, BATCH_LENGTH, n);
	flat_ref(f, BATCH_NODES, a);
	flat_ref(f, BATCH_BUFFERS, b);
	add_message(out, f, HEADER_BATCH, flat_table_end(f), body.buf,
	    body.len);
	str_release(&body);
}

static const uint32_t end_mark[2] = { UINT32_MAX, 0 };

/* Two int16 slots of a type: unit or precision, nothing. */
static void
check_numbers(uint8_t type_id, int16_t unit, const void *values,
    int64_t n_values, const char *want)
{
	struct diag d = DIAG_INIT;
	struct str s = STR_INIT, text = STR_INIT;
	struct flat f;
	struct head head;
	struct block got;
	json_t *tail;
	size_t type;

	flat_init(&f);
	flat_table(&f);
	flat_i16(&f, 0, unit);
	type = flat_table_end(&f);
	add_message(&s, &f, HEADER_SCHEMA, foreign_schema(&f, type_id, type),
	    NULL, 0);
	add_batch(&s, &f, 3, values, n_values);
	str_add(&s, end_mark, sizeof(end_mark));
	if (read_all(s.buf, s.len, false, &head, &got, &tail, &d) == -1) {
		CHECK_STR(d.text, want);
	} else {
		for (size_t i = 0; i < got.view.n_rows; i++)
			str_addf(&text, "%.17g ", column_number(&got.cols[0],
			    i));
		CHECK_STR(str_get(&text), want);
		CHECK(json_array_size(head.recipe) == 1);
		drop(&head, &got, tail);
	}
	flat_release(&f);
	str_release(&s);
	str_release(&text);
}

/* Values from IEEE 754 (binary16) and from the civil calendar. */
static void
test_foreign_numbers(void)
{
	static const uint16_t half[] = { 0x3555, 0xc000, 0x0001 };
	static const float single[] = { 0.5f, NAN, -1e30f };
	static const int32_t days[] = { 0, -1, 19844 };
	static const int64_t ns[] = { 1, -1, 1999 };
	static const int64_t seconds[] = { 1, -1, INT64_MAX };
	static const int64_t ms[] = { 1, -1, 0 };

	check_numbers(TYPE_FLOAT, FLOAT_HALF, half, 6,
	    "0.333251953125 -2 5.9604644775390625e-08 ");
	check_numbers(TYPE_FLOAT, FLOAT_SINGLE, single, 12,
	    "0.5 nan -1.0000000150474662e+30 ");
	check_numbers(TYPE_DATE, DATE_DAY, days, 12,
	    "0 -86400000000 1714521600000000 ");
	check_numbers(TYPE_DATE, DATE_MS, ms, 24, "1000 -1000 0 ");
	check_numbers(TYPE_TIMESTAMP, UNIT_NS, ns, 24, "0 -1 1 ");
	check_numbers(TYPE_TIMESTAMP, UNIT_MS, ms, 24, "1000 -1000 0 ");
	check_numbers(TYPE_TIMESTAMP, UNIT_S, seconds, 24,
	    "mem: column \"c\": a time outside the years 0001 to 9999");
	check_numbers(TYPE_FLOAT, FLOAT_DOUBLE, single, 12,
	    "mem: column \"c\": the Arrow data is damaged");
	check_numbers(TYPE_DURATION, UNIT_S, ms, 24, "1 -1 0 ");
	check_numbers(TYPE_UNION, 0, ms, 24,
	    "mem: column \"c\": its Arrow type (union) is not supported");
	check_numbers(77, 0, ms, 24,
	    "mem: column \"c\": its Arrow type (unknown) is not supported");
}

/* A struct of two fields that are one, of two fields that are one ... */
static void
test_many_types(void)
{
	static const char bits[8];
	struct diag d = DIAG_INIT;
	struct str s = STR_INIT;
	struct flat f;
	struct head head;
	struct block got;
	json_t *tail;
	size_t name, list, type, twice[2];

	flat_init(&f);
	flat_table(&f);
	type = flat_table_end(&f);
	name = flat_string(&f, "c", 1);
	list = flat_refs(&f, NULL, 0);
	for (int i = 0; i < 40; i++) {
		flat_table(&f);
		flat_ref(&f, FIELD_NAME, name);
		flat_ref(&f, FIELD_TYPE, type);
		flat_ref(&f, FIELD_CHILDREN, list);
		flat_u8(&f, FIELD_TYPE_TYPE, TYPE_STRUCT);
		twice[0] = twice[1] = flat_table_end(&f);
		list = flat_refs(&f, twice, 2);
	}
	flat_table(&f);
	flat_ref(&f, SCHEMA_FIELDS, list);
	add_message(&s, &f, HEADER_SCHEMA, flat_table_end(&f), bits, 0);
	CHECK_INT(read_all(s.buf, s.len, false, &head, &got, &tail, &d), -1);
	CHECK(strstr(d.text, "over 65536 columns and parts") != NULL);
	flat_release(&f);
	str_release(&s);
}

static void
test_nothing(void)
{
	struct diag d = DIAG_INIT;
	struct head head;
	struct block got;
	json_t *tail;

	CHECK(!arrow_detect("a,b,c\n1,2,3\n", 12));
	CHECK(!arrow_detect("", 0));
	CHECK(arrow_detect("ARROW1\0\0", 8));
	CHECK_INT(read_all("ARROW1\0\0", 8, false, &head, &got, &tail, &d),
	    -1);
	CHECK_INT(read_all((const char *)end_mark, 8, false, &head, &got,
	    &tail, &d), -1);
	CHECK_STR(d.text, "mem: Arrow data without a schema");
}

int
main(void)
{
	test_sample();
	test_random();
	test_cut();
	test_file();
	test_damage();
	test_foreign_numbers();
	test_many_types();
	test_nothing();
	return (check_done());
}
