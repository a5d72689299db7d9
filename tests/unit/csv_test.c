/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cutting and splitting against the states of Python's csv, and, where no text
 * follows a closing quote, against libcsv, which both read the whole text on
 * their own, over texts made of the characters that matter.
 */
#include <csv.h>

#include "check.h"
#include "fmt_csv_fields.h"
#include "fmt_csv_record.h"
#include "fmt_csv_split.h"
#include "rng.h"

#define LONG 250		/* bytes of a text of many vectors */

/* Fields as text: each in <>, rows end with |. */
struct trace {
	struct str text;
	size_t fields;
	bool loose;		/* a field went on behind its closing quote */
};

static void
add_field(struct trace *t, const char *p, size_t n)
{
	str_addc(&t->text, '<');
	str_add(&t->text, p, n);
	str_addc(&t->text, '>');
	t->fields++;
}

static void
take_field(void *p, size_t n, void *ctx)
{
	add_field(ctx, n > 0 ? p : "", n);
}

static void
take_row(int c, void *ctx)
{
	struct trace *t = ctx;

	(void)c;
	str_addc(&t->text, '|');
}

static int
is_never(unsigned char c)
{
	(void)c;
	return (0);
}

static int
is_newline(unsigned char c)
{
	return (c == '\n');
}

static void
trace_libcsv(const char *p, size_t n, char delimiter, struct trace *t)
{
	struct csv_parser parser;

	csv_init(&parser, 0);
	csv_set_delim(&parser, (unsigned char)delimiter);
	csv_set_space_func(&parser, is_never);
	csv_set_term_func(&parser, is_newline);
	csv_parse(&parser, p, n, take_field, take_row, t);
	csv_fini(&parser, take_field, take_row, t);
	csv_free(&parser);
}

/*
 * The states of Python's _csv.c, which is not strict: text behind a closing
 * quote goes on in the field, where quotes are text.
 */
static void
trace_python(const char *p, size_t n, char delimiter, struct trace *t)
{
	enum { BEGIN, PLAIN, QUOTED, QUOTE } state = BEGIN;
	struct str field = STR_INIT;
	bool blank = true;

	for (size_t i = 0; i <= n; i++) {
		char c = i < n ? p[i] : '\n';

		if (state == BEGIN && c == '"')
			state = QUOTED;
		else if (state == QUOTED && c == '"')
			state = QUOTE;
		else if (state == QUOTED && i < n)
			str_addc(&field, c);
		else if (state == QUOTE && c == '"') {
			str_addc(&field, c);
			state = QUOTED;
		} else if (c == delimiter || c == '\n') {
			if (c == delimiter || !blank) {
				add_field(t, str_get(&field), field.len);
				str_clear(&field);
				state = BEGIN;
			}
			if (c == '\n' && !blank)
				take_row(c, t);
			blank = c == '\n';
			continue;
		} else {
			str_addc(&field, c);
			state = PLAIN;
		}
		blank = false;
	}
	str_release(&field);
}

/* Returns -1 where a quote is not closed. With step, text comes in pieces. */
static int
trace_ours(const char *p, size_t n, const struct csv_form *form, size_t step,
    struct trace *t)
{
	struct layout l = { .source = "t", .csv = *form };
	struct row_text text = { p, p, false, 1, NULL };
	struct cell_store store = { NULL };
	struct cell row[LONG + 1];
	struct diag d;
	struct record r;
	size_t k;
	int result, broken = 0;

	for (;;) {
		result = csv_cut(&l, &text, &r, &d);
		if (result == 1) {
			k = csv_split(&r, form, row, LONG + 1, &store);
			for (size_t i = 0; i < k && !r.broken; i++)
				add_field(t, row[i].p, row[i].n);
			if (r.broken)
				broken = -1;
			str_addc(&t->text, r.broken ? '!' : '|');
			continue;
		}
		if (result == -1 || text.at_end)
			break;
		text.quote = NULL;
		text.end += (size_t)(p + n - text.end) < step ?
		    (size_t)(p + n - text.end) : step;
		text.at_end = text.end == p + n;
	}
	t->loose = store.odd.of[ODD_LOOSE].n > 0 ||
	    store.odd.of[ODD_BACKSLASH].n > 0;
	cell_store_release(&store);
	return (broken);
}

