/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "utf8.h"

#include "cell_encoding.h"

#define SHOWN 40		/* bytes of a cell in a message */
#define LISTED 5		/* columns in a message */

enum cell_text
cell_decode(const struct layout *l, struct cell *c, struct cell_store *store)
{
	char *to;

	if (c->kind == CELL_ABSENT || utf8_is_text(c->p, c->n))
		return (CELL_FITS);
	if (l->encoding != NULL || memchr(c->p, '\0', c->n) != NULL) {
		c->kind = CELL_ABSENT;
		return (CELL_NO_TEXT);
	}
	to = cell_store_room(store, 3 * (size_t)c->n);
	c->n = (uint32_t)windows_1252_to_utf8(c->p, c->n, to);
	c->p = to;
	return (CELL_RECODED);
}

void
cell_explain_encoding(const struct layout *l, const struct cell *c,
    struct diag *out)
{
	bool nul = memchr(c->p, '\0', c->n) != NULL;
	bool recoded = l->encoding != NULL && strcmp(l->encoding, "UTF-8");
	struct str text = STR_INIT;
	size_t k;

	for (size_t i = 0; i < c->n && i < SHOWN; i += k > 0 ? k : 1) {
		k = c->p[i] == '\0' ? 0 :
		    utf8_length((const unsigned char *)c->p + i, c->n - i);
		if (k > 0)
			str_add(&text, c->p + i, k);
		else if (recoded && c->p[i] != '\0')
			str_addz(&text, "\ufffd");	/* it was other bytes */
		else
			str_addf(&text, "\\x%02x", (unsigned char)c->p[i]);
	}
	diag_set(out, "%s%s: \"%s%s\"", nul ? "a NUL byte" : "not ",
	    nul ? "" : l->encoding, str_get(&text),
	    c->n > SHOWN ? "..." : "");
	str_release(&text);
}

void
recoded_add(struct recoded *to, const struct recoded *from)
{
	if (to->n == 0)
		to->line = from->line;
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
		read_tell(l->options, "%s:%llu: column \"%s\": texts that are "
		    "not UTF-8 are read as Windows-1252, unless --encoding "
		    "says what they are: %s", l->source,
		    (unsigned long long)of[first].line, s->fields[first].name,
		    str_get(&list));
	str_release(&list);
}
