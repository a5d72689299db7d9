/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrow of other programs: what we do not write, and streams of nothing. */
#include "fmt_arrow_ids.h"
#include "fmt_arrow_flat.h"
#include "str.h"

#include "arrow_io.h"

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
	    "mem: column \"c\": its type (union) is not supported");
	check_numbers(77, 0, ms, 24,
	    "mem: column \"c\": its type (unknown) is not supported");
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
	test_foreign_numbers();
	test_many_types();
	test_nothing();
	return (check_done());
}
