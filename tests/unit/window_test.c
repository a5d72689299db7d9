/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows fall into which window, and what the windows are called. */
#include <string.h>

#include "check.h"
#include "numtext.h"
#include "window.h"

static struct window_rule
rule(const char *text)
{
	struct diag d = DIAG_INIT;
	struct window_rule r;

	CHECK_INT(window_rule_parse(text, &r, &d), 0);
	return (r);
}

/* The window of a time: what coreutils' date -u calls the start of its minute,
   hour or day; and of its week, the Monday. */
static void
check_time(const char *window, const char *time, const char *want)
{
	struct window_rule r = rule(window);
	struct schema s;
	struct block b;
	struct str name = STR_INIT;
	struct window_range range;
	struct diag d = DIAG_INIT;
	int64_t t;

	schema_init(&s);
	CHECK_INT(schema_add_new(&s, "t", COL_TIME, &d), 0);
	block_init(&b, &s);
	CHECK_INT(parse_time(time, strlen(time), &t), 0);
	column_add_int(&b.cols[0], t);
	range = window_cut(&r, block_seal(&b, 0), &b.cols[0], 0);
	CHECK_INT(range.end, 1);
	window_name(&r, range.key, &name);
	CHECK_STR(str_get(&name), want);
	str_release(&name);
	block_release(&b);
	schema_release(&s);
}

static void
test_times(void)
{
	check_time("30s", "2024-05-01T10:20:29.999999Z",
	    "2024-05-01T10:20:00Z");
	check_time("15m", "2024-05-01T10:20:30Z", "2024-05-01T10:15:00Z");
	check_time("1h", "2024-05-01T00:20:30Z", "2024-05-01T00:00:00Z");
	check_time("1h", "1969-12-31T23:59:59Z", "1969-12-31T23:00:00Z");
	check_time("1d", "2024-05-01T23:59:59Z", "2024-05-01");
	check_time("1d", "1969-12-31T00:00:00Z", "1969-12-31");
	check_time("1w", "2024-05-05T23:59:59Z", "2024-04-29");
	check_time("1w", "2024-05-06T00:00:00Z", "2024-05-06");
	check_time("1w", "1970-01-01", "1969-12-29");
}

/* Runs of rows in one window, with and without a time. */
static void
test_ranges(void)
{
	static const int64_t minutes[] = { 1, 2, -1, -1, 61, 62, 63, 3 };
	static const struct window_range want[] = {
		{ 0, 2, 0, false }, { 2, 4, 0, true }, { 4, 7, 1, false },
		{ 7, 8, 0, false }
	};
	struct window_rule r = rule("1h");
	struct window_range got = { .end = 0 };
	struct schema s;
	struct block b;
	struct diag d = DIAG_INIT;

	schema_init(&s);
	CHECK_INT(schema_add_new(&s, "t", COL_TIME, &d), 0);
	block_init(&b, &s);
	for (size_t i = 0; i < 8; i++) {
		if (minutes[i] < 0)
			column_add_missing(&b.cols[0]);
		else
			column_add_int(&b.cols[0], minutes[i] * 60000000);
	}
	block_seal(&b, 0);
	for (size_t i = 0; i < 4; i++) {
		got = window_cut(&r, &b.view, &b.cols[0], got.end);
		CHECK_INT(got.first, want[i].first);
		CHECK_INT(got.end, want[i].end);
		CHECK_INT(got.has_no_time, want[i].has_no_time);
		CHECK(got.has_no_time || got.key == want[i].key);
	}
	r = rule("5");
	b.view.first_row = 8;
	got = window_cut(&r, &b.view, NULL, 0);
	CHECK_INT(got.end, 2);
	CHECK_INT(got.key, 1);
	got = window_cut(&r, &b.view, NULL, 2);
	CHECK_INT(got.end, 7);
	block_release(&b);
	schema_release(&s);
}

static void
test_refusals(void)
{
	static const char *const wrong[] = {
		"", "0", "-1", "1.5", "h", "0h", "1x", "1hh", "1h ", "all",
		"99999999999999999999", "9999999999999w"
	};
	struct window_rule r;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct diag d = DIAG_INIT;

		CHECK_INT(window_rule_parse(wrong[i], &r, &d), -1);
		CHECK(strstr(d.text, wrong[i]) != NULL);
	}
}

int
main(void)
{
	test_times();
	test_ranges();
	test_refusals();
	return (check_done());
}
