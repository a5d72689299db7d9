/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <endian.h>
#include <string.h>

#include "pack.h"

void
pack_u64(struct str *s, uint64_t v)
{
	v = htole64(v);
	str_add(s, &v, sizeof(v));
}

void
pack_f64(struct str *s, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	pack_u64(s, bits);
}

void
pack_f64s(struct str *s, const double *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		pack_f64(s, v[i]);
}

void
pack_varint(struct str *s, uint64_t v)
{
	for (; v >= 128; v >>= 7)
		str_addc(s, (char)(v | 128));
	str_addc(s, (char)v);
}

void
pack_bytes(struct str *s, const void *p, size_t n)
{
	pack_u64(s, n);
	str_add(s, p, n);
}

void
unpack_fail(struct unpack *u)
{
	u->failed = true;
	u->p = u->end;
}

uint64_t
unpack_u64(struct unpack *u)
{
	uint64_t v;

	if ((size_t)(u->end - u->p) < sizeof(v)) {
		unpack_fail(u);
		return (0);
	}
	memcpy(&v, u->p, sizeof(v));
	u->p += sizeof(v);
	return (le64toh(v));
}

double
unpack_f64(struct unpack *u)
{
	uint64_t bits = unpack_u64(u);
	double v;

	memcpy(&v, &bits, sizeof(v));
	return (v);
}

void
unpack_f64s(struct unpack *u, double *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = unpack_f64(u);
}

const char *
unpack_bytes(struct unpack *u, size_t *n)
{
	const char *p;

	*n = unpack_count(u, 1);
	p = u->p;
	u->p += *n;
	return (p);
}

uint64_t
unpack_upto(struct unpack *u, uint64_t max)
{
	uint64_t v = unpack_u64(u);

	if (v <= max)
		return (v);
	unpack_fail(u);
	return (0);
}

bool
unpack_bool(struct unpack *u)
{
	return (unpack_upto(u, 1) == 1);
}

size_t
unpack_count(struct unpack *u, size_t size)
{
	uint64_t n = unpack_u64(u);

	if (n <= (size_t)(u->end - u->p) / size)
		return ((size_t)n);
	unpack_fail(u);
	return (0);
}
