/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "check.h"
#include "mem.h"
#include "rng.h"

#include "request_tensors.h"

#define MAX_ROWS 50

static const char recipe_text[] =
    "[{\"step\":\"read\",\"version\":1,\"in\":[],"
    "\"out\":[\"id\",\"age\",\"city\",\"fee\",\"home.zip\",\"churn\"],"
    "\"params\":{\"na\":[],\"trim\":false},\"state\":{\"columns\":["
    "{\"name\":\"id\",\"type\":\"int\",\"role\":\"id\"},"
    "{\"name\":\"age\",\"type\":\"int\"},"
    "{\"name\":\"city\",\"type\":\"string\"},"
    "{\"name\":\"fee\",\"type\":\"float\"},"
    "{\"name\":\"home.zip\",\"type\":\"string\"},"
    "{\"name\":\"churn\",\"type\":\"string\",\"role\":\"target\"}]}}]";

static const char model_text[] =
    "{\"algorithm\":\"baseline\",\"task\":\"binary\","
    "\"target\":{\"name\":\"churn\",\"type\":\"string\"},"
    "\"classes\":[\"No\",\"Yes\"],\"params\":{},"
    "\"features\":[{\"name\":\"age\",\"type\":\"int\"},"
    "{\"name\":\"city\",\"type\":\"string\"},"
    "{\"name\":\"fee\",\"type\":\"float\"},"
    "{\"name\":\"home.zip\",\"type\":\"string\"}]}";

static struct predictor *
make_predictor(void)
{
	static const char state[] = "{\"values\":[0.25]}";
	static const struct attachments without;
	struct diag d = DIAG_INIT;
	struct predictor *p = NULL;
	struct model *m = NULL;
	json_t *recipe, *model;

	CHECK(doc_parse(recipe_text, strlen(recipe_text), &recipe, &d) == 0);
	CHECK(doc_parse(model_text, strlen(model_text), &model, &d) == 0);
	CHECK_(model_from_json(model, &m, &d) == 0, "%s", d.text);
	CHECK_(m->learner->load(m, state, strlen(state), &d) == 0, "%s",
	    d.text);
	CHECK_(predictor_new(recipe, &without, m, &p, &d) == 0, "%s", d.text);
	json_decref(recipe);
	json_decref(model);
	return (p);
}

/* The rows as text: "age|city|fee|zip" with - for missing. */
static void
print_rows(struct request_table *t, struct str *out)
{
	const struct batch *b = request_table_batch(t);
	const char *p;
	size_t n;

	str_clear(out);
	for (size_t i = 0; i < b->n_rows; i++) {
		for (size_t k = 1; k < 5; k++) {
			const struct column *c = b->cols[k];

			if (k > 1)
				str_addc(out, '|');
			if (!c->valid[i]) {
				str_addc(out, '-');
			} else if (c->type == COL_STRING) {
				p = column_string(c, i, &n);
				str_add(out, p, n);
			} else {
				str_addf(out, "%g", column_number(c, i));
			}
		}
		str_addc(out, '\n');
	}
}

typedef int parser(struct request_table *, const struct request_body *,
    struct diag *);

/* Parse a body from memory of its exact size, so that a read behind it is
   seen by the address sanitizer. */
static int
parse(struct request_table *t, parser *f, const char *body, size_t n,
    struct diag *d)
{
	char *exact = mem_dup(body, n, 1);
	struct infer_request infer;
	const struct request_body b = { .p = exact, .n = n, .n_json = n,
	    .infer = &infer };
	int r = f(t, &b, d);

	free(exact);
	return (r);
}

static void
check_rows(struct request_table *t, parser *f, const char *body,
    const char *want)
{
	struct str got = STR_INIT;
	struct diag d = DIAG_INIT;
	int r = parse(t, f, body, strlen(body), &d);

	CHECK_(r == 0, "%s: %s", body, d.text);
	if (r == 0) {
		print_rows(t, &got);
		CHECK_STR(str_get(&got), want);
	}
	str_release(&got);
}

static void
check_error(struct request_table *t, parser *f, const char *body,
    const char *want)
{
	struct diag d = DIAG_INIT;

	CHECK(parse(t, f, body, strlen(body), &d) == -1);
	CHECK_STR(d.text, want);
}

static const char rows_want[] = "34|Ulm|1.5|-\n-||0.1|089\n";

