/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers, booleans and times from and to text.
 *
 * Parsing is whole-field, range-checked and independent of the locale; it
 * takes (p, n), needs no NUL, and never reads p[n].  Every parse_ function
 * returns 0 and fills *out, or returns -1 and leaves *out alone; a caller
 * knows file, line and column and writes the message.
 *
 * Floats are written in the shortest form that reads back to the same double.
 */
#ifndef NUMTEXT_H
#define NUMTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"

#define NUMTEXT_MAX 40	/* bytes that any format_ function may write */

/* Optional sign and decimal digits, within int64; no blanks. */
int parse_int(const char *p, size_t n, int64_t *out) MUST_CHECK;

/* Is it a number whose text would be lost as one: 007, -00.5, or +441632960001,
   a telephone number?  +5 and +1.5E-03 are numbers. */
bool is_padded_number(const char *p, size_t n);

/*
 * Decimal or scientific notation, "inf", "infinity" and "nan" in any case,
 * with a sign; correctly rounded (round half to even).  A value too large for
 * a double is an error, one too small becomes zero.
 */
int parse_float(const char *p, size_t n, double *out) MUST_CHECK;

/* true/false, yes/no, t/f, y/n in any case; 1/0. */
int parse_bool(const char *p, size_t n, bool *out) MUST_CHECK;

/* true/false in lower, upper or capitalised form only: what is inferred. */
bool is_bool_word(const char *p, size_t n);

/*
 * ISO 8601 date or date and time: 2024-05-01, 2024-05-01T10:20[:30[.123456]]
 * with T or one blank between, and Z, +hh:mm, +hhmm, +hh or nothing (UTC) at
 * the end.  Years 0001 to 9999, also in UTC; no hour 24 and no second 60.
 * Digits below a microsecond are cut off.
 * *out is microseconds since 1970 UTC.
 */
int parse_time(const char *p, size_t n, int64_t *out) MUST_CHECK;

/* Was something cut off of a text that parse_time takes? */
bool is_finer_time(const char *p, size_t n);

/* 0001-01-01 and the last microsecond of 9999-12-31: what has such a text. */
#define TIME_MIN (-62135596800000000)
#define TIME_MAX 253402300799999999

/*
 * Bytes: digits, perhaps with a point, then K, M, G or T (powers of 1024) or
 * nothing, then "B", "iB" or nothing, in any case: "512M", "1.5GiB", "100b".
 * Rounded down to a whole byte.
 */
int parse_size(const char *p, size_t n, uint64_t *out) MUST_CHECK;

/* These write at most NUMTEXT_MAX bytes and no NUL; they return the length. */
size_t format_int(char *out, int64_t v);
/* Python's repr(): whole numbers keep ".0" ("3.0", "-0.0"); below 1e-4 and
   from 1e16 on it is "1e+22", "1.5e-07", the exponent in two digits or three;
   inf, -inf, nan. */
size_t format_float(char *out, double v);
/* "2024-05-01" at midnight, else "2024-05-01T10:20:30[.123456]Z".  Any int64
   has a text; what lies outside the years 0001 to 9999 is not read back. */
size_t format_time(char *out, int64_t microseconds);

/* The Gregorian date of a time. weekday: 1 Monday .. 7 Sunday. */
struct civil_time {
	int year, month, day, hour, minute, second, microsecond;
	int weekday, yearday;	/* yearday: 1 .. 366 */
};
void civil_from_time(int64_t microseconds, struct civil_time *out);
int64_t time_from_civil(const struct civil_time *);

#endif
