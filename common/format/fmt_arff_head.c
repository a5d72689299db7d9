/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "time_format.h"
#include "utf8.h"

#include "fmt_arff_head.h"

#define DATE "yyyy-MM-dd'T'HH:mm:ss"	/* where none is said */

static bool
is_blank(char c)
{
	return (c == ' ' || c == '\t' || c == '\r');
}

static void
pass_blanks(struct arff_words *w)
{
	while (w->p < w->end && is_blank(*w->p))
		w->p++;
}

bool
arff_take(struct arff_words *w, char c)
{
	pass_blanks(w);
	if (w->p == w->end || *w->p != c)
		return (false);
	w->p++;
	return (true);
}

bool
arff_at_end(struct arff_words *w)
{
	pass_blanks(w);
	return (w->p == w->end || *w->p == '%');
}

/* The character of the four digits behind "\u". */
static bool
add_code(struct arff_words *w)
{
	unsigned c = 0;

	if (w->end - w->p < 4)
		return (false);
	for (int i = 0; i < 4; i++) {
		char x = w->p[i];

		if (!isxdigit((unsigned char)x))
			return (false);
		c = c * 16 + (unsigned)(x <= '9' ? x - '0' :
		    (x | 0x20) - 'a' + 10);
	}
	w->p += 4;
	if (c < 0x80) {
		str_addc(&w->text, (char)c);
	} else if (c < 0x800) {
		str_addc(&w->text, (char)(0xc0 | c >> 6));
		str_addc(&w->text, (char)(0x80 | (c & 0x3f)));
	} else {
		str_addc(&w->text, (char)(0xe0 | c >> 12));
		str_addc(&w->text, (char)(0x80 | (c >> 6 & 0x3f)));
		str_addc(&w->text, (char)(0x80 | (c & 0x3f)));
	}
	return (true);
}

static bool
add_escaped(struct arff_words *w)
{
	static const char letters[] = "nrt", stands_for[] = "\n\r\t";
	const char *at;
	char c;

	if (w->p == w->end)
		return (false);
	c = *w->p++;
	if (c == 'u')
		return (add_code(w));
	at = strchr(letters, c);
	str_addc(&w->text, at != NULL && c != '\0' ? stands_for[at - letters] :
	    c);
	return (true);
}

static int
read_quoted(struct arff_words *w, struct diag *d)
{
	char quote = *w->p++;

	w->is_quoted = true;
	while (w->p < w->end && *w->p != quote) {
		if (*w->p != '\\')
			str_addc(&w->text, *w->p++);
		else if (w->p++, !add_escaped(w))
			return (diag_set(d, "a backslash with nothing that it "
			    "can mean behind it"));
	}
	if (w->p == w->end)
		return (diag_set(d, "a quote is not closed"));
	w->p++;
	return (1);
}

int
arff_next_word(struct arff_words *w, struct diag *d)
{
	int r = 1;

	str_clear(&w->text);
	w->is_quoted = false;
	if (arff_at_end(w) || *w->p == ',' || (w->in_braces && *w->p == '}'))
		return (0);
	if (*w->p == '"' || *w->p == '\'') {
		r = read_quoted(w, d);
	} else {
		while (w->p < w->end && !is_blank(*w->p) && *w->p != ',' &&
		    !(w->in_braces && *w->p == '}'))
			str_addc(&w->text, *w->p++);
	}
	if (r == 1 && !utf8_is_text(str_get(&w->text), w->text.len))
		return (diag_set(d, "a text is not UTF-8, or has a NUL: "
		    "--encoding says what it is"));
	return (r);
}

void
arff_head_release(struct arff_head *h)
{
	for (size_t i = 0; i < h->n; i++) {
		dict_release(&h->v[i].levels);
		free(h->v[i].format);
	}
	free(h->v);
	memset(h, 0, sizeof(*h));
}

/* "{a, 'b c', \"d\"}" */
static int
read_levels(struct arff_attribute *a, struct arff_words *w, struct diag *d)
{
	int r = 1;

	a->kind = ARFF_NOMINAL;
	w->in_braces = true;
	while (r == 1 && !arff_take(w, '}')) {
		if ((r = arff_next_word(w, d)) == 1) {
			(void)dict_add(&a->levels, str_get(&w->text),
			    w->text.len);
			(void)arff_take(w, ',');
		} else if (r == 0) {
			r = diag_set(d, "a set of values is not closed, or has "
			    "nothing between two commas");
		}
	}
	w->in_braces = false;
	if (r == 1 && a->levels.n == 0)
		r = diag_set(d, "a set without values");
	return (r == -1 ? -1 : 0);
}

/* What a run of one letter is in a format of Java, with the least length of
   the run. */
static const char *
java_letter(char c, size_t n)
{
	static const struct {
		char letter;
		size_t n;
		const char *is;
	} letters[] = {
		{ 'y', 3, "%Y" }, { 'y', 2, "%y" }, { 'y', 1, "%Y" },
		{ 'M', 4, "%B" }, { 'M', 3, "%b" }, { 'M', 1, "%m" },
		{ 'd', 1, "%d" }, { 'D', 1, "%j" }, { 'H', 1, "%H" },
		{ 'h', 1, "%I" }, { 'm', 1, "%M" }, { 's', 1, "%S" },
		{ 'S', 1, "%f" }, { 'a', 1, "%p" }, { 'E', 4, "%A" },
		{ 'E', 1, "%a" }, { 'Z', 1, "%z" }, { 'X', 1, "%z" },
		{ 'z', 1, "%Z" }
	};

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (letters[i].letter == c && n >= letters[i].n)
			return (letters[i].is);
	}
	return (NULL);
}

