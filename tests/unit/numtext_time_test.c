/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reference for times is datetime of Python 3.11. */
#include "check.h"
#include "numtext.h"

static void
check_time(const char *z, int64_t want, const char *text)
{
	char got[NUMTEXT_MAX + 1];
	int64_t v = -1;

	CHECK_(parse_time(z, strlen(z), &v) == 0, "%s", z);
	CHECK_INT(v, want);
	got[format_time(got, v)] = '\0';
	CHECK_STR(got, text);
}

/* (datetime(..., tzinfo=utc) - datetime(1970, 1, 1, tzinfo=utc)) //
   timedelta(microseconds=1) */
static void
test_time(void)
{
	check_time("1970-01-01", 0, "1970-01-01");
	check_time("2024-05-01", 1714521600000000, "2024-05-01");
	check_time("2024-05-01T10:20", 1714558800000000,
	    "2024-05-01T10:20:00Z");
	check_time("2024-05-01 10:20:30", 1714558830000000,
	    "2024-05-01T10:20:30Z");
	check_time("2024-05-01T10:20:30.123456Z", 1714558830123456,
	    "2024-05-01T10:20:30.123456Z");
	check_time("2024-05-01T10:20:30.5", 1714558830500000,
	    "2024-05-01T10:20:30.500000Z");
	check_time("2024-05-01T10:20:30.123456000", 1714558830123456,
	    "2024-05-01T10:20:30.123456Z");
	check_time("2024-05-01T00:30+05:30", 1714503600000000,
	    "2024-04-30T19:00:00Z");
	check_time("2024-05-01T00:30:00-0800", 1714552200000000,
	    "2024-05-01T08:30:00Z");
	check_time("2024-05-01T00:30:00+01", 1714519800000000,
	    "2024-04-30T23:30:00Z");
	check_time("2024-02-29", 1709164800000000, "2024-02-29");
	check_time("2000-02-29", 951782400000000, "2000-02-29");
	check_time("1900-03-01", -2203891200000000, "1900-03-01");
	check_time("0001-01-01", -62135596800000000, "0001-01-01");
	check_time("9999-12-31T23:59:59.999999", 253402300799999999,
	    "9999-12-31T23:59:59.999999Z");
	check_time("1969-12-31T23:59:59.999999", -1,
	    "1969-12-31T23:59:59.999999Z");
	check_time("2024-01-31T10:00:00.123456789Z", 1706695200123456,
	    "2024-01-31T10:00:00.123456Z");
	check_time("1969-12-31T12:00:00.25", -43199750000,
	    "1969-12-31T12:00:00.250000Z");
}

static void
test_bad_time(void)
{
	static const char *const bad[] = {
		"", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01",
		"2024-04-31", "2024-06-31", "2024-09-31", "2024-11-31",
		"2024-01-32", "2024-01-00", "0000-01-01", "2024-1-1",
		"2024-05-01T24:00", "2024-05-01T10", "2024-05-01T10:60",
		"2024-05-01T10:20:60", "2024-05-01T10:20:30.",
		"2024-05-01T10:20:30.1234567x", "2024-05-01T10:20+24",
		"2024-05-01T10:20+01:", "2024-05-01T10:20+1",
		"2024-05-01T10:20Zx", "2024-05-01Z", "2024-05-01 ",
		"2024-05-01  10:20", "20240501", "24-05-01", " 2024-05-01",
		"0001-01-01T00:00+01:00", "9999-12-31T23:30-01:00",
	};
	int64_t v = 42;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_(parse_time(bad[i], strlen(bad[i]), &v) == -1 && v == 42,
		    "%s", bad[i]);
}

/* Day by day over 800 years: each is the next of the one before. */
static void
test_calendar(void)
{
	const int64_t day = 86400000000;
	int64_t first = -17999 * day * 10;
	struct civil_time a, b;
	size_t n_bad = 0;

	civil_from_time(first, &a);
	for (int i = 1; i < 292194; i++, a = b) {
		civil_from_time(first + i * day, &b);
		n_bad += time_from_civil(&b) != first + i * day;
		n_bad += b.weekday != a.weekday % 7 + 1;
		if (b.day != 1)
			n_bad += b.day != a.day + 1 || b.month != a.month;
		else
			n_bad += a.day < 28 || b.month != a.month % 12 + 1;
		if (b.month != 1 || b.day != 1)
			n_bad += b.yearday != a.yearday + 1;
		else
			n_bad += b.year != a.year + 1 || b.yearday != 1;
	}
	CHECK_INT(n_bad, 0);
}

static void
test_civil(void)
{
	struct civil_time t;
	char z[NUMTEXT_MAX + 1];

	civil_from_time(1714558830123456, &t);	/* a Wednesday */
	CHECK_INT(t.weekday, 3);
	CHECK_INT(t.yearday, 122);
	CHECK_INT(t.microsecond, 123456);
	civil_from_time(1735603200000000, &t);	/* 2024-12-31 */
	CHECK_INT(t.yearday, 366);
	civil_from_time(-1, &t);
	CHECK_INT(t.second, 59);
	CHECK_INT(t.yearday, 365);
	CHECK_INT(t.weekday, 3);
	z[format_time(z, INT64_MIN)] = '\0';
	CHECK_STR(z, "-290308-12-21T19:59:05.224192Z");
	civil_from_time(INT64_MIN, &t);
	CHECK(time_from_civil(&t) == INT64_MIN);
	z[format_time(z, INT64_MAX)] = '\0';
	CHECK_STR(z, "294247-01-10T04:00:54.775807Z");
}

int
main(void)
{
	test_time();
	test_bad_time();
	test_calendar();
	test_civil();
	return (check_done());
}
