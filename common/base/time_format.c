/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "numtext.h"

#include "time_format.h"

#define SECOND 1000000ll
#define NAME_MIN 3		/* letters of a short name */

static const char *const months[] = {
	"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December", NULL
};
static const char *const days[] = {
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
	"Sunday", NULL
};
static const char *const halves[] = { "AM", "PM", NULL };
static const char *const zones[] = { "UTC", "GMT", "Z", NULL };

/* What is read of a text. */
struct parts {
	struct civil_time t;
	int hour12, half, offset;	/* -1: none; minutes */
	int64_t epoch;			/* seconds */
	bool has_epoch, has_yearday;
};

/* Numbers in a fixed number of digits. */
static const struct number {
	char letter;
	uint8_t digits;
	int16_t low, high;
	size_t at;		/* in struct civil_time */
} numbers[] = {
	{ 'Y', 4, 1, 9999, offsetof(struct civil_time, year) },
	{ 'm', 2, 1, 12, offsetof(struct civil_time, month) },
	{ 'd', 2, 1, 31, offsetof(struct civil_time, day) },
	{ 'H', 2, 0, 23, offsetof(struct civil_time, hour) },
	{ 'M', 2, 0, 59, offsetof(struct civil_time, minute) },
	{ 'S', 2, 0, 59, offsetof(struct civil_time, second) },
	{ 'j', 3, 1, 366, offsetof(struct civil_time, yearday) },
};

static const struct number *
find_number(char letter)
{
	letter = letter == 'e' ? 'd' : letter;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (numbers[i].letter == letter)
			return (&numbers[i]);
	}
	return (NULL);
}

static const char *
find_composite(char letter)
{
	return (letter == 'F' ? "%Y-%m-%d" : letter == 'T' ? "%H:%M:%S" :
	    letter == 'R' ? "%H:%M" : letter == 'D' ? "%m/%d/%y" : NULL);
}

int
time_format_check(const char *format, struct diag *d)
{
	bool some = false;

	for (const char *f = format; *f != '\0'; f++) {
		if (*f != '%')
			continue;
		if (*++f == '\0' || (find_number(*f) == NULL &&
		    strchr("yIpfbBhaAzZsFTRD%", *f) == NULL))
			return (diag_set(d, "\"%s\" is no time format: %%%c",
			    format, *f));
		some |= *f != '%';
	}
	return (some ? 0 : diag_set(d, "\"%s\" is no time format, as "
	    "%%d/%%m/%%Y is", format));
}

/* Up to so many digits; -1 where there are none or the number is outside. */
static int
read_number(const char **p, const char *end, int digits, int low, int high)
{
	const char *start = *p;
	int v = 0;

	for (; *p < end && *p - start < digits && **p >= '0' && **p <= '9';
	    ++*p)
		v = v * 10 + (**p - '0');
	return (*p > start && v >= low && v <= high ? v : -1);
}

/* The index of the name that stands there, at full length or short; -1. */
static int
read_name(const char **p, const char *end, const char *const *names)
{
	size_t left = (size_t)(end - *p), n;

	for (int i = 0; names[i] != NULL; i++) {
		n = strlen(names[i]);
		if (n > left || strncasecmp(*p, names[i], n) != 0)
			n = NAME_MIN;
		if (n > left || strncasecmp(*p, names[i], n) != 0)
			continue;
		*p += n;
		return (i);
	}
	return (-1);
}

/* Digits behind a point, as microseconds. */
static int
read_fraction(const char **p, const char *end)
{
	int v = 0, unit = 100000;
	const char *start = *p;

	for (; *p < end && **p >= '0' && **p <= '9'; ++*p, unit /= 10)
		v += unit * (**p - '0');
	return (*p > start ? v : -1);
}

static int
read_offset(const char **p, const char *end, int *out)
{
	int sign, hours, minutes = 0;

	if (*p < end && **p == 'Z') {
		++*p;
		return (0);
	}
	if (*p == end || (**p != '+' && **p != '-'))
		return (-1);
	sign = *(*p)++ == '-' ? -1 : 1;
	if ((hours = read_number(p, end, 2, 0, 23)) == -1)
		return (-1);
	*p += *p < end && **p == ':';
	if (*p < end && **p >= '0' && **p <= '9' &&
	    (minutes = read_number(p, end, 2, 0, 59)) == -1)
		return (-1);
	*out = sign * (hours * 60 + minutes);
	return (0);
}

