/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bundles: named members in a zstd-compressed tar archive, which is what a
 * model file is.  manifest.json comes first and holds the SHA-256 of every
 * other member; reading checks them, the names and the sizes before it
 * believes anything, and runs nothing.
 *
 * Writing is deterministic (no times, no owners) and atomic.
 */
#ifndef BUNDLE_H
#define BUNDLE_H

#include <stddef.h>

#include "digest.h"
#include "jsondoc.h"
#include "str.h"

/* The newest version of the format.  A file that an older program would
   misread says so in its manifest; the others are of the first. */
#define BUNDLE_VERSION 2
#define BUNDLE_FIRST 1
#define BUNDLE_MEMBER_MAX ((size_t)2 << 30)

struct member {
	char *name;
	char *p;
	size_t n;
};

struct bundle {
	json_t *manifest;	/* object */
	struct member *members;	/* all but the manifest */
	size_t n, cap;
	char sha[DIGEST_HEX + 1];	/* of the bytes that were read */
};

void bundle_init(struct bundle *);
void bundle_release(struct bundle *);

/* Add a member (copied). */
void bundle_add(struct bundle *, const char *name, const char *p, size_t n);
void bundle_add_json(struct bundle *, const char *name, const json_t *);

/* NULL if there is none. */
const struct member *bundle_find(const struct bundle *, const char *name);
/* Parsed. */
int bundle_get_json(const struct bundle *, const char *name, json_t **out,
    struct diag *) MUST_CHECK;

/* Take the bytes of a member of a bundle that was read: it is empty then. None
   is an error. */
int bundle_take(struct bundle *, const char *name, struct str *out,
    struct diag *) MUST_CHECK;

/* Fills "mlc_model" (the version), where there is none, and "sha256" of the
   manifest. */
int bundle_write(struct bundle *, const char *path, struct diag *) MUST_CHECK;
/* The path may be a name of the registry (known_name.h). */
int bundle_read(const char *path, struct bundle *out, struct diag *)
    MUST_CHECK;
/* From memory, for uploads and tests. */
int bundle_parse(const char *p, size_t n, const char *name,
    struct bundle *out, struct diag *) MUST_CHECK;

#endif
