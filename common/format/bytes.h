/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A byte stream with a name, already decompressed and in UTF-8: what format
 * readers read.
 *
 * Bytes are counted and digested (SHA-256) as they are on the outside, before
 * decompression, for the lineage.
 */
#ifndef BYTES_H
#define BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "outside.h"

struct bytes;

/*
 * Open what is outside (taken over in any case), seeing through compression
 * by gzip, zstd, xz, bzip2 or lz4. name NULL: the outside's. An archive is not
 * looked into.
 */
int bytes_open_outside(struct outside *, const char *name,
    struct bytes **out, struct diag *) MUST_CHECK;

/*
 * The members of an archive (tar, zip, 7z..., itself compressed or not).
 * has_members peeks; a pipe has to be kept. *names is a heap array of *n heap
 * strings: regular files only, in their order.  members_open opens those of
 * the list that are not NULL, into out (n); what it opened before a failure is
 * there, too.
 */
int has_members(struct outside *, bool *out, struct diag *) MUST_CHECK;
int members_list(struct outside *, char ***names, size_t *n, struct diag *)
    MUST_CHECK;
int members_open(struct outside *, char *const *names, size_t n,
    struct bytes **out, struct diag *) MUST_CHECK;

/* From now on the bytes (none of them taken yet) are text in an encoding that
   encoding_find found, and read as UTF-8: see recode.h.  NULL as long as
   nothing is known. */
void bytes_set_encoding(struct bytes **, const char *encoding);
const char *bytes_encoding(const struct bytes *);

/* The name for messages: "churn.csv", "data.zip:a.csv", "standard input". */
const char *bytes_name(const struct bytes *);

/*
 * The next piece, as long as is there (at most about a megabyte); valid until
 * the next call. 1, 0 at the end, -1 on error. May block only when there is
 * nothing to give.
 */
int bytes_next(struct bytes *, const char **p, size_t *n, struct diag *)
    MUST_CHECK;

/* Read up to n bytes (not both 0) to a place; *got is 0 only at the end. */
int bytes_read(struct bytes *, void *to, size_t n, size_t *got,
    struct diag *) MUST_CHECK;

/* Look at up to n first bytes without taking them; fewer only at the end or,
   for a pipe, when no more than one read's worth has come. */
int bytes_peek(struct bytes *, size_t n, const char **p, size_t *got,
    struct diag *) MUST_CHECK;

/* Start again from the first byte: possible for a regular file, a member of
   an archive in one, and for an outside that is kept (outside_keep). */
int bytes_rewind(struct bytes *, struct diag *) MUST_CHECK;

/* Keep the outside no longer; that of members stays kept. */
void bytes_keep_no_more(struct bytes *);

/* Can the outside be read in their place, at any place (outside_read_at)? Then
   they are *size bytes. */
bool bytes_are_random(const struct bytes *, uint64_t *size);

/* Close the file until it is read again. */
void bytes_pause(struct bytes *);

/* The outside, which stays the bytes'. */
struct outside *bytes_outside(const struct bytes *);

void bytes_close(struct bytes *);

#endif