static void
test_shapes(struct request_table *t)
{
	check_rows(t, request_table_json, "{\"dataframe_split\":{"
	    "\"data\":[[1.5,34,\"Ulm\",9],[0.1,null,\"\",9]],"
	    "\"index\":[0,1],\"columns\":[\"fee\",\"age\",\"city\",\"x\"]},"
	    "\"params\":{}}", "34|Ulm|1.5|-\n-||0.1|-\n");
	check_rows(t, request_table_json, "{\"dataframe_records\":["
	    "{\"age\":34,\"city\":\"Ulm\",\"fee\":1.5},"
	    "{\"city\":\"\",\"fee\":\"0.1\",\"home\":{\"zip\":\"089\"}}]}",
	    rows_want);
	check_rows(t, request_table_json, "{\"instances\":["
	    "[7,34,\"Ulm\",1.5,null],[8,null,\"\",0.1,\"089\"]]}", rows_want);
	check_rows(t, request_table_json, "{\"instances\":["
	    "[34,\"Ulm\",1.5,null],[NaN,\"\",0.1,\"089\"]]}", rows_want);
	check_rows(t, request_table_json, "{\"inputs\":{"
	    "\"age\":[34,null],\"city\":[\"Ulm\",\"\"],\"fee\":[[1.5],[0.1]],"
	    "\"home.zip\":[null,\"089\"]}}", rows_want);
	check_rows(t, request_table_json, "{\"inputs\":["
	    "[34,\"Ulm\",1.5,null],[null,\"\",0.1,\"089\"]]}", rows_want);
	check_rows(t, request_table_json, "{\"instances\":[]}", "");
	check_rows(t, request_table_csv, "x,fee,city,age,home.zip\r\n"
	    "1,1.5,Ulm,34,\r\n2,0.1,\"\",,089", rows_want);
}

/* Texts of numbers are those that JSON rows of a file have: whole floats are
   ints, fractions in text are the shortest of their double. */
static void
test_values(struct request_table *t)
{
	check_rows(t, request_table_json, "{\"instances\":["
	    "{\"age\":34.0,\"city\":1.50,\"fee\":1e2,"
	    "\"home\":{\"zip\":[1, {\"a\" : 2}]}},"
	    "{\"age\":34.5,\"city\":7,\"fee\":Infinity}]}",
	    "34|1.5|100|[1,{\"a\":2}]\n-|7|inf|-\n");
}

static void
test_tensors(struct request_table *t)
{
	check_rows(t, request_table_tensors, "{\"id\":\"1\",\"inputs\":["
	    "{\"name\":\"age\",\"shape\":[2],\"datatype\":\"INT64\","
	    "\"data\":[34,null]},"
	    "{\"data\":[[\"Ulm\"],[\"\"]],\"name\":\"city\",\"shape\":[2,1],"
	    "\"datatype\":\"BYTES\"},"
	    "{\"name\":\"fee\",\"shape\":[2],\"datatype\":\"FP64\","
	    "\"data\":[1.5,0.1]},"
	    "{\"name\":\"home.zip\",\"shape\":[2],\"datatype\":\"BYTES\","
	    "\"data\":[null,\"089\"]}]}", rows_want);
	check_rows(t, request_table_tensors, "{\"inputs\":[{\"name\":\"x\","
	    "\"shape\":[2,4],\"datatype\":\"FP32\","
	    "\"data\":[1,2,3,4,[5,6,7,8]]}]}", "1|2|3|4\n5|6|7|8\n");
	check_error(t, request_table_tensors, "{\"inputs\":[{\"name\":\"x\","
	    "\"shape\":[2,4],\"datatype\":\"FP32\",\"data\":[1]}]}",
	    "input \"x\": 1 values, but a shape of 8");
	check_error(t, request_table_tensors, "{\"inputs\":[{\"name\":\"x\","
	    "\"shape\":[2,4,1],\"datatype\":\"FP32\",\"data\":[1]}]}",
	    "a shape is not [N] or [N, F]");
	check_error(t, request_table_tensors, "{\"inputs\":[{\"name\":\"age\","
	    "\"shape\":[1],\"datatype\":\"FP99\",\"data\":[1]}]}",
	    "no such datatype: \"FP99\"");
	check_error(t, request_table_tensors, "{\"inputs\":[{\"name\":\"age\","
	    "\"shape\":[51],\"datatype\":\"FP32\",\"data\":[1]}]}",
	    "more than 50 rows in one request");
	check_error(t, request_table_tensors,
	    "{\"outputs\":[{\"name\":\"scor\"}],\"inputs\":[]}",
	    "outputs: no column \"scor\" (did you mean \"score\"?)");
}

