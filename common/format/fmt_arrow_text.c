/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fmt_arrow_json.h"
#include "fmt_arrow_number.h"
#include "utf8.h"

#include "fmt_arrow_text.h"

int
arrow_take_room(struct arrow_values *v, size_t n, struct diag *d)
{
	if (n > v->room) {
		v->is_full = true;
		return (diag_set(d, "a row of more text than %zu bytes, far "
		    "more than the batch has", v->room_one));
	}
	v->room -= n;
	return (0);
}

static uint64_t
offset_at(const struct arrow_array *a, size_t i)
{
	uint64_t v = 0;
	uint32_t w;

	if (a->type->bytes == 8) {
		memcpy(&v, a->offsets.p + i * 8, sizeof(v));
		return (v);
	}
	memcpy(&w, a->offsets.p + i * 4, sizeof(w));
	return (w);
}

/* Offsets of 4 bytes of rows of which none is missing, from 0 on; false where
   one goes back. */
static bool
shift_offsets(const uint8_t *p, size_t n, uint32_t *off)
{
	uint32_t base, from, to, back = 0;

	memcpy(&base, p, sizeof(base));
	from = base;
	for (size_t i = 0; i <= n; i++, from = to) {
		memcpy(&to, p + i * sizeof(to), sizeof(to));
		back |= to < from;
		off[i] = to - base;
	}
	return (back == 0);
}

/*
 * Fill c->off from the array's offsets, missing rows without length, and
 * check that they never go back nor past the end.
 */
static int
read_offsets(struct arrow_values *v, const struct arrow_array *a,
    size_t first, size_t n, struct column *c, struct diag *d)
{
	uint64_t from = offset_at(a, first), to, total = 0;

	if (a->type->bytes == 4 && c->n_missing == 0) {
		if (!shift_offsets(a->offsets.p + first * 4, n, c->off) ||
		    offset_at(a, first + n) > a->values.n)
			return (arrow_damaged(d));
		return (arrow_take_room(v, c->off[n], d));
	}
	c->off[0] = 0;
	for (size_t i = 0; i < n; i++, from = to) {
		to = offset_at(a, first + i + 1);
		if (to < from || to > a->values.n)
			return (arrow_damaged(d));
		total += c->valid[i] ? to - from : 0;
		if (total > v->room)
			return (arrow_take_room(v, total, d));
		c->off[i + 1] = (uint32_t)total;
	}
	return (arrow_take_room(v, total, d));
}

/* Text as it lies there, in one piece where no row is missing. */
static int
read_plain(struct arrow_values *v, const struct arrow_array *a, size_t first,
    size_t n, struct column *c, struct diag *d)
{
	if (read_offsets(v, a, first, n, c, d) == -1)
		return (-1);
	column_reserve_data(c, c->off[n]);
	if (c->n_missing == 0) {
		memcpy(c->bytes, a->values.p + offset_at(a, first),
		    c->off[n]);
		return (0);
	}
	for (size_t i = 0; i < n; i++)
		memcpy(c->bytes + c->off[i],
		    a->values.p + offset_at(a, first + i),
		    c->off[i + 1] - c->off[i]);
	return (0);
}

/* As DuckDB writes a blob: printable ASCII as it is, but for quotes and the
   backslash; of all else the byte in hexadecimal. */
static void
put_escaped(struct str *to, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] < ' ' || p[i] > '~' || strchr("\\'\"", p[i]) != NULL)
			str_addf(to, "\\x%02X", (unsigned char)p[i]);
		else
			str_addc(to, p[i]);
	}
}

/* hh:mm:ss, with six digits or nine of a fraction. What is no time of a day
   has a minus sign or more hours. */