static int
read_epoch(const char **p, const char *end, struct parts *t)
{
	const char *start = *p;

	*p += *p < end && **p == '-';
	while (*p < end && **p >= '0' && **p <= '9')
		++*p;
	t->has_epoch = true;
	return (parse_int(start, (size_t)(*p - start), &t->epoch));
}

/* What a letter stands for, but for numbers of civil_time. */
static int
read_other(char letter, const char **p, const char *end, struct parts *t)
{
	int v = 0;

	switch (letter) {
	case 'y':
		v = read_number(p, end, 2, 0, 99);
		t->t.year = v < 69 ? 2000 + v : 1900 + v;
		break;
	case 'I':
		v = t->hour12 = read_number(p, end, 2, 1, 12);
		break;
	case 'p':
		v = t->half = read_name(p, end, halves);
		break;
	case 'f':
		v = t->t.microsecond = read_fraction(p, end);
		break;
	case 'b': case 'B': case 'h':
		v = read_name(p, end, months);
		t->t.month = v + 1;
		break;
	case 'a': case 'A':
		v = read_name(p, end, days);
		break;
	case 'z':
		v = read_offset(p, end, &t->offset);
		break;
	case 'Z':
		v = read_name(p, end, zones);
		break;
	case 's':
		v = read_epoch(p, end, t);
		break;
	default:
		return (-1);
	}
	return (v == -1 ? -1 : 0);
}

static int
read_directive(char letter, const char **p, const char *end, struct parts *t)
{
	const struct number *n = find_number(letter);
	const char *start = *p;
	int *to;

	if (n == NULL)
		return (read_other(letter, p, end, t));
	to = (int *)((char *)&t->t + n->at);
	t->has_yearday |= letter == 'j';
	*to = read_number(p, end, n->digits, n->low, n->high);
	return (*to == -1 || (letter == 'Y' && *p - start != 4) ? -1 : 0);
}

/* Up to where the format ends. */
static int
read_parts(const char *format, const char **p, const char *end,
    struct parts *t)
{
	const char *more;

	for (const char *f = format; *f != '\0'; f++) {
		if (*f == ' ') {
			while (*p < end && **p == ' ')
				++*p;
		} else if (*f == '%' && f[1] != '%' && f[1] != '\0') {
			more = find_composite(*++f);
			if ((more != NULL ? read_parts(more, p, end, t) :
			    read_directive(*f, p, end, t)) == -1)
				return (-1);
		} else {
			f += *f == '%' && f[1] == '%';
			if (*p == end || **p != *f)
				return (-1);
			++*p;
		}
	}
	return (0);
}

/* 30 February is no day. */
static int
to_time(const struct parts *x, int64_t *out)
{
	struct civil_time t = x->t, back;
	int64_t v;

	if (x->hour12 >= 0)
		t.hour = x->hour12 % 12 + 12 * (x->half == 1);
	if (x->has_yearday)
		t.month = t.day = 1;
	v = time_from_civil(&t);
	civil_from_time(v, &back);
	if (back.day != t.day || back.month != t.month)
		return (-1);
	if (x->has_yearday)
		v += (x->t.yearday - 1) * 86400 * SECOND;
	v -= x->offset * 60 * SECOND;
	if (v < TIME_MIN || v > TIME_MAX)
		return (-1);
	*out = v;
	return (0);
}

int
parse_time_as(const char *format, const char *p, size_t n, int64_t *out)
{
	struct parts t = { .t = { .year = 1970, .month = 1, .day = 1 },
		.hour12 = -1, .half = -1 };
	const char *end = p + n;

	if (read_parts(format, &p, end, &t) == -1 || p != end)
		return (-1);
	if (!t.has_epoch)
		return (to_time(&t, out));
	if (t.epoch < TIME_MIN / SECOND || t.epoch > TIME_MAX / SECOND)
		return (-1);
	*out = t.epoch * SECOND + t.t.microsecond;
	return (0);
}