/* The JSON, then bytes. */
static int
parse_binary(struct request_table *t, const char *json, const char *bytes,
    size_t n, struct diag *d)
{
	struct infer_request infer;
	struct request_body body = { .n_json = strlen(json), .infer = &infer };
	char *p;
	int status;

	body.n = body.n_json + n;
	p = mem_alloc(body.n, 1);
	memcpy(p, json, body.n_json);
	memcpy(p + body.n_json, bytes, n);
	body.p = p;
	status = request_table_tensors(t, &body, d);
	free(p);
	return (status);
}

/* One element of the column "fee", a float, of a datatype. */
static void
check_element(struct request_table *t, const char *type, const char *bytes,
    size_t n, double want)
{
	struct str json = STR_INIT;
	struct diag d = DIAG_INIT;
	const struct column *c;

	str_addf(&json, "{\"inputs\":[{\"name\":\"fee\",\"shape\":[1],"
	    "\"datatype\":\"%s\",\"parameters\":{\"binary_data_size\":%zu}}]}",
	    type, n);
	CHECK_(parse_binary(t, str_get(&json), bytes, n, &d) == 0, "%s: %s",
	    type, d.text);
	c = request_table_batch(t)->cols[3];
	CHECK_(c->n == 1 && (c->floats[0] == want ||
	    (isnan(want) && !c->valid[0])), "%s: %.17g, not %.17g", type,
	    c->floats[0], want);
	str_release(&json);
}

/* The values of IEEE 754 and two's complement. */
static void
test_binary_elements(struct request_table *t)
{
	check_element(t, "INT8", "\xff", 1, -1);
	check_element(t, "UINT8", "\xff", 1, 255);
	check_element(t, "INT16", "\x00\x80", 2, -32768);
	check_element(t, "UINT16", "\x00\x80", 2, 32768);
	check_element(t, "INT32", "\xfe\xff\xff\xff", 4, -2);
	check_element(t, "UINT32", "\xfe\xff\xff\xff", 4, 4294967294);
	check_element(t, "INT64", "\0\0\0\0\0\0\0\x80", 8, -0x1p63);
	check_element(t, "UINT64", "\0\0\0\0\0\0\0\x80", 8, 0x1p63);
	check_element(t, "FP16", "\x00\x3e", 2, 1.5);
	check_element(t, "FP16", "\x01\x80", 2, -0x1p-24);
	check_element(t, "FP16", "\xff\x7b", 2, 65504);
	check_element(t, "FP16", "\x00\x7e", 2, NAN);
	check_element(t, "FP32", "\xcd\xcc\xcc\x3d", 4, (double)0.1f);
	check_element(t, "FP64", "\x9a\x99\x99\x99\x99\x99\xb9\x3f", 8, 0.1);
	check_element(t, "FP64", "\0\0\0\0\0\0\xf8\x7f", 8, NAN);
	check_element(t, "BYTES", "\x03\0\0\0""0.1", 7, 0.1);
}

static void
test_binary(struct request_table *t)
{
	static const char json[] = "{\"inputs\":["
	    "{\"name\":\"age\",\"shape\":[2],\"datatype\":\"INT16\","
	    "\"parameters\":{\"binary_data_size\":4}},"
	    "{\"name\":\"fee\",\"shape\":[2,1],\"datatype\":\"FP64\","
	    "\"data\":[1.5,null]},"
	    "{\"name\":\"city\",\"shape\":[2],\"datatype\":\"BYTES\","
	    "\"parameters\":{\"binary_data_size\":11}}]}";
	static const char bytes[] = "\x22\0\xff\xff" "\x03\0\0\0Ulm" "\0\0\0\0";
	static const char matrix[] = "{\"inputs\":[{\"name\":\"x\","
	    "\"shape\":[1,4],\"datatype\":\"INT8\","
	    "\"parameters\":{\"binary_data_size\":4}}]}";
	struct str got = STR_INIT;
	struct diag d = DIAG_INIT;

	CHECK_(parse_binary(t, json, bytes, 15, &d) == 0, "%s", d.text);
	print_rows(t, &got);
	CHECK_STR(str_get(&got), "34|Ulm|1.5|-\n-1||-|-\n");
	CHECK_(parse_binary(t, matrix, "\1\2\3\4", 4, &d) == 0, "%s", d.text);
	print_rows(t, &got);
	CHECK_STR(str_get(&got), "1|2|3|4\n");
	/* Cut anywhere, or too long: an error. */
	for (size_t n = 0; n < 15; n++)
		CHECK(parse_binary(t, json, bytes, n, &d) == -1);
	CHECK_STR(d.text, "input \"city\": 11 bytes are not 2 elements of "
	    "BYTES");
	CHECK(parse_binary(t, json, bytes, 16, &d) == -1);
	CHECK_STR(d.text, "1 bytes behind the JSON are no input's");
	CHECK(parse_binary(t, matrix, "\1\2\3\4", 3, &d) == -1);
	CHECK(parse_binary(t, json, "\x22\0\xff\xff" "\x03\0\0\0U\xffm"
	    "\0\0\0\0", 15, &d) == -1);
	CHECK_STR(d.text, "input \"city\": element 1 is no UTF-8");
	str_release(&got);
}