static void
compare(const char *p, size_t n)
{
	struct trace want = { .text = STR_INIT }, got = { .text = STR_INIT };
	struct trace bits = { .text = STR_INIT }, python = { .text = STR_INIT };
	int r = trace_ours(p, n, &csv_usual, n + 1, &got);

	CHECK_INT(trace_ours(p, n, &csv_usual, 1, &bits), r);
	CHECK_STR(str_get(&bits.text), str_get(&got.text));
	trace_python(p, n, ',', &python);
	if (r == 0)
		CHECK_(strcmp(str_get(&got.text), str_get(&python.text)) == 0,
		    "%.*s: \"%s\", not \"%s\"", (int)n, p,
		    str_get(&got.text), str_get(&python.text));
	if (r == 0 && !got.loose) {
		trace_libcsv(p, n, ',', &want);
		CHECK_(strcmp(str_get(&got.text), str_get(&want.text)) == 0,
		    "%.*s: \"%s\", not \"%s\"", (int)n, p, str_get(&got.text),
		    str_get(&want.text));
	}
	str_release(&want.text);
	str_release(&got.text);
	str_release(&bits.text);
	str_release(&python.text);
}

static void
test_generated(void)
{
	static const char letters[] = "\"\"\",,\n\nabcdefghij";
	struct rng rng;
	char text[40];
	size_t n;

	rng_init(&rng, 1);
	for (int i = 0; i < 100000; i++) {
		n = rng_below(&rng, sizeof(text));
		for (size_t k = 0; k < n; k++)
			text[k] = letters[rng_below(&rng,
			    i % 2 == 0 ? 8 : sizeof(letters) - 1)];
		compare(text, n);
	}
}

/* With an escape that is not there, fields are found byte by byte. */
static void
compare_careful(const char *p, size_t n)
{
	struct csv_form careful = csv_usual;
	struct trace want = { .text = STR_INIT }, got = { .text = STR_INIT };

	careful.escape = '\x01';
	CHECK_INT(trace_ours(p, n, &careful, n + 1, &want),
	    trace_ours(p, n, &csv_usual, n + 1, &got));
	CHECK_STR(str_get(&got.text), str_get(&want.text));
	CHECK_INT(got.loose, want.loose);
	str_release(&want.text);
	str_release(&got.text);
}

static void
compare_fields(const char *p, size_t n)
{
	struct cell a[LONG + 1], b[LONG + 1];
	struct fields f = { a, 0, LONG + 1 }, g = { b, 0, LONG + 1 };
	size_t same = 0;

	fields_split(&f, p, p + n, ',');
	fields_split_plain(&g, p, p + n, ',');
	CHECK_INT(f.n, g.n);
	while (same < f.n && a[same].p == b[same].p &&
	    a[same].n == b[same].n && a[same].kind == b[same].kind)
		same++;
	CHECK_INT(same, g.n);
}

static void
test_long(void)
{
	static const char letters[] = "\",\nabcdefghijklmnopqrstuvwxyz \t\xff";
	struct rng rng;
	char text[LONG];
	size_t n, first, many;

	rng_init(&rng, 2);
	for (int i = 0; i < 20000; i++) {
		n = rng_below(&rng, sizeof(text));
		many = 1 + rng_below(&rng, sizeof(letters) - 2);
		first = rng_below(&rng, 3);	/* without quotes, line ends */
		for (size_t k = 0; k < n; k++)
			text[k] = letters[(first + rng_below(&rng, many)) %
			    (sizeof(letters) - 1)];
		/* Those others do not leave out blanks around quotes. */
		if (memchr(text, ' ', n) == NULL &&
		    memchr(text, '\t', n) == NULL)
			compare(text, n);
		compare_careful(text, n);
		compare_fields(text, n);
	}
}

/* All texts of up to six of five characters. */
static void
test_all_short(void)
{
	static const char letters[] = "\",\nab";
	char text[6];
	size_t n_texts = 1, k;

	for (size_t n = 1; n <= sizeof(text); n++) {
		n_texts *= 5;
		for (size_t i = 0; i < n_texts; i++) {
			k = i;
			for (size_t j = 0; j < n; j++, k /= 5)
				text[j] = letters[k % 5];
			compare(text, n);
		}
	}
}

