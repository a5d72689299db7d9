/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "numtext.h"

#include "window.h"

#define SECOND INT64_C(1000000)
#define DAY (86400 * SECOND)
#define FIRST_MONDAY (4 * DAY)	/* 1970-01-05 */

static const struct unit {
	char letter;
	int64_t micros, origin;
} units[] = {
	{ 's', SECOND, 0 }, { 'm', 60 * SECOND, 0 }, { 'h', 3600 * SECOND, 0 },
	{ 'd', DAY, 0 }, { 'w', 7 * DAY, FIRST_MONDAY }
};
#define N_UNITS (sizeof(units) / sizeof(units[0]))

int
window_rule_parse(const char *text, struct window_rule *out, struct diag *d)
{
	size_t n = strlen(text), digits = strspn(text, "0123456789");
	const struct unit *u = units;
	int64_t count;

	memset(out, 0, sizeof(*out));
	while (digits + 1 == n && u < units + N_UNITS &&
	    u->letter != text[digits])
		u++;
	if (parse_int(text, digits, &count) == -1 || count < 1 ||
	    digits + 1 < n || u == units + N_UNITS)
		return (diag_set(d, "not a number of rows, and not a time "
		    "(as 15m, 1h, 1d): \"%s\"", text));
	if (digits == n) {
		out->rows = (uint64_t)count;
		return (0);
	}
	if (count > INT64_MAX / u->micros)
		return (diag_set(d, "too long: \"%s\"", text));
	out->micros = count * u->micros;
	out->origin = u->origin;
	return (0);
}

/* Rounded down, also before the origin. */
static int64_t
key_of_time(const struct window_rule *r, int64_t t)
{
	int64_t key = t / r->micros, rest = t % r->micros - r->origin;

	key += rest / r->micros;
	rest %= r->micros;
	return (rest < 0 ? key - 1 : key);
}

static struct window_range
cut_by_time(const struct window_rule *r, const struct column *time,
    size_t first, size_t n)
{
	struct window_range out = { first, first + 1, 0, false };
	const int64_t *t = time->ints;

	out.has_no_time = !time->valid[first];
	if (!out.has_no_time)
		out.key = key_of_time(r, t[first]);
	while (out.end < n && !time->valid[out.end] == out.has_no_time &&
	    (out.has_no_time || key_of_time(r, t[out.end]) == out.key))
		out.end++;
	return (out);
}

struct window_range
window_cut(const struct window_rule *r, const struct batch *b,
    const struct column *time, size_t first)
{
	struct window_range out = { first, b->n_rows, 0, false };
	uint64_t row = b->first_row + first, left;

	if (r->micros > 0)
		return (cut_by_time(r, time, first, b->n_rows));
	if (r->rows > 0) {
		out.key = (int64_t)(row / r->rows);
		left = r->rows - row % r->rows;
		if (left < out.end - first)
			out.end = first + (size_t)left;
	}
	return (out);
}

int64_t
window_begin(const struct window_rule *r, int64_t key)
{
	int64_t begin;

	if (r->micros == 0)
		return (key + 1);
	if (__builtin_mul_overflow(key, r->micros, &begin) ||
	    __builtin_add_overflow(begin, r->origin, &begin))
		return (INT64_MIN);	/* the first one, not as long */
	return (begin);
}

void
window_name(const struct window_rule *r, int64_t key, struct str *out)
{
	int64_t begin = window_begin(r, key);
	size_t n;

	if (r->micros == 0) {
		if (r->rows > 0)
			str_addf(out, "%lld", (long long)begin);
		else
			str_addz(out, "all");
		return;
	}
	n = format_time(str_reserve(out, NUMTEXT_MAX), begin);
	str_commit(out, n);
	if (n == strlen("1970-01-01") && r->micros % DAY != 0)
		str_addz(out, "T00:00:00Z");
}
