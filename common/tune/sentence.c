/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"

#include "sentence.h"

/* Where in the sentence something stands. */
enum quotes { OUTSIDE, IN_SINGLE, IN_DOUBLE };

struct expansion {
	const struct space *space;
	const double *point;
	const char *model;
	enum quotes quotes;
	bool unknown;		/* where it stands: see sentence.h */
	bool *used;		/* parameters that are named, or NULL */
	struct str *out;
};

static bool
is_plain_word(const char *w)
{
	return (*w != '\0' && w[strspn(w, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-/:,%@")] == '\0');
}

/* A text as one word, or part of one, in such quotes. */
static void
quote(enum quotes quotes, const char *text, struct str *out)
{
	if (quotes == OUTSIDE)
		str_addc(out, '\'');
	for (; *text != '\0'; text++) {
		if (quotes == IN_DOUBLE && strchr("\\\"$`", *text) != NULL)
			str_addc(out, '\\');
		if (quotes != IN_DOUBLE && *text == '\'')
			str_addz(out, "'\\''");
		else
			str_addc(out, *text);
	}
	if (quotes == OUTSIDE)
		str_addc(out, '\'');
}

void
sentence_quote(const char *text, struct str *out)
{
	quote(OUTSIDE, text, out);
}

static void
put_value(struct expansion *e, const struct space_param *p, double v)
{
	struct str text = STR_INIT;

	space_value(p, v, &text);
	if (p->kind != SPACE_WORD || e->unknown)
		str_addz(e->out, str_get(&text));
	else
		quote(e->quotes, str_get(&text), e->out);
	str_release(&text);
}

static int
check_words(const struct expansion *e, const struct space_param *p,
    struct diag *d)
{
	for (size_t k = 0; e->unknown && k < p->n_words; k++) {
		if (!is_plain_word(p->words[k]))
			return (diag_set(d, "{%s}: behind $( ), ${ }, ` ` or "
			    "<< a word cannot be quoted for certain: \"%s\"",
			    p->name, p->words[k]));
	}
	return (0);
}

/* The end of a place that begins at s, behind its brace; NULL: it is none. */
static const char *
place_end(const char *s, size_t *name)
{
	const char *end;

	*name = 0;
	while (isalnum((unsigned char)s[*name]) || s[*name] == '_')
		++*name;
	if (*name == 0 || isdigit((unsigned char)s[0]))
		return (NULL);
	if (s[*name] == '}')
		return (s + *name + 1);
	if (s[*name] != '?')
		return (NULL);
	for (end = s + *name; *end != '\0' && *end != '}'; end++) {
		if (end[0] == '{' && end[1] == '}')
			end++;
	}
	return (*end == '}' ? end + 1 : NULL);
}

static void
refuse_name(const struct expansion *e, const char *name, size_t n,
    struct diag *d)
{
	char *wrong = mem_strndup(name, n);
	struct nearest near;

	diag_set(d, "{%s} is no parameter", wrong);
	nearest_init(&near, wrong);
	for (size_t i = 0; i < e->space->n; i++)
		nearest_offer(&near, e->space->params[i].name);
	nearest_tell(&near, d);
	free(wrong);
}

/* Copy one character, or one that is escaped, or a comment, and see where in
   the sentence that leads. Returns what is behind it. */
static const char *
copy_shell(struct expansion *e, const char *s, char before)
{
	bool word_start = strchr(" \t\n;&|()", before) != NULL;
	size_t n = 1;

	if (e->quotes == IN_SINGLE) {
		e->quotes = *s == '\'' ? OUTSIDE : IN_SINGLE;
	} else if (*s == '\\' && s[1] != '\0') {
		n = 2;
	} else if (*s == '"') {
		e->quotes = e->quotes == OUTSIDE ? IN_DOUBLE : OUTSIDE;
	} else if (*s == '\'' && e->quotes == OUTSIDE) {
		e->quotes = IN_SINGLE;
	} else if (*s == '#' && e->quotes == OUTSIDE && word_start) {
		n = strcspn(s, "\n");
	} else if (*s == '`' || (*s == '$' && s[1] != '\0' &&
	    strchr("({'\"", s[1]) != NULL) || (*s == '<' && s[1] == '<')) {
		e->unknown = true;
		n = s[0] == '$' && s[1] == '{' ? 2 : 1;
	}
	str_add(e->out, s, n);
	return (s + n);
}

/* TEXT of {NAME?TEXT}, which is looked through while a sentence is checked. */
static int
put_text(struct expansion *e, const struct space_param *p, double v,
    const char *s, const char *end, struct diag *d)
{
	char before = ' ';

	if (isnan(v) && e->used == NULL)
		return (0);
	while (s < end) {
		if (s[0] != '{' || s[1] != '}') {
			const char *from = s;

			s = copy_shell(e, s, before);
			before = *from;
			continue;
		}
		if (check_words(e, p, d) == -1)
			return (-1);
		if (!isnan(v))
			put_value(e, p, v);
		s += 2;
	}
	return (0);
}

/* Put what stands for a place; returns what is behind it, NULL on error. */
static const char *
put_place(struct expansion *e, const char *s, struct diag *d)
{
	const struct space_param *p;
	size_t n;
	const char *end = place_end(s, &n);
	double v;

	if (end == NULL) {
		str_addc(e->out, '{');
		return (s);
	}
	p = space_find(e->space, s, n);
	if (p == NULL && n == 5 && memcmp(s, "model", n) == 0 &&
	    s[n] == '}') {
		quote(e->quotes, e->model != NULL ? e->model : "/dev/null",
		    e->out);
		return (end);
	}
	if (p == NULL)
		refuse_name(e, s, n, d);
	if (p == NULL || (s[n] == '}' && check_words(e, p, d) == -1))
		return (NULL);
	if (e->used != NULL)
		e->used[p - e->space->params] = true;
	v = e->point != NULL ? e->point[p - e->space->params] : NAN;
	if (s[n] == '?')
		return (put_text(e, p, v, s + n + 1, end - 1, d) == -1 ?
		    NULL : end);
	if (!isnan(v))
		put_value(e, p, v);
	return (end);
}

static int
expand(struct expansion *e, const char *sentence, struct diag *d)
{
	const char *s = sentence;

	while (s != NULL && *s != '\0') {
		s = *s == '{' ? put_place(e, s + 1, d) :
		    copy_shell(e, s, s == sentence ? ' ' : s[-1]);
	}
	return (s == NULL ? -1 : 0);
}

int
sentence_check(const char *sentence, const struct space *space,
    struct diag *d)
{
	bool *used = mem_calloc(space->n, sizeof(*used));
	struct str out = STR_INIT;
	struct expansion e = { .space = space, .used = used, .out = &out };
	int r = expand(&e, sentence, d);

	for (size_t i = 0; r == 0 && i < space->n; i++) {
		if (!used[i])
			r = diag_set(d, "{%s} is not in the sentence",
			    space->params[i].name);
	}
	str_release(&out);
	free(used);
	return (r);
}

/* The last command of a pipe. */
static const char *
last_command(const char *sentence)
{
	const char *bar = strrchr(sentence, '|');
	const char *s = bar != NULL ? bar + 1 : sentence;

	return (s + strspn(s, " \t\n"));
}

/* Is it mlc-train, which wants a model's name, and does not have one? */
static bool
wants_model(const char *sentence)
{
	const char *s = last_command(sentence);

	return ((strncmp(s, "mlc-train ", 10) == 0 ||
	    strncmp(s, "mlc train ", 10) == 0) &&
	    strpbrk(s, ";&>") == NULL && strstr(s, " -o") == NULL &&
	    strstr(s, " --output") == NULL);
}

bool
sentence_makes_model(const char *sentence)
{
	return (strstr(sentence, "{model}") != NULL ||
	    wants_model(sentence));
}

void
sentence_at(const char *sentence, const struct space *space,
    const double *point, const char *model, struct str *out)
{
	struct expansion e = { .space = space, .point = point,
	    .model = model, .out = out };
	struct diag d = DIAG_INIT;

	if (expand(&e, sentence, &d) == -1)
		BUG("%s", d.text);
	if (wants_model(sentence)) {
		str_addz(out, " -o ");
		sentence_quote(model != NULL ? model : "/dev/null", out);
	}
}

/* The next of the two places in --exec, or the end. */
static const char *
next_place(const char *s, size_t *n)
{
	for (; *s != '\0'; s++) {
		*n = strncmp(s, "{}", 2) == 0 ? 2 :
		    strncmp(s, "{sentence}", 10) == 0 ? 10 : 0;
		if (*n > 0)
			break;
	}
	return (s);
}

int
sentence_exec_check(const char *exec, struct diag *d)
{
	size_t n;

	if (*next_place(exec, &n) == '\0')
		return (diag_set(d, "no {} or {sentence} in \"%s\"", exec));
	return (0);
}

void
sentence_exec(const char *exec, const char *sentence, struct str *out)
{
	const char *s = exec, *place;
	size_t n;

	for (;;) {
		place = next_place(s, &n);
		str_add(out, s, (size_t)(place - s));
		if (*place == '\0')
			break;
		if (n == 2)
			str_addz(out, "sh -c ");
		sentence_quote(sentence, out);
		s = place + n;
	}
}
