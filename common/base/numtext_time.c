/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Days and dates: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms":
 * years that begin on 1 March put the leap day last, and an era of 400 of
 * them has 146097 days.
 */
#include <string.h>

#include "numtext.h"

#define SECOND 1000000ll
#define DAY (86400 * SECOND)
#define ERA_DAYS 146097
#define EPOCH_DAYS 719468	/* from 0000-03-01 to 1970-01-01 */

static int64_t
floor_div(int64_t a, int64_t b)
{
	return (a / b - (a % b < 0));
}

static bool
is_leap(int64_t year)
{
	return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* Days before the month, counted from 1 March; month 0 is March. */
static int
days_before(int month)
{
	return ((153 * month + 2) / 5);
}

static int
month_days(int year, int month)
{
	if (month == 2)
		return (is_leap(year) ? 29 : 28);
	return (30 + ((month + (month >= 8)) & 1));
}

static int64_t
days_from_date(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2), era = floor_div(y, 400);
	int64_t of_era = y - era * 400;
	int64_t of_year = days_before((month + 9) % 12) + day - 1;

	return (era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - EPOCH_DAYS);
}

static void
date_from_days(int64_t days, struct civil_time *t)
{
	int64_t z = days + EPOCH_DAYS, era = floor_div(z, ERA_DAYS);
	int of_era = (int)(z - era * ERA_DAYS);
	int year = (of_era - of_era / 1460 + of_era / 36524 -
	    of_era / 146096) / 365;
	int of_year = of_era - (365 * year + year / 4 - year / 100);
	int month = (5 * of_year + 2) / 153;

	t->day = of_year - days_before(month) + 1;
	t->month = month < 10 ? month + 3 : month - 9;
	t->year = (int)(era * 400) + year + (t->month <= 2);
	t->yearday = month < 10 ? of_year + 60 + is_leap(t->year) :
	    of_year - 305;
	/* 1970-01-01 was a Thursday. */
	t->weekday = (int)(days + 3 - 7 * floor_div(days + 3, 7)) + 1;
}

void
civil_from_time(int64_t microseconds, struct civil_time *out)
{
	int64_t days = floor_div(microseconds, DAY);
	/* days * DAY would overflow on the first day of all. */
	int64_t rest = microseconds % DAY + (microseconds % DAY < 0 ? DAY : 0);
	int seconds = (int)(rest / SECOND);

	date_from_days(days, out);
	out->hour = seconds / 3600;
	out->minute = seconds / 60 % 60;
	out->second = seconds % 60;
	out->microsecond = (int)(rest % SECOND);
}

int64_t
time_from_civil(const struct civil_time *t)
{
	int64_t seconds = t->hour * 3600ll + t->minute * 60ll + t->second;

	seconds += days_from_date(t->year, t->month, t->day) * 86400;
	/* Modulo 2^64: the sum of the first second of all is in range. */
	return ((int64_t)((uint64_t)seconds * SECOND +
	    (uint64_t)t->microsecond));
}

/* n digits at *p, which moves behind them; at most max. */
static int
read_field(const char **p, const char *end, int n, int max)
{
	int v = 0;

	if (end - *p < n)
		return (-1);
	for (; n > 0; n--, ++*p) {
		if (**p < '0' || **p > '9')
			return (-1);
		v = v * 10 + (**p - '0');
	}
	return (v <= max ? v : -1);
}

static bool
skip(const char **p, const char *end, char c)
{
	if (*p == end || **p != c)
		return (false);
	++*p;
	return (true);
}

static int
read_date(const char **p, const char *end, struct civil_time *t)
{
	if ((t->year = read_field(p, end, 4, 9999)) < 1 || !skip(p, end, '-') ||
	    (t->month = read_field(p, end, 2, 12)) < 1 || !skip(p, end, '-'))
		return (-1);
	t->day = read_field(p, end, 2, month_days(t->year, t->month));
	return (t->day < 1 ? -1 : 0);
}

