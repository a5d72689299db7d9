/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cutting and splitting against libcsv, which reads the whole text on its
 * own, over texts made of the characters that matter.
 */
#include <csv.h>

#include "check.h"
#include "fmt_csv_record.h"
#include "rng.h"

/* Fields as text: each in <>, rows end with |. */
struct trace {
	struct str text;
	size_t fields;
	bool blank;		/* so far the row is one field without text */
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

/* Returns -1 where a quote is not closed. With step, text comes in pieces. */
static int
trace_ours(const char *p, size_t n, char delimiter, size_t step,
    struct trace *t)
{
	struct layout l = { .source = "t", .delimiter = delimiter };
	struct row_text text = { p, p, false, 1, NULL };
	struct cell_store store = { NULL };
	struct cell row[64];
	struct diag d;
	struct record r;
	size_t k;
	int result;

	for (;;) {
		result = csv_cut(&l, &text, &r, &d);
		if (result == 1) {
			k = csv_split(&r, delimiter, row, 64, &store);
			for (size_t i = 0; i < k; i++)
				add_field(t, row[i].p, row[i].n);
			str_addc(&t->text, '|');
			continue;
		}
		if (result == -1 || text.at_end)
			break;
		text.quote = NULL;
		text.end += (size_t)(p + n - text.end) < step ?
		    (size_t)(p + n - text.end) : step;
		text.at_end = text.end == p + n;
	}
	cell_store_release(&store);
	return (result);
}

static void
compare(const char *p, size_t n)
{
	struct trace want = { STR_INIT, 0, false };
	struct trace got = { STR_INIT, 0, false };
	struct trace bits = { STR_INIT, 0, false };
	int r = trace_ours(p, n, ',', n + 1, &got);

	CHECK_INT(trace_ours(p, n, ',', 1, &bits), r);
	CHECK_STR(str_get(&bits.text), str_get(&got.text));
	if (r == 0) {
		trace_libcsv(p, n, ',', &want);
		CHECK_(strcmp(str_get(&got.text), str_get(&want.text)) == 0,
		    "%.*s: \"%s\", not \"%s\"", (int)n, p, str_get(&got.text),
		    str_get(&want.text));
	}
	str_release(&want.text);
	str_release(&got.text);
	str_release(&bits.text);
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
check_cells(const char *z, const char *want)
{
	struct trace t = { STR_INIT, 0, false };

	CHECK_INT(trace_ours(z, strlen(z), ',', 1, &t), 0);
	CHECK_STR(str_get(&t.text), want);
	str_release(&t.text);
}

static void
test_line_ends(void)
{
	check_cells("a,b\r\nc,\"d\"\r\n", "<a><b>|<c><d>|");
	check_cells("a,\"x\r\ny\"\r\n\r\nb,c\r", "<a><x\r\ny>|<b><c>|");
	check_cells("a\rb,c", "<a\rb><c>|");
	check_cells("\"\",,", "<><><>|");
	check_cells("\n\n", "");
	check_cells("longer than eight,\"quoted, too\",",
	    "<longer than eight><quoted, too><>|");
}

static void
test_lines(void)
{
	static const char z[] = "a\n\n\"x\ny\",b\nc,\"d\ne";
	struct layout l = { .source = "f.csv", .delimiter = ',' };
	struct row_text t = { z, z + strlen(z), true, 1, NULL };
	struct diag d = DIAG_INIT;
	struct record r;

	CHECK_INT(csv_cut(&l, &t, &r, &d), 1);
	CHECK_INT(r.line, 1);
	CHECK_INT(csv_cut(&l, &t, &r, &d), 1);
	CHECK_INT(r.line, 3);
	CHECK_INT(csv_cut(&l, &t, &r, &d), -1);
	CHECK_STR(d.text, "f.csv:5: the quote that begins here is not closed");
}

int
main(void)
{
	test_generated();
	test_all_short();
	test_line_ends();
	test_lines();
	return (check_done());
}