static void
write_other(char letter, const struct civil_time *t, int64_t v,
    struct str *out)
{
	int64_t seconds = v / SECOND - (v % SECOND < 0);

	switch (letter) {
	case 'y':
		str_addf(out, "%02d", (t->year % 100 + 100) % 100);
		break;
	case 'e':
		str_addf(out, "%2d", t->day);
		break;
	case 'I':
		str_addf(out, "%02d", (t->hour + 11) % 12 + 1);
		break;
	case 'p':
		str_addz(out, halves[t->hour >= 12]);
		break;
	case 'f':
		str_addf(out, "%06d", t->microsecond);
		break;
	case 'b': case 'h':
		str_add(out, months[t->month - 1], NAME_MIN);
		break;
	case 'B':
		str_addz(out, months[t->month - 1]);
		break;
	case 'a':
		str_add(out, days[t->weekday - 1], NAME_MIN);
		break;
	case 'A':
		str_addz(out, days[t->weekday - 1]);
		break;
	case 'z':
		str_addz(out, "+0000");
		break;
	case 'Z':
		str_addz(out, "UTC");
		break;
	case 's':
		str_addf(out, "%lld", (long long)seconds);
		break;
	default:
		str_addc(out, letter);
	}
}

void
format_time_as(const char *format, int64_t v, struct str *out)
{
	struct civil_time t;
	const struct number *n;
	const char *more;

	civil_from_time(v, &t);
	for (const char *f = format; *f != '\0'; f++) {
		if (*f != '%' || f[1] == '\0') {
			str_addc(out, *f);
			continue;
		}
		more = find_composite(*++f);
		n = *f == 'e' ? NULL : find_number(*f);
		if (more != NULL)
			format_time_as(more, v, out);
		else if (n != NULL)
			str_addf(out, "%0*d", n->digits,
			    *(int *)((char *)&t + n->at));
		else
			write_other(*f, &t, v, out);
	}
}

static const char *const dates[] = {
	"%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y",
	"%Y/%m/%d", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%Y-%m-%d",
};
#define N_DATES (sizeof(dates) / sizeof(dates[0]))
static const char *const clocks[] = {
	"", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p",
	" %I:%M:%S %p",
};
#define N_CLOCKS (sizeof(clocks) / sizeof(clocks[0]))
static const char *const others[] = {
	"%a, %d %b %Y %H:%M:%S %z",	/* RFC 5322 */
	"%d/%b/%Y:%H:%M:%S %z",		/* the log of a web server */
	"%a %b %d %H:%M:%S %Y",		/* ctime(3) */
};
#define N_GUESSES (N_DATES * N_CLOCKS + sizeof(others) / sizeof(others[0]))

void
time_guess_format(uint64_t bit, char out[TIME_FORMAT_MAX])
{
	size_t i = (size_t)__builtin_ctzll(bit);

	if (i < N_DATES * N_CLOCKS)
		snprintf(out, TIME_FORMAT_MAX, "%s%s", dates[i / N_CLOCKS],
		    clocks[i % N_CLOCKS]);
	else
		snprintf(out, TIME_FORMAT_MAX, "%s",
		    others[i - N_DATES * N_CLOCKS]);
}

/* Most texts that are no times have another length or no digit. */
static bool
may_be_time(const char *p, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; n <= 40 && i < n; i++)
		digits += (unsigned char)(p[i] - '0') < 10;
	return (digits >= 5);
}

uint64_t
time_guesses(const char *p, size_t n, uint64_t among)
{
	char format[TIME_FORMAT_MAX];
	uint64_t left, bit, can = 0;
	int64_t v;

	among &= ((uint64_t)1 << N_GUESSES) - 1;
	if (!may_be_time(p, n))
		return (0);
	for (left = among; left != 0; left &= left - 1) {
		bit = left & -left;
		time_guess_format(bit, format);
		if (parse_time_as(format, p, n, &v) == 0)
			can |= bit;
	}
	return (can);
}
