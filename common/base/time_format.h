/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times by a format, as strptime(3) and strftime(3) have them, in English and
 * UTC whatever the locale:
 *
 *	%Y %y %m %d %e %j	year (4 digits, or 69 to 68 as 1969 to 2068),
 *				month, day, day of the year
 *	%H %I %p %M %S %f	hour, hour and AM or PM, minute, second,
 *				digits behind the point
 *	%b %B %h %a %A		names of months and days, short or long
 *	%z %Z			Z or +hh:mm, +hhmm, +hh; UTC, GMT or Z
 *	%s			seconds since 1970
 *	%F %T %R %D		%Y-%m-%d, %H:%M:%S, %H:%M, %m/%d/%y
 *	%%			a per cent sign; a blank is any blanks or none
 *
 * A number is read up to its digits, zeros in front may be missing.  What a
 * format does not have is 1970, January, 1 and 0.
 */
#ifndef TIME_FORMAT_H
#define TIME_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#include "diag.h"
#include "str.h"

#define TIME_FORMAT_MAX 48	/* of a guessed format, with its NUL */

int time_format_check(const char *format, struct diag *) MUST_CHECK;

/* The whole text; digits below a microsecond are cut off. As parse_time. */
int parse_time_as(const char *format, const char *p, size_t n, int64_t *out)
    MUST_CHECK;
void format_time_as(const char *format, int64_t microseconds, struct str *out);

/*
 * Forms in which others write times, a bit each: dates such as 31/12/2024,
 * 12/31/2024, 31.12.2024 and 31-Dec-2024, each alone or with a clock of 24 or
 * 12 hours behind it, and those of mails and logs.  Which of these can the
 * text be?
 */
uint64_t time_guesses(const char *p, size_t n, uint64_t among);
/* The format of a bit. */
void time_guess_format(uint64_t bit, char out[TIME_FORMAT_MAX]);

#endif