static void
check_form(const struct csv_form *f, const char *z, const char *want)
{
	struct trace t = { .text = STR_INIT };

	CHECK_INT(trace_ours(z, strlen(z), f, 1, &t),
	    strchr(want, '!') != NULL ? -1 : 0);
	CHECK_STR(str_get(&t.text), want);
	str_release(&t.text);
}

static void
check_cells(const char *z, const char *want)
{
	check_form(&csv_usual, z, want);
}

static void
test_line_ends(void)
{
	struct csv_form cr = csv_usual;

	cr.line_end = '\r';
	check_cells("a,b\r\nc,\"d\"\r\n", "<a><b>|<c><d>|");
	check_cells("a,\"x\r\ny\"\r\n\r\nb,c\r", "<a><x\r\ny>|<b><c>|");
	check_cells("a,b\r\r\nc,\"d\"\r\r\n", "<a><b>|<c><d>|");
	check_cells("a\rb,c", "<a\rb><c>|");
	check_cells("\"\",,", "<><><>|");
	check_cells("\n\n", "");
	check_cells("longer than eight,\"quoted, too\",",
	    "<longer than eight><quoted, too><>|");
	check_form(&cr, "a,b\rc,\"d\ne\"\r\"f\rg\"\r",
	    "<a><b>|<c><d\ne>|<f\rg>|");
}

static void
test_quotes(void)
{
	struct csv_form f = csv_usual;

	check_cells("\"Acme\" Ltd,1", "<Acme Ltd><1>|");
	check_cells("\"x\" ,\t\"y\"", "<x><y>|");
	check_cells("\"O\"Brien,\"\"x\n5\" pipe", "<OBrien><x>|<5\" pipe>|");
	check_cells("a \"x,y\" ,b", "<a \"x><y\" ><b>|");
	f.quote = '\0';
	check_form(&f, "\"a\n\",b\"", "<\"a>|<\"><b\">|");
	f.quote = '\'';
	check_form(&f, "'a,b',\"c\n'd''e'", "<a,b><\"c>|<d'e>|");
}

static void
test_escape(void)
{
	struct csv_form f = csv_usual;

	f.escape = '\\';
	check_form(&f, "a\\,b,\"c\\\"d\",e\n", "<a,b><c\"d><e>|");
	check_form(&f, "\\N,\\\\,\"\\n\"\"\"\n", "<\\N><\\><\\n\">|");
	check_form(&f, "a\\\nb,c\n\"x\\", "<a\nb><c>|!");
}

static void
test_comments(void)
{
	struct csv_form f = csv_usual;

	f.comment = '#';
	check_form(&f, "#\"\na,#b\n\"#\"\n#", "<a><#b>|<#>|");
}

/* A quote that is not closed takes no rows with it. */
static void
test_broken(void)
{
	static const char z[] = "a\n\n\"x\ny\",b\nc,\"d\ne";
	struct layout l = { .source = "f.csv", .csv = csv_usual };
	struct row_text t = { z, z + strlen(z), true, 1, NULL };
	struct diag d = DIAG_INIT;
	struct record r;

	CHECK_INT(csv_cut(&l, &t, &r, &d), 1);
	CHECK_INT(r.line, 1);
	CHECK_INT(csv_cut(&l, &t, &r, &d), 1);
	CHECK_INT(r.line, 3);
	CHECK_INT(csv_cut(&l, &t, &r, &d), 1);
	CHECK_INT(r.line, 5);
	CHECK(r.broken);
	CHECK_INT(csv_cut(&l, &t, &r, &d), 1);
	CHECK_INT(r.line, 6);
	CHECK(!r.broken);
	check_cells("1,\"a\n2,b\n3,\"c\n4,d\n", "!<2><b>|!<4><d>|");
	check_cells("1,\"a\n2,\"b\"\n", "!<2><b>|");
}

int
main(void)
{
	test_generated();
	test_long();
	test_all_short();
	test_line_ends();
	test_quotes();
	test_escape();
	test_comments();
	test_broken();
	return (check_done());
}
