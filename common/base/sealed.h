/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of JSON that tell when a byte of them was changed: an object whose last
 * member is "sha256", the digest of the bytes before it (up to the comma) and,
 * in a file of several, of the digest of the line before, so that a line which
 * is taken out is missed, too.
 */
#ifndef SEALED_H
#define SEALED_H

#include "digest.h"
#include "jsondoc.h"

/* Append the object, which is not empty, as a line. previous: the digest of
   the line before, "" for the first; it becomes this one's. */
void sealed_write(const json_t *, char previous[DIGEST_HEX + 1],
    struct str *out);

/* The object of n bytes without the \n, a new reference.  previous becomes the
   digest that the line says, also of one that is refused. */
int sealed_read(const char *p, size_t n, char previous[DIGEST_HEX + 1],
    json_t **out, struct diag *) MUST_CHECK;

/* A file that is one such line. */
int sealed_file(const char *path, json_t **out, struct diag *) MUST_CHECK;

#endif
