/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What makes a bundle whole: shared by the writer and the reader of bundles.
 */
#ifndef BUNDLE_CHECK_H
#define BUNDLE_CHECK_H

#include <stdbool.h>

#include "attachment.h"
#include "bundle.h"

#define BUNDLE_MANIFEST "manifest.json"
#define BUNDLE_NAME_MAX 64
#define BUNDLE_MEMBERS_MAX (16 + ATTACHMENTS_MAX)

/* May a member (not the manifest) be called so? */
bool bundle_is_name(const char *);

/* hex has room for DIGEST_HEX + 1 bytes. */
void bundle_digest_manifest(const json_t *manifest, char *hex);

int bundle_check_version(const json_t *manifest, struct diag *) MUST_CHECK;
/* Every member has its digest, and every digest its member. */
int bundle_check_digests(const struct bundle *, struct diag *) MUST_CHECK;

/* What the members of a file of n bytes may still have: a short file cannot
   hold much. */
struct bundle_room {
	size_t all, json;
};

void bundle_room_init(struct bundle_room *, size_t n);
int bundle_room_take(struct bundle_room *, const char *name, size_t n,
    struct diag *) MUST_CHECK;

#endif
