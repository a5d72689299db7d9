/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The header traceparent of W3C's Trace Context (Recommendation of 2021, 3.2):
 * VERSION-TRACE-PARENT-FLAGS, in lower-case hexadecimal digits.
 */
#ifndef TRACEPARENT_H
#define TRACEPARENT_H

struct trace {
	char id[33], parent[17];	/* "" if there is none */
};

/* One that is not as it has to be is none at all (3.2.2.3). */
void traceparent_parse(const char *header, struct trace *out);

#endif
