/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "label_policy.h"

const char *const label_policy_names[N_POLICIES + 1] = {
	"latest", "majority", "trusted", NULL
};

/* By row, then labeler, then as they were said. */
struct word {
	const struct label_entry *e;
	uint32_t rank;		/* of the labeler: 0 is trusted most */
};

static int
compare_words(const void *a, const void *b)
{
	const struct word *v = a, *w = b;

	if (v->e->row != w->e->row)
		return (v->e->row < w->e->row ? -1 : 1);
	if (v->e->labeler != w->e->labeler)
		return (v->e->labeler < w->e->labeler ? -1 : 1);
	if (v->e->time != w->e->time)
		return (v->e->time < w->e->time ? -1 : 1);
	return (v->e < w->e ? -1 : v->e > w->e);
}

static bool
is_later(const struct word *v, const struct word *w)
{
	return (v->e->time != w->e->time ? v->e->time > w->e->time :
	    v->e > w->e);
}

/* Leave each labeler's last word of a row, if that is a label: how many. */
static size_t
keep_last(struct word *w, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && w[i + 1].e->labeler == w[i].e->labeler)
			continue;
		if (w[i].e->label != LABEL_TAKEN_BACK)
			w[kept++] = w[i];
	}
	return (kept);
}

static size_t
count_label(const struct word *w, size_t n, uint32_t label)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += w[i].e->label == label;
	return (count);
}

/* The word that counts, of those of a row; NULL: labelers are divided. */
static const struct word *
choose(enum label_policy policy, const struct word *w, size_t n)
{
	const struct word *best = &w[0];
	size_t most = 0, count;
	bool divided = false;

	for (size_t i = 1; policy != POLICY_MAJORITY && i < n; i++)
		if (policy == POLICY_TRUSTED && w[i].rank != best->rank ?
		    w[i].rank < best->rank : is_later(&w[i], best))
			best = &w[i];
	for (size_t i = 0; policy == POLICY_MAJORITY && i < n; i++) {
		count = count_label(w, n, w[i].e->label);
		if (count > most) {
			divided = false;
			most = count;
			best = &w[i];
		} else if (count == most && w[i].e->label != best->e->label) {
			divided = true;
		} else if (count == most && is_later(&w[i], best)) {
			best = &w[i];
		}
	}
	return (divided ? NULL : best);
}

static void
decide(enum label_policy policy, struct word *w, size_t n,
    struct label_choice *out)
{
	const struct word *best;

	n = keep_last(w, n);
	best = n > 0 ? choose(policy, w, n) : NULL;
	if (best == NULL)
		return;
	*out = (struct label_choice){ best->e->label, best->e->labeler,
	    best->e->time, (double)count_label(w, n, best->e->label) /
	    (double)n };
}

/* Ranks of labelers: their place in the list, and behind all others. */
static int
rank_labelers(const char *trusted, const struct label_log *l, uint32_t *rank,
    struct diag *d)
{
	uint32_t n = 0, found = 0, id;

	for (size_t i = 0; i < l->labelers.n; i++)
		rank[i] = UINT32_MAX;
	for (const char *p = trusted, *end; p != NULL; p = *end ? end + 1 :
	    NULL) {
		end = strchrnul(p, ',');
		id = dict_find(&l->labelers, p, (size_t)(end - p));
		if (id != DICT_NONE && rank[id] == UINT32_MAX) {
			rank[id] = n++;
			found++;
		}
	}
	if (found == 0 && l->n > 0)
		return (diag_set(d, "nobody of \"%s\" has labelled a row; one "
		    "who has is \"%s\"", trusted != NULL ? trusted : "",
		    dict_get(&l->labelers, 0, NULL)));
	return (0);
}

int
label_policy_apply(enum label_policy policy, const char *trusted,
    const struct label_log *l, struct label_choice *out, struct diag *d)
{
	struct word *words = mem_alloc(l->n, sizeof(*words));
	uint32_t *rank = mem_calloc(l->labelers.n, sizeof(*rank));
	size_t from, to;
	int r = policy == POLICY_TRUSTED ? rank_labelers(trusted, l, rank, d) :
	    0;

	for (size_t i = 0; i < l->n; i++)
		words[i] = (struct word){ &l->entries[i],
		    rank[l->entries[i].labeler] };
	qsort(words, l->n, sizeof(*words), compare_words);
	for (size_t i = 0; i < l->rows.n; i++)
		out[i].label = LABEL_TAKEN_BACK;
	for (from = 0; r == 0 && from < l->n; from = to) {
		uint32_t row = words[from].e->row;

		for (to = from; to < l->n && words[to].e->row == row; to++)
			;
		decide(policy, words + from, to - from, &out[row]);
	}
	free(words);
	free(rank);
	return (r);
}
