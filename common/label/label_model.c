/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "label_model.h"

#define ITERATIONS_MAX 1000
#define TOLERANCE 1e-9		/* of any probability, between two iterations */
#define CHANCE_MIN 1e-12	/* instead of 0, under a logarithm */
#define TIE 1e-9

const char *const label_model_names[N_LABEL_MODELS + 1] = {
	"majority", "weighted", "dawid-skene", "programming", NULL
};

/* What is known of the labels and of the voters. */
struct belief {
	double *prior;		/* n_labels */
	double *says;		/* (n_voters, n_labels true, n_labels said) */
};

static const uint8_t *
votes_of(const struct votes *v, size_t row)
{
	return (v->vote + row * v->n_voters);
}

static double *
says_of(const struct belief *b, const struct votes *v, size_t voter)
{
	return (b->says + voter * v->n_labels * v->n_labels);
}

static bool
is_fitted(const struct votes *v, size_t row)
{
	return (v->fit == NULL || v->fit[row]);
}

/* The majority's shares. */
static void
share_votes(const struct votes *v, size_t row, double *p)
{
	const uint8_t *vote = votes_of(v, row);
	size_t n = 0;

	memset(p, 0, v->n_labels * sizeof(*p));
	for (size_t j = 0; j < v->n_voters; j++) {
		if (vote[j] != VOTE_NONE) {
			p[vote[j]]++;
			n++;
		}
	}
	for (size_t k = 0; k < v->n_labels; k++)
		p[k] = n > 0 ? p[k] / (double)n : NAN;
}

/* A voter that is right with this probability, whatever the label. */
static void
set_right(const struct votes *v, double *says, double right)
{
	size_t n = v->n_labels;
	double wrong = n > 1 ? (1 - right) / (double)(n - 1) : 0;

	for (size_t k = 0; k < n; k++)
		for (size_t l = 0; l < n; l++)
			says[k * n + l] = k == l ? right : wrong;
}

/* The logarithms of what is believed, where that is 0 of a little more. */
static double *
take_logs(const double *chance, size_t n)
{
	double *logs = mem_alloc(n, sizeof(*logs));

	for (size_t i = 0; i < n; i++)
		logs[i] = log(fmax(chance[i], CHANCE_MIN));
	return (logs);
}

/* E step of one row: Bayes' rule. The largest change of a probability. */
static double
update_row(const struct votes *v, const struct belief *logs, size_t row,
    double *p)
{
	const uint8_t *vote = votes_of(v, row);
	size_t n = v->n_labels;
	double new[LABELS_MAX], most = -INFINITY, sum = 0, change = 0;

	for (size_t k = 0; k < n; k++) {
		new[k] = logs->prior[k];
		for (size_t j = 0; j < v->n_voters; j++)
			if (vote[j] != VOTE_NONE)
				new[k] += says_of(logs, v, j)[k * n + vote[j]];
		most = fmax(most, new[k]);
	}
	for (size_t k = 0; k < n; k++)
		sum += new[k] = exp(new[k] - most);
	for (size_t k = 0; k < n; k++) {
		new[k] /= sum;
		change = fmax(change, fabs(new[k] - p[k]));
		p[k] = new[k];
	}
	return (change);
}

static double
update_rows(const struct votes *v, const struct belief *b, double *p)
{
	size_t n = v->n_labels;
	struct belief logs = { take_logs(b->prior, n),
	    take_logs(b->says, v->n_voters * n * n) };
	double change = 0;

	for (size_t i = 0; i < v->n_rows; i++) {
		if (!isnan(p[i * n]))
			change = fmax(change, update_row(v, &logs, i,
			    p + i * n));
	}
	free(logs.prior);
	free(logs.says);
	return (change);
}

/* M step: shares of the labels, and what a voter says where one is true. */
static void
fit_matrices(const struct votes *v, const double *p, struct belief *b)
{
	size_t n = v->n_labels;
	double sum = 0, *says;

	memset(b->prior, 0, n * sizeof(double));
	memset(b->says, 0, v->n_voters * n * n * sizeof(double));
	for (size_t i = 0; i < v->n_rows; i++, p += n) {
		if (isnan(*p) || !is_fitted(v, i))
			continue;
		sum++;
		for (size_t k = 0; k < n; k++)
			b->prior[k] += p[k];
		for (size_t j = 0; j < v->n_voters; j++)
			for (size_t k = 0; k < n &&
			    votes_of(v, i)[j] != VOTE_NONE; k++)
				says_of(b, v, j)[k * n + votes_of(v, i)[j]] +=
				    p[k];
	}
	for (size_t k = 0; k < n; k++)
		b->prior[k] = sum > 0 ? b->prior[k] / sum : 1 / (double)n;
	for (size_t r = 0; r < v->n_voters * n; r++) {
		says = b->says + r * n;
		sum = 0;
		for (size_t l = 0; l < n; l++)
			sum += says[l];
		for (size_t l = 0; l < n; l++)
			says[l] = sum > 0 ? says[l] / sum : 1 / (double)n;
	}
}

