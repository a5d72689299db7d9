/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "check.h"
#include "numtext.h"
#include "time_format.h"

/* datetime.strptime of Python 3.11, UTC where the text has no offset. */
static void
test_parse(void)
{
	static const struct { const char *format, *text; long long t; } v[] = {
		{ "%d/%m/%Y", "31/12/2024", 1735603200000000ll },
		{ "%d/%m/%Y %I:%M %p", "1/2/2024 3:05 PM",
		    1706799900000000ll },
		{ "%d-%b-%y %H:%M:%S.%f", "31-Dec-69 23:59:59.25", -750000ll },
		{ "%I:%M %p %B %d, %Y", "12:00 AM January 5, 2024",
		    1704412800000000ll },
		{ "%Y-%j", "2024-060", 1709164800000000ll },
		{ "%a, %d %b %Y %H:%M:%S %z",
		    "Wed, 02 Oct 2002 15:00:00 +0200", 1033563600000000ll },
		{ "%d/%b/%Y:%H:%M:%S %z", "10/Oct/2000:13:55:36 -0700",
		    971211336000000ll },
		{ "%a %b %d %H:%M:%S %Y", "Sun Sep 16 01:03:52 1973",
		    116989432000000ll },
		{ "%y", "68", 3092601600000000ll },
		{ "%Y%m%d", "20240131", 1706659200000000ll },
		/* not Python's: seconds since 1970, and what is cut off */
		{ "%s", "-1", -1000000ll },
		{ "%F %T.%f %Z", "1970-01-01 00:00:01.123456789 UTC",
		    1123456ll },
	};
	int64_t t;

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		CHECK_(parse_time_as(v[i].format, v[i].text,
		    strlen(v[i].text), &t) == 0, "%s", v[i].text);
		CHECK_(t == v[i].t, "%s: %lld", v[i].text, (long long)t);
	}
}

static void
test_bad(void)
{
	static const char *const v[][2] = {
		{ "%d/%m/%Y", "31/13/2024" }, { "%d/%m/%Y", "31/02/2024" },
		{ "%d/%m/%Y", "31/12/24" }, { "%d/%m/%Y", "31/12/2024x" },
		{ "%d/%m/%Y", "" }, { "%H:%M", "24:00" }, { "%b", "Foo" },
		{ "%j", "367" }, { "%z", "+24" }, { "%p", "XM" },
		{ "%I", "13" }, { "%F %T", "2024-01-01" }, { "%s", "" },
		{ "%s", "99999999999999" }, { "%f", "x" },
	};
	static const char *const formats[] = { "", "abc", "%", "%Q", "%d%" };
	struct diag d;
	int64_t t = 42;

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		CHECK_(parse_time_as(v[i][0], v[i][1], strlen(v[i][1]),
		    &t) == -1 && t == 42, "%s", v[i][1]);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		CHECK_(time_format_check(formats[i], &d) == -1, "%s",
		    formats[i]);
	CHECK_INT(time_format_check("%F %T.%f %z %% %e %s", &d), 0);
}

/* datetime.strftime of Python 3.11 (C locale). */
static void
test_write(void)
{
	struct str s = STR_INIT;

	format_time_as("%A %a %d %B %b %Y %y %H:%M:%S.%f %I %p %j %%",
	    -750000, &s);
	CHECK_STR(str_get(&s), "Wednesday Wed 31 December Dec 1969 69 "
	    "23:59:59.250000 11 PM 365 %");
	str_clear(&s);
	format_time_as("%F %T %D %R %e %s %z %Z", 971211336000000ll, &s);
	CHECK_STR(str_get(&s), "2000-10-10 20:55:36 10/10/00 20:55 10 "
	    "971211336 +0000 UTC");
	str_release(&s);
}

static const char *
guess(const char *first, const char *second, char out[TIME_FORMAT_MAX])
{
	uint64_t can = time_guesses(first, strlen(first), UINT64_MAX);

	can = time_guesses(second, strlen(second), can);
	if (can == 0)
		return ("none");
	if ((can & (can - 1)) != 0)
		return ("several");
	time_guess_format(can, out);
	return (out);
}

static void
test_guesses(void)
{
	char f[TIME_FORMAT_MAX];

	CHECK_STR(guess("01/02/2024", "31/12/2024", f), "%d/%m/%Y");
	CHECK_STR(guess("01/02/2024", "12/31/2024", f), "%m/%d/%Y");
	CHECK_STR(guess("01/02/2024", "03/04/2024", f), "several");
	CHECK_STR(guess("31/12/2024", "12/31/2024", f), "none");
	CHECK_STR(guess("1.2.2024 7:05", "03.04.2024 10:20", f),
	    "%d.%m.%Y %H:%M");
	CHECK_STR(guess("12/31/2024 1:02:03 PM", "1/1/2025 11:00:00 am", f),
	    "%m/%d/%Y %I:%M:%S %p");
	CHECK_STR(guess("Jan 5, 2024", "December 31, 2023", f), "%b %d, %Y");
	CHECK_STR(guess("10/Oct/2000:13:55:36 -0700",
	    "11/Oct/2000:00:00:00 +0000", f), "%d/%b/%Y:%H:%M:%S %z");
	CHECK_STR(guess("1.2.3", "1.2.4", f), "none");
	CHECK_STR(guess("192.168.1.1", "10.0.0.1", f), "none");
	CHECK_STR(guess("12345678", "20240131", f), "none");
}

int
main(void)
{
	test_parse();
	test_bad();
	test_write();
	test_guesses();
	return (check_done());
}
