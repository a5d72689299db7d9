/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nearest.h"
#include "numtext.h"

#include "dialect.h"

static const char *const header_words[] = { "auto", "yes", "no", NULL };

static const struct {
	const char *name;
	size_t at;
} characters[] = {
	{ "delimiter", offsetof(struct dialect, delimiter) },
	{ "quote", offsetof(struct dialect, quote) },
	{ "escape", offsetof(struct dialect, escape) },
	{ "comment", offsetof(struct dialect, comment) },
	{ "decimal", offsetof(struct dialect, decimal) },
	{ "thousands", offsetof(struct dialect, thousands) }
};
#define N_CHARACTERS (sizeof(characters) / sizeof(characters[0]))

static int
set_character(char *c, const char *name, const char *text, struct diag *d)
{
	if (strcmp(text, "\\t") == 0 || strcmp(text, "tab") == 0)
		text = "\t";
	if (strcmp(text, "none") == 0 && name[0] != 'd') {
		*c = CHARACTER_NONE;
		return (0);
	}
	if (strlen(text) != 1 || strchr("\r\n", text[0]) != NULL ||
	    (text[0] & 0x80) != 0)
		return (diag_set(d, "\"%s\" is no %s: it is one character, "
		    "\\t for a tab%s", text, name,
		    strcmp(name, "delimiter") == 0 && strlen(text) > 1 ?
		    "; put one in the place of several by sed" : ""));
	*c = text[0];
	return (0);
}

static int
set_header(struct dialect *to, const char *text, struct diag *d)
{
	int i = nearest_lookup(header_words, text, "word", d);

	if (i == -1)
		return (-1);
	to->header = (enum header_row)i;
	return (0);
}

static int
set_lines(struct dialect *to, const char *text, struct diag *d)
{
	int64_t n;

	if (parse_int(text, strlen(text), &n) == -1 || n < 0)
		return (diag_set(d, "\"%s\" is no number of lines", text));
	to->skip_lines = (uint64_t)n;
	return (0);
}

static int
set_encoding(struct dialect *to, const char *text, struct diag *d)
{
	if (strcmp(text, "auto") != 0)
		return (encoding_find(text, to->encoding, d));
	memcpy(to->encoding, text, strlen(text) + 1);
	return (0);
}

int
dialect_set(struct dialect *to, const char *name, const char *text,
    struct diag *d)
{
	for (size_t i = 0; i < N_CHARACTERS; i++) {
		if (strcmp(name, characters[i].name) == 0)
			return (set_character((char *)to + characters[i].at,
			    name, text, d));
	}
	if (strcmp(name, "header-row") == 0)
		return (set_header(to, text, d));
	if (strcmp(name, "skip-lines") == 0)
		return (set_lines(to, text, d));
	if (strcmp(name, "encoding") == 0)
		return (set_encoding(to, text, d));
	return (diag_set(d, "no member \"%s\" in a dialect", name));
}

void
dialect_merge(struct dialect *to, const struct dialect *from)
{
	char *c;

	for (size_t i = 0; i < N_CHARACTERS; i++) {
		c = (char *)to + characters[i].at;
		if (*c == '\0')
			*c = ((const char *)from)[characters[i].at];
	}
	if (to->encoding[0] == '\0')
		memcpy(to->encoding, from->encoding, sizeof(to->encoding));
}

static void
add(json_t **to, const char *name, const char *text)
{
	if (*to == NULL)
		*to = json_object();
	json_object_set_new(*to, name, json_string(text));
}

json_t *
dialect_to_json(const struct dialect *x)
{
	json_t *o = NULL;
	char text[NUMTEXT_MAX] = "";

	for (size_t i = 0; i < N_CHARACTERS; i++) {
		text[0] = ((const char *)x)[characters[i].at];
		if (text[0] != '\0')
			add(&o, characters[i].name,
			    text[0] == CHARACTER_NONE ? "none" : text);
	}
	if (x->header != HEADER_AUTO)
		add(&o, "header-row", header_words[x->header]);
	snprintf(text, sizeof(text), "%llu",
	    (unsigned long long)x->skip_lines);
	if (x->skip_lines > 0)
		add(&o, "skip-lines", text);
	if (x->encoding[0] != '\0' && strcmp(x->encoding, "auto") != 0)
		add(&o, "encoding", x->encoding);
	return (o);
}

int
dialect_from_json(const json_t *j, struct dialect *out, struct diag *d)
{
	const char *name;
	json_t *value;

	memset(out, 0, sizeof(*out));
	json_object_foreach((json_t *)(uintptr_t)j, name, value) {
		if (!json_is_string(value))
			return (diag_set(d, "\"%s\" of a dialect is no text",
			    name));
		if (dialect_set(out, name, json_string_value(value), d) == -1)
			return (-1);
	}
	return (0);
}
