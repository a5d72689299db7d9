/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outside of a source: its bytes as they lie in a file, come through a
 * pipe or stand in memory, before any decompression.
 *
 * Readers hold their own position, so that several can read one outside (the
 * members of an archive).  A pipe can only be read on from where it is, unless
 * it is kept: then what came is held in memory up to a limit and beyond that
 * in an unlinked temporary file ($TMPDIR or /tmp).
 *
 * The SHA-256 is computed as bytes are first read.  Files are closed by
 * outside_pause and opened again when needed; one that changed meanwhile is
 * an error.
 */
#ifndef OUTSIDE_H
#define OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "remote.h"

struct outside;

/* A file, pipe or device by its path; "-" is standard input. */
int outside_open(const char *path, struct outside **out, struct diag *)
    MUST_CHECK;
/* Memory, which has to live as long. */
struct outside *outside_memory(const char *name, const char *p, size_t n);

/* Of another machine; takes the remote over. Its bytes come as those of a
   pipe; if the address has an SHA-256, it is expected. */
struct outside *outside_remote(struct remote *);

/* One more holder, for which outside_free is to be called once more. */
struct outside *outside_share(struct outside *);
void outside_free(struct outside *);

const char *outside_name(const struct outside *);
/* Can it be read again from any position without being kept? */
bool outside_is_seekable(const struct outside *);
bool outside_is_pipe(const struct outside *);
/* The bytes of one that is seekable or random. */
uint64_t outside_size(const struct outside *);

/* Read up to n bytes at a position: *got is 0 only at the end. */
int outside_read(struct outside *, uint64_t at, void *to, size_t n,
    size_t *got, struct diag *) MUST_CHECK;

/* Can it be read at any place, in whatever way? */
bool outside_is_random(const struct outside *);
/* The n bytes at a place of one that is; fewer are an error. Not for the
   digest. */
int outside_read_at(struct outside *, uint64_t at, void *to, size_t n,
    struct diag *) MUST_CHECK;

void outside_keep(struct outside *, uint64_t mem);
/* Keep no more than what came until now. */
void outside_keep_no_more(struct outside *);
void outside_pause(struct outside *);

/* All of it: reads what is left. hex has room for DIGEST_HEX + 1. */
int outside_digest(struct outside *, uint64_t *size, char *hex,
    struct diag *) MUST_CHECK;
/* Nobody will ask for the SHA-256: hex is then empty. */
void outside_digest_not(struct outside *);
/* The SHA-256 that it has to have, by what says so; outside_check, at the end,
   reads what is left and compares. Without the first it is fine. */
void outside_expect(struct outside *, const char *hex, const char *by);
int outside_check(struct outside *, struct diag *) MUST_CHECK;
/* Has the end been seen, so that outside_digest reads nothing? */
bool outside_is_read(const struct outside *);
/* What a remote is told apart by from its other versions, "" for others. */
const char *outside_version(const struct outside *);

#endif
