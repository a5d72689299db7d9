/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "check.h"
#include "numtext.h"
#include "source.h"
#include "crew.h"

static struct source_options options;

/* All rows as text: fields with commas between, rows end with |; missing is
   _. Or the error. */
static void
add_value(struct str *out, const struct column *c, size_t i)
{
	char text[NUMTEXT_MAX];
	const char *p;
	size_t n;

	if (!c->valid[i]) {
		str_addc(out, '_');
		return;
	}
	switch (c->type) {
	case COL_BOOL:
		str_addz(out, c->bools[i] ? "true" : "false");
		break;
	case COL_INT:
		str_add(out, text, format_int(text, c->ints[i]));
		break;
	case COL_TIME:
		str_add(out, text, format_time(text, c->ints[i]));
		break;
	case COL_FLOAT:
		str_add(out, text, format_float(text, c->floats[i]));
		break;
	case COL_STRING:
		p = column_string(c, i, &n);
		str_add(out, p, n);
		break;
	default:
		str_addc(out, '?');
	}
}

static void
add_names(struct str *out, const struct schema *s)
{
	for (size_t j = 0; j < s->n; j++)
		str_addf(out, "%s%s:%s", j > 0 ? "," : "", s->fields[j].name,
		    col_type_name(s->fields[j].type));
	str_addc(out, '|');
}

static void
add_rows(struct str *out, struct stream *s)
{
	struct diag d = DIAG_INIT;
	const struct batch *b;
	int r;

	while ((r = stream_next(s, &b, &d)) == 1) {
		for (size_t i = 0; i < b->n_rows; i++) {
			for (size_t j = 0; j < b->schema->n; j++) {
				if (j > 0)
					str_addc(out, ',');
				add_value(out, b->cols[j], i);
			}
			str_addc(out, '|');
		}
	}
	if (r == -1) {
		str_clear(out);
		str_addz(out, d.text);
	}
}

static void
read_text(const char *p, size_t n, struct str *out)
{
	struct diag d = DIAG_INIT;
	struct stream *s;

	str_clear(out);
	if (source_open_memory("in", p, n, &options, &s, &d) == -1) {
		str_addz(out, d.text);
		return;
	}
	add_names(out, &s->head.schema);
	add_rows(out, s);
	stream_close(s);
}

static void
check_text(const char *z, const char *want)
{
	struct str got = STR_INIT;

	read_text(z, strlen(z), &got);
	CHECK_STR(str_get(&got), want);
	str_release(&got);
}

static void
test_csv(void)
{
	source_options_init(&options);
	check_text("a,b\n1,x\n2.5,\n", "a:float,b:string|1.0,x|2.5,_|");
	check_text("\xef\xbb\xbf" "a;b\r\n1;x\r\n\r\n2;\"\"",
	    "a:int,b:string|1,x|2,|");
	check_text("a\tb,c\n1\t2\n", "a:int,b,c:int|1,2|");
	check_text("1,2\n3,4\n", "x1:int,x2:int|1,2|3,4|");
	check_text("a,b\n", "a:float,b:float|");
	check_text("", "in: is empty, without even a header");
	check_text("a,b\n1,2,3\n", "in:2: 3 fields, header has 2");
	check_text("a,b\n\"x\ny\",2\n1\n", "in:4: 1 fields, header has 2");
	check_text("a,b,a\n", "in:1: two columns are called \"a\" (columns 1 "
	    "and 3)");
	check_text("a\n\"1\n2", "in:2: the quote that begins here is not "
	    "closed");
	check_text(",b\n1,2\n", "x1:int,b:int|1,2|");
}

static void
test_no_text(void)
{
	struct str got = STR_INIT;

	source_options_init(&options);
	read_text("a\n1\0\n", 5, &got);
	CHECK_STR(str_get(&got), "in:2: column \"a\": a NUL byte at byte 2 of "
	    "the value: \"1\\x00\"");
	read_text("\xff\xff\xff\xff", 4, &got);
	CHECK_STR(str_get(&got), "in: this is no text");
	str_release(&got);
}

static void
test_json(void)
{
	source_options_init(&options);
	check_text("{\"a\":1,\"b\":{\"c\":\"x\",\"d\":[1,\"y\"]}}\n\n"
	    "{\"a\":2.5,\"e\":true,\"f\":null}\n",
	    "a:float,b.c:string,b.d:string,e:bool,f:float|"
	    "1.0,x,[1,\"y\"],_,_|2.5,_,_,true,_|");
	check_text(" [{\"a\":\"007\"},\n {\"a\":\"\\\"}\"}] ",
	    "a:string|007|\"}|");
	check_text("{\"t\":\"2024-05-01\"}", "t:time|2024-05-01|");
	check_text("[{\"a\":1}", "in:1: the array does not end");
	check_text("[{\"a\":1} {\"a\":1}]",
	    "in:1: no comma between elements");
	check_text("{\"a\":1}\n{\"a\":1,\"a\":2}\n",
	    "in:2: two values have one name");
	check_text("{\"a\":1}\n{\"a\"\n",
	    "in:2: not valid JSON: column 5: the text ends here");
	check_text("{\"a.b\":1,\"a\":{\"b\":2}}\n",
	    "in:1: two values have one name");
}

