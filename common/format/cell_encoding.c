/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "utf8.h"

#include "cell_encoding.h"

#define SHOWN 40		/* bytes of a cell in a message */
#define LISTED 5		/* columns in a message */

enum cell_text
cell_decode(const struct layout *l, struct cell *c, struct cell_store *store,
    size_t *at)
{
	size_t n = c->kind == CELL_ABSENT ? c->n :
	    utf8_text_length(c->p, c->n);
	char *to;

	if (n == c->n)
		return (CELL_FITS);
	if (at != NULL)
		*at = n;
	if (l->encoding != NULL || memchr(c->p, '\0', c->n) != NULL) {
		c->kind = CELL_ABSENT;
		return (CELL_NO_TEXT);
	}
	to = cell_store_room(store, 3 * (size_t)c->n);
	c->n = (uint32_t)windows_1252_to_utf8(c->p, c->n, to);
	c->p = to;
	return (CELL_RECODED);
}

/* Some bytes around the one at, which is no text, as it can be shown. */
static void
show_around(const struct cell *c, size_t at, bool recoded, struct str *out)
{
	size_t i = at > SHOWN / 2 ? at - SHOWN / 2 : 0, stop, k;

	while (i > 0 && i < at && ((unsigned char)c->p[i] & 0xc0) == 0x80)
		i++;
	stop = i + SHOWN < c->n ? i + SHOWN : c->n;
	str_addz(out, i > 0 ? "\"..." : "\"");
	for (; i < stop; i += k > 0 ? k : 1) {
		k = c->p[i] == '\0' ? 0 :
		    utf8_length((const unsigned char *)c->p + i, c->n - i);
		if (k > 0)
			str_add(out, c->p + i, k);
		else if (recoded && c->p[i] != '\0')
			str_addz(out, "\ufffd");	/* it was other bytes */
		else
			str_addf(out, "\\x%02x", (unsigned char)c->p[i]);
	}
	str_addz(out, stop < c->n ? "...\"" : "\"");
}

void
cell_explain_encoding(const struct layout *l, const struct cell *c,
    struct diag *out)
{
	const char *nul = memchr(c->p, '\0', c->n);
	bool recoded = l->encoding != NULL && strcmp(l->encoding, "UTF-8");
	size_t at = nul != NULL ? (size_t)(nul - c->p) :
	    utf8_text_length(c->p, c->n);
	struct str text = STR_INIT;

	if (nul != NULL)
		str_addz(&text, "a NUL byte");
	else
		str_addf(&text, "not %s", l->encoding);
	if (!recoded)
		str_addf(&text, " at byte %zu of the value", at + 1);
	str_addz(&text, ": ");
	show_around(c, at, recoded, &text);
	diag_set(out, "%s", str_get(&text));
	str_release(&text);
}

void
recoded_add(struct recoded *to, const struct recoded *from)
{
	if (to->n == 0) {
		to->line = from->line;
		to->at = from->at;
	}
	to->n += from->n;
}

void
recoded_tell(const struct layout *l, const struct recoded *of)
{
	const struct schema *s = &l->spec->schema;
	struct str list = STR_INIT;
	size_t first = 0, n = 0;

	for (size_t j = 0; j < s->n; j++) {
		if (of[j].n == 0)
			continue;
		if (n == 0 || of[j].line < of[first].line)
			first = j;
		if (n++ < LISTED)
			str_addf(&list, "%s%llu of \"%s\"", n > 1 ? ", " : "",
			    (unsigned long long)of[j].n, s->fields[j].name);
	}
	if (n > LISTED)
		str_addf(&list, " and those of %zu columns", n - LISTED);
	if (n > 0)
		read_tell(l->options, "%s:%llu: column \"%s\", byte %zu: texts "
		    "that are not UTF-8 are read as Windows-1252, unless "
		    "--encoding says what they are: %s", l->source,
		    (unsigned long long)of[first].line, s->fields[first].name,
		    of[first].at + 1, str_get(&list));
	str_release(&list);
}
