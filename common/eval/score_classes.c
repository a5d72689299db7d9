/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "numtext.h"

#include "score_classes.h"

#define NAMED_MAX 5		/* classes in a note */
#define SAYS_NO (UINT32_MAX - 2)	/* ids of what a bool says of a text */
#define SAYS_YES (UINT32_MAX - 1)
#define WHOLE_MAX 9007199254740992.0	/* 2^53 */

/* A whole float is the class of the int: 1.0 is "1". */
static uint32_t
add_float(struct dict *texts, double v)
{
	char text[NUMTEXT_MAX];
	size_t n;

	if (v == floor(v) && fabs(v) < WHOLE_MAX)
		n = format_int(text, (int64_t)v);
	else
		n = format_float(text, v);
	return (dict_add(texts, text, n));
}

/* A class that a person or a head named, in the form of the truth's texts. */
static uint32_t
add_named(struct class_codes *c, const char *name)
{
	char *text;
	uint32_t id;
	double v;

	if (c->type == COL_FLOAT && parse_float(name, strlen(name), &v) == 0)
		return (add_float(&c->texts, v));
	text = level_named(c->type, name);
	id = dict_add(&c->texts, text, strlen(text));
	free(text);
	return (id);
}

void
class_codes_init(struct class_codes *c, const struct score_columns *cols,
    const struct schema *s, const char *positive)
{
	dict_init(&c->texts);
	c->type = s->fields[cols->truth].type;
	c->positive = positive;
	c->scored = false;
	c->positive_id = DICT_NONE;
	for (size_t i = 0; i < cols->n_scores; i++) {
		if (cols->classes[i] == NULL)
			continue;
		c->scored = true;
		if (positive == NULL)
			c->positive_id = add_named(c, cols->classes[i]);
	}
	if (positive != NULL)
		c->positive_id = add_named(c, positive);
}

void
class_codes_release(struct class_codes *c)
{
	dict_release(&c->texts);
}

uint32_t
class_codes_add(struct class_codes *c, const struct column *col, size_t i)
{
	if (col->type == COL_FLOAT)
		return (add_float(&c->texts, col->floats[i]));
	if (col->type == COL_BOOL && c->type != COL_BOOL)
		return (col->bools[i] ? SAYS_YES : SAYS_NO);
	return (level_add(&c->texts, col, i));
}

static void
recode(uint32_t *codes, size_t n, const uint32_t *map)
{
	for (size_t i = 0; i < n; i++)
		codes[i] = codes[i] < SAYS_NO ? map[codes[i]] :
		    codes[i] == SAYS_YES;
}

/* A prediction that is true or false is of the positive class or of the others,
   unless these words are classes themselves. */
static void
name_flags(struct class_codes *c, struct scored *s, bool binary)
{
	uint32_t ids[2];

	if (binary && dict_findz(&c->texts, "true") == DICT_NONE &&
	    dict_findz(&c->texts, "false") == DICT_NONE)
		return;
	for (size_t i = 0; i < s->n; i++) {
		if (s->predicted_class[i] < SAYS_NO)
			continue;
		ids[0] = dict_add(&c->texts, "false", 5);
		ids[1] = dict_add(&c->texts, "true", 4);
		s->predicted_class[i] = ids[s->predicted_class[i] == SAYS_YES];
	}
}

static char *
copy_text(const struct dict *texts, uint32_t id)
{
	size_t n;
	const char *p = dict_get(texts, id, &n);

	return (mem_strndup(p, n));
}

static bool
is_there(const uint32_t *codes, size_t n, uint32_t id)
{
	for (size_t i = 0; i < n; i++) {
		if (codes[i] == id)
			return (true);
	}
	return (false);
}

/* The positive one where all rows are of one class, which may be yes or no. */
static int
find_of_one(struct class_codes *c, const struct scored *s, struct diag *d)
{
	const char *only = dict_get(&c->texts, 0, NULL), *other;
	bool is_yes = true;

	other = level_opposite(only, &is_yes);
	if (other == NULL && s->n_scores > 0)
		return (diag_set(d, "all rows are of class \"%s\": is it the "
		    "positive one? say --positive CLASS", only));
	if (other != NULL)
		dict_add(&c->texts, other, strlen(other));
	c->positive_id = is_yes ? 0 : 1;
	return (0);
}

/* A class that nothing knows, given beside two that the rows have, is a slip;
   beside one, rows of the other class. */
static int
check_positive(const struct class_codes *c, const struct scored *s,
    bool predicted, struct diag *d)
{
	uint32_t id = c->positive_id;

	if (c->texts.n <= 2 || c->scored || is_there(s->truth_class, s->n, id)
	    || (predicted && is_there(s->predicted_class, s->n, id)))
		return (0);
	return (diag_set(d, "no row's truth is \"%s\"", c->positive));
}