#define HEAD "#mlc {\"mlc\":1,\"columns\":[{\"name\":\"s\",\"type\":" \
	"\"string\"},{\"name\":\"n\",\"type\":\"int\"}]}\ns,n\n"

static void
test_mlc(void)
{
	struct str got = STR_INIT;
	static const char whole[] = HEAD "\"\",1\n,2\n\"#end\",\n#end\n";

	source_options_init(&options);
	check_text(whole, "s:string,n:int|,1|_,2|#end,_|");
	for (size_t n = 1; n < sizeof(whole) - 1; n++) {
		read_text(whole, n, &got);
		CHECK_STR(str_get(&got), "in: the stream was cut: the program "
		    "before failed");
	}
	check_text(HEAD "x,y\n#end\n",
	    "in:3: column \"n\": not an int: \"y\"");
	check_text(HEAD "#end\nx,1\n",
	    "in:4: something follows the end mark");
	check_text(HEAD "#end \n", "s:string,n:int|");
	options.read.partial = true;
	check_text(HEAD "x,1\ny,2", "s:string,n:int|x,1|");
	str_release(&got);
}

static void
test_bad_rows(void)
{
	static const char z[] = "a,b\n1,x\n2,y,3\nz,4\n5\n";

	source_options_init(&options);
	options.types = "a=int";
	check_text(z, "in:3: 3 fields, header has 2");
	options.read.on_bad = BAD_SKIP;
	check_text(z, "a:int,b:string|1,x|");
	options.read.on_bad = BAD_NULL;
	check_text(z, "a:int,b:string|1,x|_,4|5,_|");
	options.read.on_bad = BAD_KEEP;
	check_text(z, "a:int,b:string|1,x|_,_|_,4|5,_|");
	check_text("{\"a\":1}\n{\"a\":2\n[3]\n", "a:int|1|_|_|");
	options.types = "c=int";
	check_text(z, "no column \"c\"");
}

static void
test_choices(void)
{
	static const char z[] = "a,b\n1,x\n2,y\n3,z\n4,w\n";

	source_options_init(&options);
	options.skip = 1;
	options.limit = 2;
	options.read.select = "b";
	options.source_column = "from";
	check_text(z, "b:string,from:string|y,in|z,in|");
	source_options_init(&options);
	options.read.header = "p,q";
	check_text("a,b\n", "p:string,q:string|a,b|");
	options.read.header = "p";
	check_text("a,b\n", "in:1: 2 fields, but 1 names are given");
}

static void
test_spec(void)
{
	struct read_spec spec;
	struct diag d = DIAG_INIT;

	read_spec_init(&spec);
	CHECK_INT(schema_add_new(&spec.schema, "x", COL_FLOAT, &d), 0);
	CHECK_INT(schema_add_new(&spec.schema, "y", COL_STRING, &d), 0);
	spec.schema.fields[1].role = ROLE_TARGET;
	source_options_init(&options);
	options.read.spec = &spec;
	check_text("y,z,x\n1,2,3\n", "x:float,y:string|3.0,1|");
	check_text("x\n1\n", "in: no column \"y\"");
	options.read.no_target = true;
	check_text("x\n1\n", "x:float,y:string|1.0,_|");
	check_text("y\n1\n", "in: no column \"x\"");
	options.read.lenient = true;
	check_text("y\n1\n", "x:float,y:string|_,1|");
	options.read.dialect.header = HEADER_NO;
	check_text("1\n2\n", "x:float,y:string|1.0,_|2.0,_|");
	read_spec_release(&spec);
}

/* A text of many pieces, with line breaks and quotes in fields. */
static void
make_large(struct str *out)
{
	str_addz(out, "k,text,v\n");
	for (int i = 0; i < 60000; i++)
		str_addf(out, "%d,\"row %d\n of \"\"many\"\", %*d\",%d.%d\n", i,
		    i, i % 40, i, i % 97, i % 10);
}

static void
test_threads(void)
{
	struct str text = STR_INIT, one = STR_INIT, two = STR_INIT;

	make_large(&text);
	source_options_init(&options);
	read_text(text.buf, text.len, &one);
	options.read.crew = crew_new(3);
	read_text(text.buf, text.len, &two);
	CHECK(one.len > 1000000);
	CHECK(strcmp(str_get(&one), str_get(&two)) == 0);
	str_addz(&text, "x,y,z\n");
	options.types = "k=int";
	read_text(text.buf, text.len, &two);
	CHECK_STR(str_get(&two),
	    "in:120002: column \"k\": not an int: \"x\"");
	options.types = NULL;
	options.read.on_bad = BAD_SKIP;
	options.read.infer_rows = 1000;
	read_text(text.buf, text.len, &two);
	CHECK(strcmp(str_get(&one), str_get(&two)) == 0);
	crew_free(options.read.crew);
	str_release(&text);
	str_release(&one);
	str_release(&two);
}

int
main(void)
{
	test_csv();
	test_no_text();
	test_json();
	test_mlc();
	test_bad_rows();
	test_choices();
	test_spec();
	test_threads();
	return (check_done());
}
