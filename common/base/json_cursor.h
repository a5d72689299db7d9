/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A cursor over JSON text: rows and bodies of requests are walked where they
 * lie, and a number's own text reaches the typing of cells, as the text of a
 * CSV field does.  No tree is built.
 *
 * json_check reads the whole text once and says where it is wrong; all other
 * functions expect checked text and cannot fail.  Beside RFC 8259, the words
 * NaN, Infinity and -Infinity, which Python writes, count as numbers, and a
 * byte order mark may come first.  \u0000 and half a surrogate pair, which no
 * text can hold, are read as U+FFFD.
 */
#ifndef JSON_CURSOR_H
#define JSON_CURSOR_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "str.h"

#define JSON_DEPTH_MAX 128

enum json_kind {
	J_NULL,
	J_BOOL,
	J_NUMBER,
	J_STRING,
	J_ARRAY,
	J_OBJECT
};

struct json_cursor {
	const char *p, *end;	/* p stands on a value, or between two */
	struct str *text;	/* for strings with escapes; borrowed */
};

/* One whole document, nested JSON_DEPTH_MAX deep at most? */
int json_check(const char *p, size_t n, struct diag *) MUST_CHECK;

/* The cursor on the document's value. */
void json_start(struct json_cursor *, const char *p, size_t n,
    struct str *text);

enum json_kind json_kind_of(const struct json_cursor *);

/* Go into an array or object: "json_enter; while (json_next) value". In an
   object json_key comes before each value. A value has to be consumed. */
void json_enter(struct json_cursor *);
bool json_next(struct json_cursor *);
/* The key; valid until the next string is taken. */
void json_key(struct json_cursor *, const char **p, size_t *n);

/* Consume a value: a string's content (valid until the next string is taken),
   or else the value's own text. */
void json_take(struct json_cursor *, const char **p, size_t *n);
/* Consume any value; its text as it stands. */
void json_skip(struct json_cursor *, const char **p, size_t *n);
/* How many values the array has that the cursor is on. */
size_t json_count(struct json_cursor);
/* Find the first value of a key of the object that the cursor is on. */
bool json_find(struct json_cursor, const char *key, struct json_cursor *at);

/* Call take, which consumes it, for each value in the object that the cursor is
   on and in the objects in it; *name is the value's: "a.b" of {"a":{"b":1}}.
   What *name held before stands in front. */
void json_leaves(struct json_cursor *, struct str *name,
    void (*take)(void *ctx, struct json_cursor *), void *ctx);

#endif
