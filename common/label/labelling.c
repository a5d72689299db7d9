/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>

#include "report.h"
#include "str.h"

#include "labelling.h"

/* What a report tells of one voter, or of the label model. */
struct tally {
	double covered, overlaps, conflicts;	/* rows */
	double known, right, believed;
};

/* The votes of a row that are not the voter's: are there, do some differ? */
static void
look_at_others(const struct votes *v, const uint8_t *vote, size_t voter,
    struct tally *t)
{
	bool others = false, differs = false;

	for (size_t j = 0; j < v->n_voters; j++) {
		if (j == voter || vote[j] == VOTE_NONE)
			continue;
		others = true;
		differs |= vote[j] != vote[voter];
	}
	t->overlaps += others;
	t->conflicts += differs;
}

static void
tally_label(const struct votes *v, size_t row, uint8_t label, const double *p,
    struct tally *t)
{
	t->covered++;
	t->believed += p[label];
	if (v->truth != NULL && v->truth[row] != VOTE_NONE) {
		t->known++;
		t->right += v->truth[row] == label;
	}
}

static struct tally
tally_voter(const struct labelling *l, size_t voter)
{
	const struct votes *v = &l->votes;
	struct tally t = { 0 };

	for (size_t i = 0; i < v->n_rows; i++) {
		const uint8_t *vote = v->vote + i * v->n_voters;

		if (vote[voter] == VOTE_NONE)
			continue;
		tally_label(v, i, vote[voter], l->p + i * v->n_labels, &t);
		look_at_others(v, vote, voter, &t);
	}
	return (t);
}

/* Of all rules: overlaps and conflicts are of any two. */
static struct tally
tally_all(const struct labelling *l)
{
	const struct votes *v = &l->votes;
	struct tally t = { 0 };

	for (size_t i = 0; i < v->n_rows; i++) {
		const uint8_t *vote = v->vote + i * v->n_voters;
		const double *p = l->p + i * v->n_labels;
		uint8_t label = label_chosen(p, v->n_labels);
		size_t j = 0;

		while (j < v->n_voters && vote[j] == VOTE_NONE)
			j++;
		if (j < v->n_voters)
			look_at_others(v, vote, j, &t);
		if (label != VOTE_NONE)
			tally_label(v, i, label, p, &t);
	}
	return (t);
}

static void
add_row(struct column *c, const char *name, const char *labels,
    const struct tally *t, size_t n_rows)
{
	double n = n_rows > 0 ? (double)n_rows : NAN;

	report_text(&c[0], name);
	report_text(&c[1], labels);
	column_add_int(&c[2], (int64_t)t->covered);
	report_number(&c[3], t->covered / n);
	report_number(&c[4], t->overlaps / n);
	report_number(&c[5], t->conflicts / n);
	report_number(&c[6], t->known > 0 ? t->right / t->known : NAN);
	report_number(&c[7], t->covered > 0 ? t->believed / t->covered : NAN);
}

/* The labels that a voter can give, each once. */
static void
list_labels(const struct label_rules *r, size_t voter, struct str *out)
{
	bool told[LABELS_MAX] = { false };

	for (size_t k = 0; k < r->n; k++) {
		if (r->rules[k].voter != voter || told[r->rules[k].label])
			continue;
		told[r->rules[k].label] = true;
		str_addf(out, "%s%s", out->len > 0 ? "," : "",
		    dict_get(&r->labels, r->rules[k].label, NULL));
	}
}

struct stream *
labelling_report(const struct labelling *l, const struct stream *about)
{
	static const struct report_field fields[] = {
		{ "rule", COL_STRING, 0 }, { "label", COL_STRING, 0 },
		{ "rows", COL_INT, 0 }, { "coverage", COL_FLOAT, 0 },
		{ "overlap", COL_FLOAT, 0 }, { "conflict", COL_FLOAT, 0 },
		{ "accuracy", COL_FLOAT, 0 }, { "estimated", COL_FLOAT, 0 }
	};
	struct stream *s = report_new(fields, 8, about);
	struct column *c = report_block(s)->cols;
	struct str labels = STR_INIT;
	struct tally t;

	for (size_t j = 0; j < l->votes.n_voters; j++) {
		str_clear(&labels);
		list_labels(&l->rules, j, &labels);
		t = tally_voter(l, j);
		add_row(c, dict_get(&l->rules.voters, (uint32_t)j, NULL),
		    str_get(&labels), &t, l->votes.n_rows);
	}
	t = tally_all(l);
	add_row(c, "(together)", NULL, &t, l->votes.n_rows);
	str_release(&labels);
	return (s);
}
