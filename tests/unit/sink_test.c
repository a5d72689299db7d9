/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "numtext.h"
#include "rng.h"
#include "sample_table.h"
#include "fmt_value.h"
#include "sink.h"

static void
write_sample(const char *path, const char *format, int finish)
{
	struct diag d = DIAG_INIT;
	struct head h;
	struct block b;
	struct sink *s;
	json_t *tail = json_pack("[{s:i}]", "out", 4);

	sample_head(&h);
	CHECK_INT(sink_open(path, format, &h, &s, &d), 0);
	CHECK_STR(d.text, "");
	CHECK_INT(sink_write(s, sample_fill(&b, &h), &d), 0);
	CHECK_INT(sink_flush(s, &d), 0);
	if (finish)
		CHECK_INT(sink_finish(s, tail, &d), 0);
	sink_free(s);
	block_release(&b);
	head_release(&h);
	json_decref(tail);
}

static void
check_sample(const char *path, const char *format, const char *want)
{
	size_t n;
	char *got;

	write_sample(path, format, 1);
	got = read_whole(path, &n);
	CHECK_STR(got, want);
	free(got);
	unlink(path);
}

#define CSV_ROWS							\
	"true,-9223372036854775808,3.0,\"\",1970-01-01,0.1 -2,"		\
	"3:0.1 7:-2\n"							\
	"false,7,0.1,\"a\"\"b,c\",2024-05-01T10:20:30.123456Z,"		\
	"16777216 1e-30,\"\"\n"						\
	",,,,,,\n"							\
	"true,-1,-inf,\"\xc3\xa9\n\x01 \",1969-12-31T23:59:59.999999Z,"	\
	"16777216 1e-30,7:-2\n"

static void
test_text(void)
{
	check_sample("a.csv", NULL, "flag,n,x,\"s,\"\"t\"\"\",t,v,p\n"
	    CSV_ROWS);
	check_sample("a.mlcs", NULL,
	    "#mlc {\"mlc\":1,\"columns\":["
	    "{\"name\":\"flag\",\"type\":\"bool\",\"role\":\"target\"},"
	    "{\"name\":\"n\",\"type\":\"int\"},"
	    "{\"name\":\"x\",\"type\":\"float\"},"
	    "{\"name\":\"s,\\\"t\\\"\",\"type\":\"string\"},"
	    "{\"name\":\"t\",\"type\":\"time\"},"
	    "{\"name\":\"v\",\"type\":\"vector\",\"width\":2},"
	    "{\"name\":\"p\",\"type\":\"sparse\",\"width\":10}],"
	    "\"recipe\":[],\"lineage\":[{\"tool\":\"t\"}]}\n"
	    "flag,n,x,\"s,\"\"t\"\"\",t,v,p\n"
	    CSV_ROWS "#end {\"tail\":[{\"out\":4}]}\n");
	check_sample("a.txt", "tsv", "flag\tn\tx\t\"s,\"\"t\"\"\"\tt\tv\tp\n"
	    "true\t-9223372036854775808\t3.0\t\"\"\t1970-01-01\t0.1 -2\t"
	    "3:0.1 7:-2\n"
	    "false\t7\t0.1\t\"a\"\"b,c\"\t2024-05-01T10:20:30.123456Z\t"
	    "16777216 1e-30\t\"\"\n"
	    "\t\t\t\t\t\t\n"
	    "true\t-1\t-inf\t\"\xc3\xa9\n\x01 \"\t"
	    "1969-12-31T23:59:59.999999Z\t16777216 1e-30\t7:-2\n");
	check_sample("a.jsonl", NULL,
	    "{\"flag\":true,\"n\":-9223372036854775808,\"x\":3.0,"
	    "\"s,\\\"t\\\"\":\"\",\"t\":\"1970-01-01\",\"v\":[0.1,-2],"
	    "\"p\":{\"3\":0.1,\"7\":-2}}\n"
	    "{\"flag\":false,\"n\":7,\"x\":0.1,\"s,\\\"t\\\"\":\"a\\\"b,c\","
	    "\"t\":\"2024-05-01T10:20:30.123456Z\",\"v\":[16777216,1e-30],"
	    "\"p\":{}}\n"
	    "{\"flag\":null,\"n\":null,\"x\":null,\"s,\\\"t\\\"\":null,"
	    "\"t\":null,\"v\":null,\"p\":null}\n"
	    "{\"flag\":true,\"n\":-1,\"x\":-Infinity,"
	    "\"s,\\\"t\\\"\":\"\xc3\xa9\\n\\u0001 \","
	    "\"t\":\"1969-12-31T23:59:59.999999Z\",\"v\":[16777216,1e-30],"
	    "\"p\":{\"7\":-2}}\n");
}

