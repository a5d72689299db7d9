/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#ifdef HAVE_libstemmer
#include <libstemmer.h>
#endif

#include "letters.h"
#include "mem.h"
#include "str.h"
#include "utf8.h"

#include "tokens.h"

static const char english[] =
    "a about above after again against all also am an and any are as at be "
    "because been before being below between both but by can could did do "
    "does doing down during each either few for from further had has have "
    "having he her here hers herself him himself his how i if in into is it "
    "its itself just me more most must my myself neither no nor not now of "
    "off on once only onto or other our ours ourselves out over own same "
    "shall she should so some such than that the their theirs them "
    "themselves then there these they this those through to too under until "
    "up upon us very was we were what when where whether which while who "
    "whom whose why will with would you your yours yourself yourselves";

struct tokenizer {
	const struct token_rules *rules;
	struct str text;	/* in lower case */
	struct str words;	/* of the text, one behind the other */
	struct str token;
	size_t *ends;		/* of words, in bytes of words */
	size_t n_words, cap;
#ifdef HAVE_libstemmer
	struct sb_stemmer *stemmer;
#endif
};

void
token_rules_stop_english(struct token_rules *r)
{
	const char *p = english, *end;

	for (; *p != '\0'; p = *end == ' ' ? end + 1 : end) {
		end = p + strcspn(p, " ");
		dict_add(&r->stop, p, (size_t)(end - p));
	}
}

#ifdef HAVE_libstemmer
static int
check_stem(const char *language, struct diag *d)
{
	struct sb_stemmer *s = sb_stemmer_new(language, "UTF_8");
	const char **names = sb_stemmer_list();
	struct str list = STR_INIT;

	if (s != NULL) {
		sb_stemmer_delete(s);
		return (0);
	}
	for (size_t i = 0; names[i] != NULL; i++)
		str_addf(&list, " %s", names[i]);
	diag_set(d, "no stems of \"%s\"; there are:%s", language,
	    str_get(&list));
	str_release(&list);
	return (-1);
}
#else
static int
check_stem(const char *language, struct diag *d)
{
	return (diag_set(d, "stems of \"%s\" want mlc built with libstemmer "
	    "(Debian: libstemmer-dev)", language));
}
#endif

int
token_rules_begin(struct token_rules *r, struct diag *d)
{
	if (r->low < 1 || r->low > r->high || r->high > TOKEN_RUN_MAX)
		return (diag_set(d, "runs are of 1 to %d, not %u to %u",
		    TOKEN_RUN_MAX, r->low, r->high));
	if (r->stem != NULL && check_stem(r->stem, d) == -1)
		return (-1);
	r->letters = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (r->letters == (locale_t)0)
		return (diag_set(d, "the C library has no locale C.UTF-8"));
	return (0);
}

void
token_rules_release(struct token_rules *r)
{
	dict_release(&r->stop);
	free(r->stem);
	if (r->letters != (locale_t)0)
		freelocale(r->letters);
	memset(r, 0, sizeof(*r));
}

struct tokenizer *
tokenizer_new(const struct token_rules *r)
{
	struct tokenizer *t = MEM_NEW(struct tokenizer);

	t->rules = r;
#ifdef HAVE_libstemmer
	if (r->stem != NULL)
		t->stemmer = sb_stemmer_new(r->stem, "UTF_8");
#endif
	return (t);
}

void
tokenizer_free(struct tokenizer *t)
{
#ifdef HAVE_libstemmer
	if (t->stemmer != NULL)
		sb_stemmer_delete(t->stemmer);
#endif
	str_release(&t->text);
	str_release(&t->words);
	str_release(&t->token);
	free(t->ends);
	free(t);
}

/* The code point of a character of n bytes. */
static wint_t
code_point(const unsigned char *p, size_t n)
{
	wint_t c = n == 2 ? p[0] & 0x1fu : n == 3 ? p[0] & 0xfu : p[0] & 7u;

	for (size_t i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3fu);
	return (c);
}

/* The bytes of the letter at p; 0 if it is none, and then *skip of what it
   is. */
static size_t
letter_at(const struct token_rules *r, const char *p, size_t left,
    size_t *skip)
{
	unsigned char c = (unsigned char)*p;
	size_t n;

	*skip = 1;
	if (c < 0x80)
		return ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    (c >= 'A' && c <= 'Z') || c == '_');
	n = utf8_length((const unsigned char *)p, left);
	if (n == 0)
		return (0);
	*skip = n;
	return (iswalnum_l(code_point((const unsigned char *)p, n),
	    r->letters) ? n : 0);
}

