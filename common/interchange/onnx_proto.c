/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "pack.h"

#include "onnx_proto.h"

#define WIRE_VARINT 0u
#define WIRE_BYTES 2u

void
proto_int(struct str *out, unsigned field, int64_t v)
{
	pack_varint(out, field << 3 | WIRE_VARINT);
	pack_varint(out, (uint64_t)v);
}

void
proto_bytes(struct str *out, unsigned field, const void *p, size_t n)
{
	pack_varint(out, field << 3 | WIRE_BYTES);
	pack_varint(out, n);
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
