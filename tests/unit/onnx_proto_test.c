/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The examples of Protocol Buffers' own page on the encoding. */
#include <string.h>

#include "check.h"

#include "onnx_proto.h"

static void
same(struct str *got, const char *want, size_t n)
{
	CHECK_INT(got->len, n);
	CHECK(memcmp(str_get(got), want, n) == 0);
	str_clear(got);
}

int
main(void)
{
	struct str s = STR_INIT, within = STR_INIT;

	proto_int(&s, 1, 150);
	same(&s, "\x08\x96\x01", 3);
	proto_text(&s, 2, "testing");
	same(&s, "\x12\x07testing", 9);
	proto_int(&within, 1, 150);
	proto_message(&s, 3, &within);
	same(&s, "\x1a\x03\x08\x96\x01", 5);
	CHECK_INT(within.len, 0);
	/* A negative number has ten bytes; a field above 15 two of its own. */
	proto_int(&s, 20, -2);
	same(&s, "\xa0\x01\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12);
	str_release(&s);
	return (check_done());
}