static void
put_clock(struct str *to, const struct arrow_type *t, const uint8_t *p)
{
	uint64_t per_second = 1000000000 / (uint64_t)t->times, u, s, ns;
	int64_t v;

	arrow_ints(t, p, 1, &v);
	u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	s = u / per_second;
	ns = u % per_second * (uint64_t)t->times;
	str_addf(to, "%s%02llu:%02d:%02d", v < 0 ? "-" : "",
	    (unsigned long long)(s / 3600), (int)(s / 60 % 60),
	    (int)(s % 60));
	if (ns % 1000 > 0)
		str_addf(to, ".%09d", (int)ns);
	else if (ns > 0)
		str_addf(to, ".%06d", (int)(ns / 1000));
}

int
arrow_text_at(const struct arrow_array *a, size_t i, struct str *scratch,
    const char **p, size_t *n, struct diag *d)
{
	const struct arrow_type *t = a->type;
	const uint8_t *at = a->values.p + i * t->bytes;

	str_clear(scratch);
	switch (t->kind) {
	case ARROW_TEXT:
	case ARROW_VIEW:
	case ARROW_FIXED:
		if (arrow_bytes_at(a, i, p, n, d) == -1)
			return (-1);
		if (!t->is_binary)
			return (0);
		put_escaped(scratch, *p, *n);
		break;
	case ARROW_CLOCK:
		put_clock(scratch, t, at);
		break;
	default:		/* digits */
		str_commit(scratch, arrow_digits(t, at, str_reserve(scratch,
		    DIGITS_MAX)));
	}
	*p = str_get(scratch);
	*n = scratch->len;
	return (0);
}

int
arrow_check_utf8(const char *p, size_t n, struct diag *d)
{
	size_t k;

	for (size_t i = 0; i < n; i += k) {
		k = utf8_length((const unsigned char *)p + i, n - i);
		if (k == 0)
			return (diag_set(d, "text that is not UTF-8"));
	}
	return (0);
}

static bool
is_ascii(const char *p, size_t n)
{
	uint64_t eight, high = 0;
	size_t i = 0;

	for (; n - i >= sizeof(eight); i += sizeof(eight)) {
		memcpy(&eight, p + i, sizeof(eight));
		high |= eight;
	}
	for (; i < n; i++)
		high |= (uint64_t)(unsigned char)p[i];
	return ((high & 0x8080808080808080u) == 0);
}

static int
add_row(struct arrow_values *v, const struct arrow_array *a, size_t i,
    struct column *c, struct diag *d)
{
	const char *p;
	size_t n;

	if (arrow_is_nested(a->type)) {
		if (arrow_make_json(v, a, i, d) == -1)
			return (-1);
		p = str_get(&v->text);
		n = v->text.len;
	} else if (arrow_text_at(a, i, &v->scratch, &p, &n, d) == -1) {
		return (-1);
	}
	if (arrow_take_room(v, n, d) == -1)
		return (-1);
	column_add_string(c, p, n);
	return (0);
}

static int
check_text(const struct column *c, size_t n, struct diag *d)
{
	if (is_ascii(c->bytes, c->off[n]))
		return (0);
	for (size_t i = 0; i < n; i++) {
		if (arrow_check_utf8(c->bytes + c->off[i],
		    c->off[i + 1] - c->off[i], d) == -1)
			return (-1);
	}
	return (0);
}

/* As it is in the batch, or made from it. */
static int
read_text(struct arrow_values *v, const struct arrow_array *a,
    size_t first, size_t n, struct column *c, struct diag *d)
{
	if (a->type->kind == ARROW_TEXT && !a->type->is_binary)
		return (read_plain(v, a, first, n, c, d));
	c->n_missing = 0;	/* they are counted as they are added */
	for (size_t i = 0; i < n; i++) {
		if (!c->valid[i])
			column_add_missing(c);
		else if (add_row(v, a, first + i, c, d) == -1)
			return (-1);
	}
	return (0);
}

int
arrow_read_text(struct arrow_values *v, const struct arrow_array *a,
    size_t first, size_t n, struct column *c, struct diag *d)
{
	if (read_text(v, a, first, n, c, d) == -1)
		return (-1);
	return (v->is_checked ? check_text(c, n, d) : 0);
}
