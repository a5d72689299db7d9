/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The examples of W3C's Trace Context (Recommendation of 23 November 2021),
   3.2.2.5, 3.2.4 and its rules for what is not valid. */
#include "check.h"
#include "traceparent.h"

static void
check(const char *header, const char *id, const char *parent)
{
	struct trace t;

	traceparent_parse(header, &t);
	CHECK_STR(t.id, id);
	CHECK_STR(t.parent, parent);
}

#define ID "4bf92f3577b34da6a3ce929d0e0e4736"
#define PARENT "00f067aa0ba902b7"

int
main(void)
{
	check("00-" ID "-" PARENT "-01", ID, PARENT);
	check("00-" ID "-" PARENT "-00", ID, PARENT);
	/* A later version, and one that goes on. */
	check("cc-" ID "-" PARENT "-01", ID, PARENT);
	check("cc-" ID "-" PARENT "-01-what-the-future-brings", ID, PARENT);
	check("cc-" ID "-" PARENT "-01.what", "", "");
	check("00-" ID "-" PARENT "-01-more", "", "");
	check("ff-" ID "-" PARENT "-01", "", "");
	check("00-00000000000000000000000000000000-" PARENT "-01", "", "");
	check("00-" ID "-0000000000000000-01", "", "");
	check("00-4BF92F3577B34DA6A3CE929D0E0E4736-" PARENT "-01", "", "");
	check("00-" ID "-" PARENT "-0x", "", "");
	check("00-" ID "-" PARENT "-0", "", "");
	check("00-" ID "_" PARENT "-01", "", "");
	check("", "", "");
	check(NULL, "", "");
	return (check_done());
}
