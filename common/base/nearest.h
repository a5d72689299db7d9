/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "Did you mean": the offered name that is nearest to a wrong one, by edit
 * distance with transpositions, if it is near enough to be a slip.
 */
#ifndef NEAREST_H
#define NEAREST_H

#include <stddef.h>

#include "diag.h"

struct nearest {
	const char *wrong;
	const char *best;
	size_t distance;
};

void nearest_init(struct nearest *, const char *wrong);
/* Names have to stay valid until nearest_tell. */
void nearest_offer(struct nearest *, const char *name);
/* Append " (did you mean "best"?)" to the message, or nothing. */
void nearest_tell(const struct nearest *, struct diag *);

/*
 * The index of name in a NULL-terminated list, or -1 with the message
 * 'no KIND "name" (did you mean ...?)', or with all names where none is near.
 */
int nearest_lookup(const char *const *names, const char *name,
    const char *kind, struct diag *);

#endif
