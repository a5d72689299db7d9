/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON documents: jansson's json_t with typed getters that say what is wrong.
 *
 * This header is the only one that includes jansson.h.  Documents that come
 * from outside (stream heads, model files, requests) are read with doc_get_,
 * which check presence, type and range and fill the diag with the key's name.
 * doc_opt_ leave *out alone when the key is absent or null.  Pointers that
 * are got belong to the document.
 *
 * Floats are written in the shortest form that reads back; non-finite ones,
 * for which JSON has no number, as the strings "nan", "inf" and "-inf".
 */
#ifndef JSONDOC_H
#define JSONDOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "diag.h"
#include "str.h"

/* For cmd/, once, at the start: out of memory ends the process here as it does
   in mem.h.  By itself jansson would leave out what has no room. */
void doc_init(void);

/* Parse one whole document; *out is a new reference. */
int doc_parse(const char *p, size_t n, json_t **out, struct diag *) MUST_CHECK;

/* Append the document, compact, keys in their order. */
void doc_write(const json_t *, struct str *out);

/* A float as JSON, also when it is not finite. New reference. */
json_t *doc_float(double v);
/* A string of n bytes; bytes that are not UTF-8 become U+FFFD. */
json_t *doc_stringn(const char *p, size_t n);

/* Set a member to a text; NULL: it is not there. */
void doc_set_text(json_t *, const char *key, const char *text);
/* A member's text; NULL where it is none. */
const char *doc_text(const json_t *, const char *key);
/* Is it this text? */
bool doc_is(const json_t *, const char *key, const char *text);

int doc_get_string(const json_t *, const char *key, const char **out,
    struct diag *) MUST_CHECK;
int doc_get_int(const json_t *, const char *key, int64_t *out,
    struct diag *) MUST_CHECK;
int doc_get_float(const json_t *, const char *key, double *out,
    struct diag *) MUST_CHECK;
int doc_get_bool(const json_t *, const char *key, bool *out,
    struct diag *) MUST_CHECK;
int doc_get_array(const json_t *, const char *key, json_t **out,
    struct diag *) MUST_CHECK;
int doc_get_object(const json_t *, const char *key, json_t **out,
    struct diag *) MUST_CHECK;

int doc_opt_string(const json_t *, const char *key, const char **out,
    struct diag *) MUST_CHECK;
int doc_opt_int(const json_t *, const char *key, int64_t *out,
    struct diag *) MUST_CHECK;
int doc_opt_array(const json_t *, const char *key, json_t **out,
    struct diag *) MUST_CHECK;

/* A whole array of floats: *out is heap memory of *n values. */
int doc_get_floats(const json_t *, const char *key, double **out, size_t *n,
    struct diag *) MUST_CHECK;
json_t *doc_floats(const double *v, size_t n);

#endif