static void
test_table(void)
{
	check_sample("a.txt", "table",
	    "flag                      n     x  s,\"t\"     "
	    "t                            v               p\n"
	    "true   -9223372036854775808     3            "
	    "1970-01-01                   0.1 -2          3:0.1 7:-2\n"
	    "false                     7   0.1  a\"b,c     "
	    "2024-05-01T10:20:30.123456Z  16777216 1e-30  \n"
	    "-                         -     -  -         "
	    "-                            -               -\n"
	    "true                     -1  -inf  \xc3\xa9\\n\\x01   "
	    "1969-12-31T23:59:59.999999Z  16777216 1e-30  7:-2\n");
}

/* Rows after those that were held are written in the same widths. */
static void
test_long_table(void)
{
	struct diag d = DIAG_INIT;
	struct head h;
	struct block b;
	struct sink *s;
	char *got, long_text[100];
	size_t n;

	memset(long_text, 'x', sizeof(long_text));
	head_init(&h);
	CHECK_INT(schema_add_new(&h.schema, "number", COL_FLOAT, &d), 0);
	CHECK_INT(schema_add_new(&h.schema, "text", COL_STRING, &d), 0);
	block_init(&b, &h.schema);
	for (int i = 0; i < 1500; i++) {
		column_add_float(&b.cols[0], i / 7.0);
		column_add_string(&b.cols[1], long_text, (size_t)i % 100);
	}
	CHECK_INT(sink_open("l", "table", &h, &s, &d), 0);
	CHECK_INT(sink_write(s, block_seal(&b, 0), &d), 0);
	CHECK_INT(sink_write(s, block_seal(&b, 1500), &d), 0);
	CHECK_INT(sink_finish(s, NULL, &d), 0);
	sink_free(s);
	got = read_whole("l", &n);
	n = 0;
	for (char *p = got; (p = strchr(p, '\n')) != NULL; p++)
		n++;
	CHECK_INT(n, 3001);
	CHECK(strncmp(got, " number  text\n      0  \n0.14286  x\n", 35) == 0);
	CHECK(strstr(got, "\n 214.14  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxx\xe2\x80\xa6\n") != NULL);
	free(got);
	unlink("l");
	block_release(&b);
	head_release(&h);
}

static void
test_quoting(void)
{
	static const char *const text[] = { " a", "a ", "#a", "a#", "NA",
	    "\r", "\xff" };
	struct diag d = DIAG_INIT;
	struct head h;
	struct block b;
	struct sink *s;
	size_t n;
	char *got;

	head_init(&h);
	CHECK_INT(schema_add_new(&h.schema, "#s", COL_STRING, &d), 0);
	block_init(&b, &h.schema);
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		column_add_string(&b.cols[0], text[i], strlen(text[i]));
	CHECK_INT(sink_open("q", "csv", &h, &s, &d), 0);
	CHECK_INT(sink_write(s, block_seal(&b, 0), &d), 0);
	CHECK_INT(sink_finish(s, NULL, &d), 0);
	sink_free(s);
	got = read_whole("q", &n);
	CHECK_STR(got, "\"#s\"\n\" a\"\n\"a \"\n\"#a\"\na#\nNA\n\"\r\"\n"
	    "\xff\n");
	free(got);
	CHECK_INT(sink_open("q", "jsonl", &h, &s, &d), 0);
	CHECK_INT(sink_write(s, block_seal(&b, 0), &d), 0);
	CHECK_INT(sink_finish(s, NULL, &d), 0);
	sink_free(s);
	got = read_whole("q", &n);
	CHECK(strstr(got, "{\"#s\":\"\\r\"}\n{\"#s\":\"\xef\xbf\xbd\"}\n") !=
	    NULL);
	free(got);
	unlink("q");
	block_release(&b);
	head_release(&h);
}

/* A row that is nothing but missing stays a row, as Python's csv writes it;
   in an mlc stream an empty line is one. */
static void
test_lone_missing(void)
{
	static const char *const formats[] = { "csv", "tsv", "mlc" };
	struct diag d = DIAG_INIT;
	struct head h;
	struct block b;
	struct sink *s;
	size_t n;
	char *got;

	head_init(&h);
	CHECK_INT(schema_add_new(&h.schema, "x", COL_INT, &d), 0);
	block_init(&b, &h.schema);
	column_add_int(&b.cols[0], 1);
	column_add_missing(&b.cols[0]);
	for (size_t i = 0; i < 3; i++) {
		CHECK_INT(sink_open("m", formats[i], &h, &s, &d), 0);
		CHECK_INT(sink_write(s, block_seal(&b, 0), &d), 0);
		CHECK_INT(sink_finish(s, NULL, &d), 0);
		sink_free(s);
		got = read_whole("m", &n);
		CHECK(strstr(got, i < 2 ? "x\n1\n\"\"\n" :
		    "x\n1\n\n#end\n") != NULL);
		free(got);
	}
	unlink("m");
	block_release(&b);
	head_release(&h);
}

/* What was not finished leaves the old file as it was. */
static void
test_atomic(void)
{
	size_t n;
	char *old, *new;

	write_sample("f.csv", NULL, 1);
	old = read_whole("f.csv", &n);
	write_sample("f.csv", "jsonl", 0);
	new = read_whole("f.csv", &n);
	CHECK_STR(new, old);
	free(old);
	free(new);
	unlink("f.csv");
	write_sample("f.csv", NULL, 0);
	CHECK(access("f.csv", F_OK) == -1);
}