/* The shares of the labels known, with one of each besides; equal ones where
   none is known. */
static void
known_shares(const struct votes *v, double *share)
{
	double known = (double)v->n_labels;

	for (size_t k = 0; k < v->n_labels; k++)
		share[k] = 1;
	for (size_t i = 0; i < v->n_rows && v->truth != NULL; i++) {
		if (v->truth[i] != VOTE_NONE && is_fitted(v, i)) {
			share[v->truth[i]]++;
			known++;
		}
	}
	for (size_t k = 0; k < v->n_labels; k++)
		share[k] /= known;
}

/* How often each voter is right: by the labels known, or by p, and then at
   least as often as chance. */
static void
fit_right(const struct votes *v, const double *p, struct belief *b)
{
	double right, count;
	uint8_t vote;

	for (size_t j = 0; j < v->n_voters; j++) {
		right = 1;
		count = 2;
		for (size_t i = 0; i < v->n_rows; i++) {
			vote = votes_of(v, i)[j];
			if (vote == VOTE_NONE || !is_fitted(v, i) ||
			    (p == NULL && v->truth[i] == VOTE_NONE))
				continue;
			right += p == NULL ? vote == v->truth[i] :
			    p[i * v->n_labels + vote];
			count++;
		}
		right /= count;
		set_right(v, says_of(b, v, j), p == NULL ? right :
		    fmax(right, 1 / (double)v->n_labels));
	}
}

/* Move the prior so that the mean of p comes to the shares. */
static void
hold_shares(const struct votes *v, const double *p, const double *share,
    double *prior)
{
	size_t n = v->n_labels;
	double mean[LABELS_MAX] = { 0 }, rows = 0, sum = 0;

	for (size_t i = 0; i < v->n_rows; i++, p += n) {
		if (isnan(*p) || !is_fitted(v, i))
			continue;
		rows++;
		for (size_t k = 0; k < n; k++)
			mean[k] += p[k];
	}
	for (size_t k = 0; k < n && rows > 0; k++)
		sum += prior[k] *= share[k] * rows / fmax(mean[k], CHANCE_MIN);
	for (size_t k = 0; k < n && rows > 0; k++)
		prior[k] /= sum;
}

static void
run_em(enum label_model m, const struct votes *v, struct belief *b, double *p)
{
	double share[LABELS_MAX], change = INFINITY;

	known_shares(v, share);
	memcpy(b->prior, share, v->n_labels * sizeof(*share));
	for (int i = 0; i < ITERATIONS_MAX && change > TOLERANCE; i++) {
		if (m == LABEL_DAWID_SKENE) {
			fit_matrices(v, p, b);
		} else {
			fit_right(v, p, b);
			hold_shares(v, p, share, b->prior);
		}
		change = update_rows(v, b, p);
	}
}

void
label_model_run(enum label_model m, const struct votes *v, double *p)
{
	size_t n = v->n_labels;
	struct belief b = {
		mem_alloc(n, sizeof(double)),
		mem_alloc(v->n_voters, n * n * sizeof(double))
	};

	for (size_t i = 0; i < v->n_rows; i++)
		share_votes(v, i, p + i * n);
	if (m == LABEL_WEIGHTED) {
		known_shares(v, b.prior);
		fit_right(v, NULL, &b);
		(void)update_rows(v, &b, p);
	} else if (m != LABEL_MAJORITY)
		run_em(m, v, &b, p);
	free(b.prior);
	free(b.says);
}

uint8_t
label_chosen(const double *p, size_t n_labels)
{
	size_t best = 0;

	for (size_t k = 1; k < n_labels; k++)
		if (p[k] > p[best])
			best = k;
	for (size_t k = 0; k < n_labels; k++)
		if (isnan(p[k]) || (k != best && p[best] - p[k] < TIE))
			return (VOTE_NONE);
	return ((uint8_t)best);
}