/* The digits behind the point; those below a microsecond are cut off. */
static int
read_fraction(const char **p, const char *end, struct civil_time *t)
{
	int unit = 100000;

	if (*p == end || **p < '0' || **p > '9')
		return (-1);
	for (; *p < end && **p >= '0' && **p <= '9'; ++*p, unit /= 10)
		t->microsecond += unit * (**p - '0');
	return (0);
}

static int
read_clock(const char **p, const char *end, struct civil_time *t)
{
	if ((t->hour = read_field(p, end, 2, 23)) < 0 || !skip(p, end, ':') ||
	    (t->minute = read_field(p, end, 2, 59)) < 0)
		return (-1);
	if (!skip(p, end, ':'))
		return (0);
	if ((t->second = read_field(p, end, 2, 59)) < 0)
		return (-1);
	return (skip(p, end, '.') ? read_fraction(p, end, t) : 0);
}

/* Z, +hh:mm, +hhmm, +hh or nothing, to the end; minutes east of Greenwich. */
static int
read_offset(const char *p, const char *end, int *out)
{
	int sign, hours, minutes = 0;

	*out = 0;
	if (p == end || (*p == 'Z' && p + 1 == end))
		return (0);
	if (*p != '+' && *p != '-')
		return (-1);
	sign = *p++ == '-' ? -1 : 1;
	if ((hours = read_field(&p, end, 2, 23)) < 0)
		return (-1);
	if (p < end) {
		skip(&p, end, ':');
		if ((minutes = read_field(&p, end, 2, 59)) < 0)
			return (-1);
	}
	*out = sign * (hours * 60 + minutes);
	return (p == end ? 0 : -1);
}

int
parse_time(const char *p, size_t n, int64_t *out)
{
	const char *end = p + n;
	struct civil_time t = { 0 };
	int offset = 0;
	int64_t v;

	if (read_date(&p, end, &t) < 0)
		return (-1);
	if (p < end) {
		if ((!skip(&p, end, 'T') && !skip(&p, end, ' ')) ||
		    read_clock(&p, end, &t) < 0 ||
		    read_offset(p, end, &offset) < 0)
			return (-1);
	}
	v = time_from_civil(&t) - offset * 60 * SECOND;
	if (v < TIME_MIN || v > TIME_MAX)
		return (-1);
	*out = v;
	return (0);
}

bool
is_finer_time(const char *p, size_t n)
{
	const char *end = p + n, *point = memchr(p, '.', n);

	if (point == NULL || end - point <= 7)
		return (false);
	for (p = point + 7; p < end && *p == '0'; p++)
		continue;
	return (p < end && *p > '0' && *p <= '9');
}

/* v in n digits with leading zeros, and the mark behind them. */
static char *
put_field(char *out, int v, int n, char mark)
{
	for (int i = n; i-- > 0; v /= 10)
		out[i] = (char)('0' + v % 10);
	out[n] = mark;
	return (out + n + 1);
}

/* The last mark is left to the caller. */
static char *
put_date(char *out, const struct civil_time *t)
{
	int year = t->year;

	if (year < 0) {
		*out++ = '-';
		year = -year;
	}
	out = put_field(out, year, year > 99999 ? 6 : year > 9999 ? 5 : 4, '-');
	out = put_field(out, t->month, 2, '-');
	return (put_field(out, t->day, 2, 'T') - 1);
}

size_t
format_time(char *out, int64_t microseconds)
{
	struct civil_time t;
	char *p;

	civil_from_time(microseconds, &t);
	p = put_date(out, &t);
	if (microseconds % DAY == 0)
		return ((size_t)(p - out));
	p = put_field(p + 1, t.hour, 2, ':');
	p = put_field(p, t.minute, 2, ':');
	p = put_field(p, t.second, 2, 'Z');
	if (t.microsecond != 0) {
		p[-1] = '.';
		p = put_field(p, t.microsecond, 6, 'Z');
	}
	return ((size_t)(p - out));
}