static void
test_names(void)
{
	struct diag d = DIAG_INIT;
	struct head h;
	struct sink *s;

	head_init(&h);
	CHECK_INT(sink_open("x", "jsnl", &h, &s, &d), -1);
	CHECK_STR(d.text,
	    "no output format \"jsnl\" (did you mean \"jsonl\"?)");
	CHECK_INT(setenv("MLC_FORMAT", "ccsv", 1), 0);
	CHECK_INT(sink_open("x", NULL, &h, &s, &d), -1);
	CHECK_INT(sink_open("x.csv", NULL, &h, &s, &d), 0);
	sink_free(s);
	unsetenv("MLC_FORMAT");
	CHECK_INT(sink_open("no/such/folder", NULL, &h, &s, &d), -1);
	head_release(&h);
}

struct three {
	struct stream stream;
	struct block block;
	int given;
};

static int
three_next(struct stream *s, const struct batch **out, struct diag *d)
{
	struct three *t = (struct three *)s;

	(void)d;
	if (t->given == 3) {
		json_array_append_new(s->tail, json_pack("{s:i}", "in", 9));
		return (0);
	}
	*out = block_seal(&t->block, (uint64_t)t->given++ * SAMPLE_ROWS);
	return (1);
}

static void
three_close(struct stream *s)
{
	struct three *t = (struct three *)s;

	block_release(&t->block);
	stream_release(s);
}

/* Without a lineage there is nothing for a tail to tell of. */
static void
test_no_lineage(void)
{
	struct diag d = DIAG_INIT;
	json_t *tail = json_pack("[{s:i}]", "out", 4);
	struct head h;
	struct sink *s;
	size_t n;
	char *got;

	sample_head(&h);
	json_array_clear(h.lineage);
	CHECK_INT(sink_open("n", "mlc", &h, &s, &d), 0);
	CHECK_INT(sink_finish(s, tail, &d), 0);
	sink_free(s);
	got = read_whole("n", &n);
	CHECK(strstr(got, "\n#end\n") != NULL);
	free(got);
	unlink("n");
	json_decref(tail);
	head_release(&h);
}

static void
test_copy(void)
{
	static const struct stream_ops ops = { three_next, three_close };
	struct diag d = DIAG_INIT;
	struct three t = { .given = 0 };
	struct sink *s;
	size_t n;
	char *got;

	stream_init(&t.stream, &ops);
	head_release(&t.stream.head);
	sample_head(&t.stream.head);
	sample_fill(&t.block, &t.stream.head);
	CHECK_INT(sink_open("c.mlcs", NULL, &t.stream.head, &s, &d), 0);
	CHECK_INT(sink_rows(s, &t.stream, &d), 0);
	CHECK_INT(sink_end(s, &t.stream, &d), 0);
	sink_free(s);
	got = read_whole("c.mlcs", &n);
	CHECK(strstr(got, "\n" CSV_ROWS CSV_ROWS CSV_ROWS
	    "#end {\"tail\":[{\"in\":9,\"out\":12}]}\n") != NULL);
	CHECK_INT(json_array_size(json_array_get(t.stream.tail, 0)), 0);
	CHECK(json_object_get(json_array_get(t.stream.tail, 0), "out") ==
	    NULL);
	free(got);
	unlink("c.mlcs");
	stream_close(&t.stream);
}

/* Every float32 reads back; known ones are as short as they can be. */
static void
test_float32(void)
{
	static const struct {
		float v;
		const char *text;
	} known[] = {
		{ 0.1f, "0.1" }, { 1.0f / 3, "0.33333334" }, { 3, "3" },
		{ -0.0f, "-0" }, { 1e-30f, "1e-30" }, { 2.7f, "2.7" },
		{ 3.4028235e38f, "3.4028235e+38" }, { 1e22f, "1e+22" },
		{ 123456789.0f, "123456790" },
	};
	char text[VALUE_MAX + 1];
	struct rng r;
	uint32_t bits;
	double back;
	float v, got;
	int bad = 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		*value_put_float32(text, known[i].v) = '\0';
		CHECK_STR(text, known[i].text);
	}
	rng_init(&r, 1);
	for (int i = 0; i < 200000; i++) {
		bits = (uint32_t)rng_next(&r);
		memcpy(&v, &bits, sizeof(v));
		if (!isfinite(v))
			continue;
		CHECK_INT(parse_float(text, (size_t)(value_put_float32(text, v)
		    - text), &back), 0);
		got = (float)back;
		bad += memcmp(&got, &v, sizeof(v)) != 0;
	}
	CHECK_INT(bad, 0);
}

int
main(void)
{
	test_text();
	test_table();
	test_long_table();
	test_quoting();
	test_lone_missing();
	test_atomic();
	test_names();
	test_no_lineage();
	test_copy();
	test_float32();
	return (check_done());
}