static void
add_word(struct tokenizer *t, const char *p, size_t n)
{
	if (t->rules->stop.n > 0 &&
	    dict_find(&t->rules->stop, p, n) != DICT_NONE)
		return;
#ifdef HAVE_libstemmer
	if (t->stemmer != NULL && n < INT_MAX) {
		p = (const char *)sb_stemmer_stem(t->stemmer,
		    (const unsigned char *)p, (int)n);
		n = (size_t)sb_stemmer_length(t->stemmer);
	}
#endif
	str_add(&t->words, p, n);
	t->ends = mem_grow(t->ends, &t->cap, t->n_words + 1,
	    sizeof(*t->ends));
	t->ends[t->n_words++] = t->words.len;
}

static void
find_words(struct tokenizer *t)
{
	const char *p = t->text.buf, *end = p + t->text.len, *word;
	size_t n, skip, letters;

	t->n_words = 0;
	str_clear(&t->words);
	while (p < end) {
		word = p;
		for (letters = 0; p < end && (n = letter_at(t->rules, p,
		    (size_t)(end - p), &skip)) > 0; letters++)
			p += n;
		if (letters > 1)
			add_word(t, word, (size_t)(p - word));
		if (p < end)
			p += skip;
	}
}

static void
take_run(struct tokenizer *t, size_t first, size_t n, token_take *take,
    void *to)
{
	size_t begin = first > 0 ? t->ends[first - 1] : 0;

	if (n == 1) {
		take(to, t->words.buf + begin, t->ends[first] - begin);
		return;
	}
	str_clear(&t->token);
	for (size_t i = first; i < first + n; i++) {
		if (i > first)
			str_addc(&t->token, ' ');
		str_add(&t->token, t->words.buf + begin, t->ends[i] - begin);
		begin = t->ends[i];
	}
	take(to, t->token.buf, t->token.len);
}

static void
run_words(struct tokenizer *t, token_take *take, void *to)
{
	find_words(t);
	for (size_t n = t->rules->low; n <= t->rules->high; n++) {
		for (size_t i = 0; i + n <= t->n_words; i++)
			take_run(t, i, n, take, to);
	}
}

/* The runs of a piece, which has its blanks; ends holds where each of its
   characters ends. */
static void
take_piece(struct tokenizer *t, token_take *take, void *to)
{
	const struct token_rules *r = t->rules;
	size_t n = t->n_words, begin;

	for (size_t width = r->low; width <= r->high; width++) {
		if (width >= n) {
			take(to, t->token.buf, t->token.len);
			return;
		}
		for (size_t i = 0; i + width <= n; i++) {
			begin = i > 0 ? t->ends[i - 1] : 0;
			take(to, t->token.buf + begin,
			    t->ends[i + width - 1] - begin);
		}
	}
}

/* A piece with a blank at either end. */
static void
set_piece(struct tokenizer *t, const char *p, size_t n)
{
	str_clear(&t->token);
	str_addc(&t->token, ' ');
	str_add(&t->token, p, n);
	str_addc(&t->token, ' ');
	t->n_words = 0;
	for (size_t i = 0; i < t->token.len; t->n_words++) {
		i += letters_width(t->token.buf + i, t->token.len - i);
		t->ends = mem_grow(t->ends, &t->cap, t->n_words + 1,
		    sizeof(*t->ends));
		t->ends[t->n_words] = i;
	}
}

static void
run_characters(struct tokenizer *t, token_take *take, void *to)
{
	const char *p = t->text.buf, *end = p + t->text.len, *piece;

	while (p < end) {
		for (piece = p; p < end && !is_white_space(*p); p++)
			;
		if (p > piece) {
			set_piece(t, piece, (size_t)(p - piece));
			take_piece(t, take, to);
		}
		p += p < end;
	}
}

void
tokenizer_run(struct tokenizer *t, const char *text, size_t n,
    token_take *take, void *to)
{
	str_clear(&t->text);
	letters_lower(text, n, str_reserve(&t->text, n));
	str_commit(&t->text, n);
	if (t->rules->by_characters)
		run_characters(t, take, to);
	else
		run_words(t, take, to);
}