/* Between quotes of one kind text stands as it is; two are one. */
static const char *
java_quoted(const char *p, struct str *out)
{
	if (*p == '\'') {
		str_addc(out, '\'');
		return (p + 1);
	}
	for (; *p != '\0' && *p != '\''; p++)
		str_addz(out, *p == '%' ? "%%" : (char[]){ *p, '\0' });
	return (*p == '\'' ? p + 1 : p);
}

/* A format of Java's SimpleDateFormat as one of strptime. */
static int
translate_date(const char *p, char **out, struct diag *d)
{
	struct str s = STR_INIT;
	const char *is;
	size_t n;
	int r = 0;

	while (*p != '\0' && r == 0) {
		for (n = 1; p[n] == p[0]; n++)
			;
		if (*p == '\'') {
			p = java_quoted(p + 1, &s);
		} else if (!isalpha((unsigned char)*p)) {
			str_addz(&s, *p == '%' ? "%%" : (char[]){ *p, '\0' });
			p++;
		} else if ((is = java_letter(*p, n)) != NULL) {
			str_addz(&s, is);
			p += n;
		} else {
			r = diag_set(d, "'%c' in the format of a date is not "
			    "known", *p);
		}
	}
	*out = str_detach(&s);
	return (r == 0 ? time_format_check(*out, d) : -1);
}

static int
read_type(struct arff_attribute *a, struct arff_words *w, struct diag *d)
{
	static const struct {
		const char *name;
		enum arff_kind kind;
	} types[] = {
		{ "numeric", ARFF_NUMERIC }, { "real", ARFF_NUMERIC },
		{ "integer", ARFF_INTEGER }, { "string", ARFF_STRING },
		{ "date", ARFF_DATE }
	};
	size_t i = 0, n = sizeof(types) / sizeof(types[0]);
	int r;

	if (arff_take(w, '{'))
		return (read_levels(a, w, d));
	if ((r = arff_next_word(w, d)) != 1)
		return (r == -1 ? -1 : diag_set(d, "a type is missing"));
	while (i < n && strcasecmp(str_get(&w->text), types[i].name) != 0)
		i++;
	if (i == n)
		return (diag_set(d, strcasecmp(str_get(&w->text),
		    "relational") == 0 ? "a relational attribute is a table in "
		    "a table, which is not read" : "\"%s\" is no type of ARFF",
		    str_get(&w->text)));
	a->kind = types[i].kind;
	if (a->kind != ARFF_DATE)
		return (0);
	r = arff_next_word(w, d);
	return (r == -1 ? -1 : translate_date(r == 1 ? str_get(&w->text) : DATE,
	    &a->format, d));
}

static enum col_type
type_of(enum arff_kind k)
{
	return (k == ARFF_NUMERIC ? COL_FLOAT : k == ARFF_INTEGER ? COL_INT :
	    k == ARFF_DATE ? COL_TIME : COL_STRING);
}

/* Behind "@attribute" */
static int
read_attribute(struct arff_head *h, struct arff_words *w, struct schema *s,
    struct diag *d)
{
	struct arff_attribute *a;
	char *name;
	int r = arff_next_word(w, d);

	if (r != 1)
		return (r == -1 ? -1 : diag_set(d, "a name is missing"));
	name = mem_strdup(str_get(&w->text));
	h->v = mem_realloc(h->v, h->n + 1, sizeof(*h->v));
	a = &h->v[h->n++];
	memset(a, 0, sizeof(*a));
	dict_init(&a->levels);
	r = read_type(a, w, d);
	if (r == 0 && !arff_at_end(w))
		r = diag_set(d, "something stands behind the type");
	if (r == -1)
		diag_prefix(d, "column \"%s\"", name);
	else
		r = schema_add_new(s, name, type_of(a->kind), d);
	free(name);
	return (r);
}

/* A line of the head: 1, 0 behind "@data", -1. */
static int
read_line(struct arff_head *h, struct arff_words *w, struct schema *s,
    struct diag *d)
{
	int r = arff_next_word(w, d);

	if (r != 1)
		return (r == -1 ? -1 : arff_at_end(w) ? 1 : diag_set(d,
		    "neither @attribute nor @data"));
	if (strcasecmp(str_get(&w->text), "@relation") == 0)
		return (1);
	if (strcasecmp(str_get(&w->text), "@data") == 0)
		return (h->n > 0 ? 0 : diag_set(d, "@data without a column"));
	if (strcasecmp(str_get(&w->text), "@attribute") == 0)
		return (read_attribute(h, w, s, d) == -1 ? -1 : 1);
	return (diag_set(d, "\"%.40s\" is neither @attribute nor @data",
	    str_get(&w->text)));
}

int
arff_head_read(struct arff_head *h, struct text_lines *lines,
    struct schema *s, struct diag *d)
{
	struct arff_words w = { .text = STR_INIT };
	const char *p;
	size_t n;
	int r;

	while ((r = text_lines_next(lines, &p, &n, d)) == 1) {
		w.p = p;
		w.end = p + n;
		if (lines->number == 1 && n >= 3 &&
		    memcmp(p, "\xef\xbb\xbf", 3) == 0)
			w.p += 3;
		if ((r = read_line(h, &w, s, d)) == 1)
			continue;
		str_release(&w.text);
		return (r == 0 ? 0 : diag_prefix(d, "%s:%llu",
		    bytes_name(lines->in), (unsigned long long)lines->number));
	}
	str_release(&w.text);
	return (r == -1 ? -1 : diag_set(d, "%s: ends without @data",
	    bytes_name(lines->in)));
}