static int
find_positive(struct class_codes *c, const struct scored *s, bool predicted,
    struct diag *d)
{
	if (c->positive_id != DICT_NONE)
		return (check_positive(c, s, predicted, d));
	if (c->texts.n > 2)
		return (diag_set(d, "%zu classes and the score of one: which "
		    "against the others? say --positive CLASS", c->texts.n));
	if (c->texts.n < 2)
		return (find_of_one(c, s, d));
	c->positive_id = levels_positive(&c->texts, c->type);
	return (0);
}

static void
note_classes(const struct class_codes *c, const struct scored *s,
    struct str *note)
{
	const char *positive = dict_get(&c->texts, c->positive_id, NULL);
	size_t n = 0;

	if (!is_there(s->truth_class, s->n, c->positive_id))
		str_addf(note, "no row's truth is \"%s\"", positive);
	if (c->texts.n <= 2 || c->positive != NULL)
		return;
	str_addf(note, "%sthe score is of \"%s\" against all others:",
	    note->len > 0 ? "; " : "", positive);
	for (uint32_t i = 0; i < c->texts.n && n < NAMED_MAX; i++) {
		if (i != c->positive_id)
			str_addf(note, "%s \"%s\"", n++ > 0 ? "," : "",
			    dict_get(&c->texts, i, NULL));
	}
	if (n + 1 < c->texts.n)
		str_addz(note, ", ...");
}

/* The name of what is not positive. */
static char *
name_other(const struct class_codes *c, uint32_t positive)
{
	struct str name = STR_INIT;

	if (c->texts.n == 2)
		return (copy_text(&c->texts, 1 - positive));
	str_addf(&name, "not %s", dict_get(&c->texts, positive, NULL));
	return (str_detach(&name));
}

static void
finish_binary(const struct class_codes *c, struct scored *s, uint32_t *map,
    char ***names)
{
	uint32_t positive = c->positive_id;

	for (uint32_t i = 0; i < c->texts.n; i++)
		map[i] = i == positive;
	s->task = SCORED_BINARY;
	s->n_classes = 2;
	*names = mem_alloc(2, sizeof(**names));
	(*names)[0] = name_other(c, positive);
	(*names)[1] = copy_text(&c->texts, positive);
}

/* Classes without a score of their own have 0 as one. */
static void
widen_scores(struct scored *s)
{
	size_t had = s->n_scores, k = s->n_classes;
	double *wide;

	if (had == 0 || had == k)
		return;
	wide = room_alloc(s->room, s->n, k * sizeof(*wide));
	for (size_t i = 0; i < s->n; i++) {
		memcpy(wide + i * k, s->score + i * had,
		    had * sizeof(*wide));
		memset(wide + i * k + had, 0, (k - had) * sizeof(*wide));
	}
	room_release(s->room, s->score);
	s->score = wide;
	s->n_scores = k;
}

static void
finish_several(const struct class_codes *c, struct scored *s, uint32_t *map,
    char ***names)
{
	uint32_t *order = levels_order(&c->texts, c->type);
	uint32_t code = (uint32_t)s->n_scores;

	s->task = SCORED_MULTICLASS;
	s->n_classes = c->texts.n;
	*names = mem_alloc(s->n_classes, sizeof(**names));
	for (uint32_t i = 0; i < s->n_scores; i++)
		map[i] = i;
	for (uint32_t i = 0; i < c->texts.n; i++) {
		if (order[i] >= s->n_scores)
			map[order[i]] = code++;
	}
	for (uint32_t i = 0; i < c->texts.n; i++)
		(*names)[map[i]] = copy_text(&c->texts, i);
	widen_scores(s);
	free(order);
}

int
class_codes_finish(struct class_codes *c, struct scored *s, bool predicted,
    char ***names, struct str *note, struct diag *d)
{
	bool binary = s->n_scores == 1 || (s->n_scores == 0 &&
	    (c->texts.n <= 2 || c->positive != NULL));
	uint32_t *map;

	if (predicted)
		name_flags(c, s, binary);
	if (binary && find_positive(c, s, predicted, d) == -1)
		return (-1);
	map = mem_alloc(c->texts.n, sizeof(*map));
	if (binary) {
		note_classes(c, s, note);
		finish_binary(c, s, map, names);
	} else {
		finish_several(c, s, map, names);
	}
	recode(s->truth_class, s->n, map);
	if (predicted)
		recode(s->predicted_class, s->n, map);
	free(map);
	return (0);
}
