/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "letters.h"
#include "levels.h"
#include "mem.h"
#include "numtext.h"

#include "text_options.h"

void
text_options_defaults(json_t *params)
{
	json_object_set_new(params, "characters", json_false());
	json_object_set_new(params, "low", json_integer(1));
	json_object_set_new(params, "high", json_integer(1));
	json_object_set_new(params, "min_df", json_string("2"));
	json_object_set_new(params, "max_df", json_string("1.0"));
	json_object_set_new(params, "max_words", json_integer(0));
	json_object_set_new(params, "stop_words", json_null());
	json_object_set_new(params, "stem", json_null());
	json_object_set_new(params, "sublinear", json_false());
}

/* "2" or "1-2" */
static int
set_run(json_t *params, const char *text, struct diag *d)
{
	const char *dash = strchr(text, '-');
	size_t n = dash != NULL ? (size_t)(dash - text) : strlen(text);
	int64_t low, high;

	if (parse_int(text, n, &low) == -1 || (dash != NULL &&
	    parse_int(dash + 1, strlen(dash + 1), &high) == -1))
		return (diag_set(d, "not a length or LOW-HIGH: \"%s\"", text));
	if (dash == NULL)
		high = low;
	if (low < 1 || high < low || high > TOKEN_RUN_MAX)
		return (diag_set(d, "lengths are from 1 to %d, the lower one "
		    "first: \"%s\"", TOKEN_RUN_MAX, text));
	json_object_set_new(params, "low", json_integer(low));
	json_object_set_new(params, "high", json_integer(high));
	return (0);
}

/* A word a line, made lower case. */
static int
read_stop_words(json_t *params, const char *path, struct diag *d)
{
	FILE *f = fopen(path, "r");
	json_t *list = json_array();
	char *line = NULL;
	const char *word;
	size_t cap = 0, n;
	ssize_t got = -1;

	while (f != NULL && (got = getline(&line, &cap, f)) > 0) {
		n = (size_t)got;
		letters_lower(line, n, line);
		word = letters_trim(line, &n);
		if (n > 0)
			json_array_append_new(list, doc_stringn(word, n));
	}
	free(line);
	json_object_set_new(params, "stop_words", list);
	if (f == NULL || ferror(f)) {
		diag_errno(d, "%s", path);
		if (f != NULL)
			fclose(f);
		return (-1);
	}
	fclose(f);
	return (0);
}

static int
set_words(const struct text_options *o, json_t *params, struct diag *d)
{
	if (o->stem != NULL)
		json_object_set_new(params, "stem", json_string(o->stem));
	if (o->stop_words == NULL)
		return (0);
	if (strcmp(o->stop_words, "english") != 0)
		return (read_stop_words(params, o->stop_words, d));
	json_object_set_new(params, "stop_words", json_string("english"));
	return (0);
}

int
text_options_set(const struct text_options *o, struct step *s, struct diag *d)
{
	struct text_limits limits;
	struct token_rules rules;
	json_t *params = s->params;

	if (json_object_get(params, "min_df") == NULL)
		return (0);
	if (o->ngrams != NULL && o->chars != NULL)
		return (diag_set(d, "--ngrams are of words, --chars of "
		    "characters: not both"));
	json_object_set_new(params, "characters",
	    json_boolean(o->chars != NULL));
	if (o->ngrams != NULL && set_run(params, o->ngrams, d) == -1)
		return (-1);
	if (o->chars != NULL && set_run(params, o->chars, d) == -1)
		return (-1);
	if (o->min_df != NULL)
		json_object_set_new(params, "min_df", json_string(o->min_df));
	if (o->max_df != NULL)
		json_object_set_new(params, "max_df", json_string(o->max_df));
	json_object_set_new(params, "max_words", json_integer(o->max_words));
	json_object_set_new(params, "sublinear", json_boolean(o->sublinear));
	if (set_words(o, params, d) == -1 ||
	    text_limits(params, &limits, d) == -1 ||
	    text_rules(s, &rules, d) == -1)
		return (-1);
	token_rules_release(&rules);
	return (0);
}

/* Rows, or with a point a share of them. */
static int
read_limit(const json_t *params, const char *key, const char **text,
    double *out, bool *is_share, struct diag *d)
{
	bool lowest = key[1] == 'i';

	if (doc_get_string(params, key, text, d) == -1)
		return (-1);
	*is_share = strchr(*text, '.') != NULL;
	if (parse_float(*text, strlen(*text), out) == -1 || !(*out >= 0) ||
	    (*is_share && *out > 1) || isinf(*out))
		return (diag_set(d, "--%s-df is a number of rows or, with a "
		    "point, a share of them, not \"%s\"",
		    lowest ? "min" : "max", *text));
	return (0);
}

int
text_limits(const json_t *params, struct text_limits *l, struct diag *d)
{
	int64_t max_words;

	if (read_limit(params, "min_df", &l->min_text, &l->min_df,
	    &l->min_is_share, d) == -1 ||
	    read_limit(params, "max_df", &l->max_text, &l->max_df,
	    &l->max_is_share, d) == -1 ||
	    doc_get_int(params, "max_words", &max_words, d) == -1)
		return (-1);
	if (max_words < 0)
		return (diag_set(d, "--max-words is from 1 on"));
	l->max_words = (size_t)max_words;
	return (0);
}

static int
more_times(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y ? -1 : x < y);
}

/* Of n ids those max that stand most often, in the order that they have. */
static size_t
keep_frequent(const struct text_counts *c, uint32_t *ids, size_t n,
    size_t max)
{
	uint64_t *times = mem_alloc(n, sizeof(*times)), least;
	size_t kept = 0, equal = max;

	for (size_t i = 0; i < n; i++)
		times[i] = c->times[ids[i]];
	qsort(times, n, sizeof(*times), more_times);
	least = times[max - 1];
	for (size_t i = 0; i < max; i++)
		equal -= times[i] > least;
	for (size_t i = 0; i < n; i++) {
		if (c->times[ids[i]] < least ||
		    (c->times[ids[i]] == least && equal == 0))
			continue;
		equal -= c->times[ids[i]] == least;
		ids[kept++] = ids[i];
	}
	free(times);
	return (kept);
}

uint32_t *
text_choose(const struct text_counts *c, uint64_t n_rows,
    const struct text_limits *l, size_t *n)
{
	double low = l->min_df * (l->min_is_share ? (double)n_rows : 1);
	double high = l->max_df * (l->max_is_share ? (double)n_rows : 1);
	uint32_t *ids = levels_order(&c->tokens, COL_STRING);
	size_t kept = 0;

	for (size_t i = 0; i < c->tokens.n; i++) {
		if ((double)c->rows[ids[i]] >= low &&
		    (double)c->rows[ids[i]] <= high)
			ids[kept++] = ids[i];
	}
	if (l->max_words > 0 && kept > l->max_words)
		kept = keep_frequent(c, ids, kept, l->max_words);
	*n = kept;
	return (ids);
}
