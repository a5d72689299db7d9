/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A SHA-256 of bytes that come one after the other, by a thread of its own
 * once there are many, so that who reads them need not wait for it.
 *
 * Bytes are copied.  The thread blocks all signals and allocates nothing; where
 * there is none to be had, the caller does its work.
 */
#ifndef DIGESTER_H
#define DIGESTER_H

#include "digest.h"

struct digester;

struct digester *digester_new(void);
void digester_free(struct digester *);

void digester_update(struct digester *, const void *p, size_t n);
/* hex as of digest_final. Nothing can be added then. */
void digester_final(struct digester *, char *hex);

#endif
