/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "chart.h"
#include "page.h"

#include "check.h"

static void
check_escape(const char *in, size_t n, const char *want)
{
	struct str s = STR_INIT;

	page_text(&s, in, n);
	CHECK_STR(str_get(&s), want);
	str_release(&s);
}

/* What a browser would take for markup, and what would deceive a reader. */
static void
test_text(void)
{
	check_escape("<b a='1' c=\"2\">&", 16,
	    "&#60;b a=&#39;1&#39; c=&#34;2&#34;&#62;&#38;");
	check_escape("a\0b\nc\td\x7f", 8, "a\\x00b\\nc\\td\\x7f");
	check_escape("\xc3\xa9\xff\xc3", 4, "\xc3\xa9\\xff\\xc3");
	check_escape("x\xe2\x80\xaey\xe2\x81\xa9", 8, "x\\u202ey\\u2069");
	check_escape("\xe2\x80\xa6", 3, "\xe2\x80\xa6");
}

static void
check_number(double v, const char *want)
{
	struct str s = STR_INIT;

	page_number(&s, v);
	CHECK_STR(str_get(&s), want);
	str_release(&s);
}

static void
test_number(void)
{
	check_number(1234567, "1234567");
	check_number(-0.0, "0");
	check_number(0.123456, "0.1235");
	check_number(1e12, "1e+12");
	check_number(NAN, "\xe2\x80\x93");
	check_number(-INFINITY, "-inf");
}

/* Does the text have it so many times? */
static void
check_times(const struct str *s, const char *what, int want)
{
	int n = 0;

	for (const char *at = str_get(s); (at = strstr(at, what)) != NULL;
	    at++)
		n++;
	CHECK_(n == want, "%s: %d times, not %d", what, n, want);
}

/* Bars are as long as their values say: of 140 units. */
static void
test_bars(void)
{
	const struct chart_bar b[] = {
		{ "<a>", 3, 10, NAN, NAN },
		{ "b", 1, 5, 4, 6, .says = "half" },
		{ "c", 1, NAN, NAN, NAN },
	};
	struct str s = STR_INIT;

	chart_bars(&s, "it's", b, 3, 0);
	check_times(&s, "<rect", 2);
	check_times(&s, "width=140.00", 1);
	check_times(&s, "width=70.00", 1);
	check_times(&s, "aria-label=\"it&#39;s\"", 1);
	check_times(&s, "<a>", 0);
	check_times(&s, ">half<", 1);
	check_times(&s, "d=\"M168.00 30H196.00\"", 1);
	str_release(&s);
}

/* The plot is from 44 to 300 and from 8 to 128. */
static void
test_lines(void)
{
	const double x[] = { 0, 1, NAN, 2 }, y[] = { 0, 1, 1, INFINITY };
	const double low[] = { 0, 0, 0, 0 };
	const struct chart_axes a = { "t", "x", "y", 0, 2, 0, 1 };
	const struct chart_line l[] = {
		{ .name = "one & all", .x = x, .y = y, .n = 4,
		    .low = low, .high = y, .has_dots = true },
		{ .name = "two", .x = x, .y = low, .n = 4 },
	};
	struct str s = STR_INIT;

	chart_lines(&s, &a, l, 2);
	check_times(&s, "M44.00 128.00L172.00 8.00\"", 1);
	check_times(&s, "M44.00 128.00L172.00 128.00M300.00 128.00\"", 1);
	check_times(&s, "<circle", 2);
	check_times(&s, "class=\"band f1\" d=\"M44.00 128.00L172.00 8.00"
	    "L300.00 128.00L172.00 128.00L44.00 128.00Z\"", 1);
	check_times(&s, "one &#38; all", 1);
	check_times(&s, "nan", 0);
	check_times(&s, "inf", 0);
	str_release(&s);
}

int
main(void)
{
	test_text();
	test_number();
	test_bars();
	test_lines();
	return (check_done());
}
