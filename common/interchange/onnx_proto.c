/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "onnx_proto.h"

#define WIRE_VARINT 0u
#define WIRE_BYTES 2u

static void
add_varint(struct str *out, uint64_t v)
{
	for (; v >= 128; v >>= 7)
		str_addc(out, (char)(v | 128));
	str_addc(out, (char)v);
}

void
proto_int(struct str *out, unsigned field, int64_t v)
{
	add_varint(out, field << 3 | WIRE_VARINT);
	add_varint(out, (uint64_t)v);
}

void
proto_bytes(struct str *out, unsigned field, const void *p, size_t n)
{
	add_varint(out, field << 3 | WIRE_BYTES);
	add_varint(out, n);
	str_add(out, p, n);
}

void
proto_text(struct str *out, unsigned field, const char *text)
{
	proto_bytes(out, field, text, strlen(text));
}

void
proto_message(struct str *out, unsigned field, struct str *m)
{
	proto_bytes(out, field, str_get(m), m->len);
	str_release(m);
}
