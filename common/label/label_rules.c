/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "label_model.h"
#include "mem.h"

#include "label_rules.h"

/* Cut white space at both ends, in place. */
static char *
trim(char *p)
{
	size_t n;

	while (isspace((unsigned char)*p))
		p++;
	for (n = strlen(p); n > 0 && isspace((unsigned char)p[n - 1]); n--)
		p[n - 1] = '\0';
	return (p);
}

static int
name_place(const struct label_rules *r, const struct label_rule *rule,
    struct diag *d)
{
	return (diag_prefix(d, "%s:%zu:%zu", r->path, rule->line, rule->at));
}

/* The last arrow of a line, or NULL. */
static char *
find_arrow(char *p)
{
	char *found = NULL;

	while ((p = strstr(p, "->")) != NULL)
		found = p++;
	return (found);
}

static int
add_rule(struct label_rules *r, struct label_rule *rule, const char *name,
    const char *label, struct diag *d)
{
	rule->voter = dict_add(&r->voters, name, strlen(name));
	rule->label = dict_add(&r->labels, label, strlen(label));
	if (r->labels.n > LABELS_MAX) {
		expr_free(rule->expr);
		return (diag_set(d, "more than %d labels", LABELS_MAX));
	}
	r->rules = mem_grow(r->rules, &r->cap, r->n + 1, sizeof(*r->rules));
	r->rules[r->n++] = *rule;
	return (0);
}

/* Where it fails, rule->at tells the place in the line. */
static int
parse_rule(struct label_rules *r, char *line, struct label_rule *rule,
    struct diag *d)
{
	char *colon = strchr(line, ':'), *arrow = find_arrow(line);
	char *name, *label, *text;

	rule->at = 1;
	if (colon == NULL || (arrow != NULL && arrow < colon))
		return (diag_set(d, "a rule is NAME: EXPR -> LABEL, and there "
		    "is no \"NAME:\""));
	rule->at = strlen(line) + 1;
	if (arrow == NULL)
		return (diag_set(d, "\"-> LABEL\" is missing"));
	*colon = *arrow = '\0';
	name = trim(line);
	label = trim(arrow + 2);
	if (*label == '\0')
		return (diag_set(d, "there is no label behind \"->\""));
	rule->at = 1;
	if (*name == '\0')
		return (diag_set(d, "the rule has no name"));
	text = trim(colon + 1);
	rule->at = (size_t)(text - line) + 1;
	if (expr_parse(text, &rule->expr, d) == -1)
		return (-1);
	return (add_rule(r, rule, name, label, d));
}

static int
parse_line(struct label_rules *r, char *line, size_t number, struct diag *d)
{
	char *first = line + strspn(line, " \t\r\n");
	struct label_rule rule = { .line = number };

	if (*first == '\0' || *first == '#')
		return (0);
	line[strcspn(line, "\r\n")] = '\0';
	if (parse_rule(r, line, &rule, d) == -1)
		return (name_place(r, &rule, d));
	return (0);
}

int
label_rules_read(struct label_rules *r, const char *path, struct diag *d)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0, number = 0;
	int status = 0;

	*r = (struct label_rules){ .path = path };
	dict_init(&r->voters);
	dict_init(&r->labels);
	column_init(&r->holds, COL_BOOL, 0);
	if (f == NULL)
		return (diag_errno(d, "%s", path));
	while (status == 0 && getline(&line, &cap, f) > 0)
		status = parse_line(r, line, ++number, d);
	if (status == 0 && ferror(f))
		status = diag_errno(d, "%s", path);
	if (status == 0 && r->n == 0)
		status = diag_set(d, "%s: there are no rules", path);
	free(line);
	fclose(f);
	return (status);
}

void
label_rules_release(struct label_rules *r)
{
	for (size_t i = 0; i < r->n; i++) {
		expr_scratch_free(r->rules[i].scratch);
		expr_free(r->rules[i].expr);
	}
	free(r->rules);
	dict_release(&r->voters);
	dict_release(&r->labels);
	column_release(&r->holds);
}

int
label_rules_bind(struct label_rules *r, const struct schema *s, struct diag *d)
{
	for (size_t i = 0; i < r->n; i++) {
		struct label_rule *rule = &r->rules[i];

		if (expr_bind_rule(rule->expr, s, d) == -1)
			return (name_place(r, rule, d));
		rule->scratch = expr_scratch_new(rule->expr);
	}
	return (0);
}

int
label_rules_vote(struct label_rules *r, const struct batch *b, uint8_t *votes,
    struct diag *d)
{
	size_t n = r->voters.n;

	memset(votes, VOTE_NONE, b->n_rows * n);
	for (size_t k = 0; k < r->n; k++) {
		const struct label_rule *rule = &r->rules[k];
		uint8_t *vote = votes + rule->voter;

		if (expr_eval(rule->expr, b, rule->scratch, &r->holds, d) ==
		    -1)
			return (name_place(r, rule, d));
		for (size_t i = 0; i < b->n_rows; i++, vote += n)
			if (r->holds.bools[i] && *vote == VOTE_NONE)
				*vote = (uint8_t)rule->label;
	}
	return (0);
}