static void
test_errors(struct request_table *t)
{
	check_error(t, request_table_json, "[]",
	    "the body is not a JSON object");
	check_error(t, request_table_json, "{}", "none of "
	    "\"dataframe_split\", \"dataframe_records\", \"instances\" and "
	    "\"inputs\"");
	check_error(t, request_table_json, "{\"instances\":[],\"inputs\":[]}",
	    "both \"instances\" and \"inputs\": one is wanted");
	check_error(t, request_table_json, "{\"instances\":[{\"age\":1,"
	    "\"age\":2}]}", "\"age\" is twice in one row");
	check_error(t, request_table_json, "{\"instances\":[[1]]}",
	    "1 values in a row without names; the model wants 5");
	check_error(t, request_table_json, "{\"instances\":[[]]}",
	    "0 values in a row without names; the model wants 5");
	check_error(t, request_table_json, "{\"instances\":[{},[1]]}",
	    "instances: row 2 is of another kind than those before");
	check_error(t, request_table_json, "{\"inputs\":{\"age\":[1],"
	    "\"fee\":[1,2]}}", "inputs has columns of 1 and of 2 values");
	check_error(t, request_table_json, "{\"dataframe_split\":{\"columns\":"
	    "[\"age\",\"fee\"],\"data\":[[1,2],[3]]}}",
	    "row 2 has 1 values, not 2");
	check_error(t, request_table_json, "{\"dataframe_records\":[[1]]}",
	    "dataframe_records is not an array of objects");
}

static void
test_counts(struct request_table *t)
{
	struct request_counts c;

	check_rows(t, request_table_json, "{\"instances\":["
	    "{\"age\":\"old\",\"fee\":\"dear\",\"city\":\"Ulm\",\"x\":1,"
	    "\"y\":{\"z\":1}},{\"fee\":2,\"x\":3}]}",
	    "-|Ulm|-|-\n-|-|2|-\n");
	request_table_counts(t, &c);
	CHECK_INT(c.rows, 2);
	CHECK_INT(c.bad_values, 2);
	CHECK_INT(c.unknown_columns, 2);
	CHECK_INT(c.absent_columns, 1);
	CHECK_INT(c.missing, 6);
}

/* Bodies with a few bytes changed: an error or rows, but never a crash; the
   sanitizers look on. */
static void
test_hostile(struct request_table *t)
{
	static const char *const bodies[] = {
		"{\"dataframe_split\":{\"columns\":[\"fee\",\"age\"],"
		"\"data\":[[1.5,34],[0.1,null]]}}",
		"{\"instances\":[{\"age\":34,\"home\":{\"zip\":\"\\u00e9\"}}]}",
		"{\"inputs\":{\"age\":[34,null],\"fee\":[[1.5],[0.1]]}}",
		"{\"id\":\"1\",\"inputs\":[{\"name\":\"age\",\"shape\":[2],"
		"\"datatype\":\"INT64\",\"data\":[34,null]}],"
		"\"outputs\":[{\"name\":\"score\"}]}"
	};
	static const char bytes[] = "{}[]\",:\\0123456789eE+-.untfalsr \n\x80";
	struct diag d = DIAG_INIT;
	struct rng r;
	int good = 0;

	rng_init(&r, 1);
	for (int round = 0; round < 20000; round++) {
		const char *body = bodies[round % 4];
		char *p = mem_strdup(body);
		size_t n = strlen(p);

		for (int k = 0; k < 1 + round % 3; k++)
			p[rng_below(&r, n)] =
			    bytes[rng_below(&r, sizeof(bytes) - 1)];
		n = round % 5 == 0 ? rng_below(&r, n) : n;
		good += parse(t, round % 4 == 3 ? request_table_tensors :
		    request_table_json, p, n, &d) == 0;
		free(p);
	}
	CHECK(good > 100 && good < 19000);
}

int
main(void)
{
	struct predictor *p = make_predictor();
	struct request_table t;

	request_table_init(&t, p, MAX_ROWS);
	test_shapes(&t);
	test_values(&t);
	test_tensors(&t);
	test_binary_elements(&t);
	test_binary(&t);
	test_errors(&t);
	test_counts(&t);
	test_hostile(&t);
	request_table_release(&t);
	predictor_free(p);
	return (check_done());
}
