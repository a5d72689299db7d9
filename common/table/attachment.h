/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attachments of a recipe: what a step has learned where that is too much for
 * JSON, as bytes with a name that the step's state refers to.
 *
 * They travel with the head of a stream and are members of a model file.  In
 * memory they are shared: heads, steps and models count references.  Bytes do
 * not change.  A name follows from the content, so equal work has equal names
 * and two steps of one kind do not meet.
 *
 * Who reads them from outside declares them first, by the list that came along
 * (names, sizes, digests), and fills each with its bytes; what does not fit
 * the list is an error.  Nothing is allocated by what a list says.
 */
#ifndef ATTACHMENT_H
#define ATTACHMENT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "digest.h"
#include "jsondoc.h"
#include "str.h"

#define ATTACHMENTS_MAX 4096			/* of a recipe */
#define ATTACHMENTS_BYTES_MAX ((size_t)512 << 20)	/* of all of them */
#define ATTACHMENT_NAME_MAX 56		/* of lower case, digits and '-' */

struct attachment {
	char *name;
	char sha256[DIGEST_HEX + 1];
	size_t size;
	char *bytes;			/* NULL until it is filled */
	atomic_int references;
};

struct attachments {
	struct attachment **v;
	size_t n;
};

void attachments_init(struct attachments *);
void attachments_release(struct attachments *);
/* Add those of from that to does not have. */
void attachments_share(struct attachments *to, const struct attachments *from);

/* Add one (bytes are taken, and empty afterwards) of a kind, such as
   "target-encode". */
const struct attachment *attachments_add(struct attachments *,
    const char *kind, struct str *bytes);
/* The one of a name; none is an error. */
int attachments_get(const struct attachments *, const char *name,
    const struct attachment **out, struct diag *) MUST_CHECK;

/* Are there too many, or are they too large? Who makes a head asks. */
int attachments_check(const struct attachments *, struct diag *) MUST_CHECK;
bool attachments_equal(const struct attachments *,
    const struct attachments *);

/* [{"name","size","sha256"}] and, from outside, back. NULL: there are none. */
json_t *attachments_to_json(const struct attachments *);
int attachments_declare(struct attachments *, const json_t *list,
    struct diag *) MUST_CHECK;
/* The bytes of declared attachment i (taken, also on failure). */
int attachments_fill(struct attachments *, size_t i, struct str *bytes,
    struct diag *) MUST_CHECK;

#endif
