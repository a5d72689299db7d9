/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label models on votes: shares, ties, EM. */
#include "check.h"
#include "label_model.h"

#define ROWS 40
#define VOTERS 4

static const char *const votes_text[ROWS] = {
	"11--", "0000", "00-0", "-100", "11-1", "0000", "1101", "000-",
	"0001", "1100", "-111", "1111", "1111", "0-0-", "0000", "-011",
	"111-", "1111", "1111", "0000", "1111", "1011", "1000", "1-11",
	"1000", "1011", "1110", "00-0", "11-1", "1-11", "0000", "1111",
	"1111", "1001", "1111", "11--", "1-11", "0000", "0000", "000-"
};

/* P(label 1) by crowd-kit 1.4.2, DawidSkene(n_iter=200, tol=-1).fit(). */
static const double dawid_skene[ROWS] = {
	0.981554217, 0.000000000, 0.000000000, 0.077174810, 0.997890957,
	0.000000000, 0.979680723, 0.000000000, 0.000000000, 0.297998747,
	1.000000000, 1.000000000, 1.000000000, 0.000000000, 0.000000000,
	1.000000000, 1.000000000, 1.000000000, 1.000000000, 0.000000000,
	1.000000000, 1.000000000, 0.010753800, 1.000000000, 0.010753800,
	1.000000000, 1.000000000, 0.000000000, 0.997890957, 1.000000000,
	0.000000000, 1.000000000, 1.000000000, 0.552510299, 1.000000000,
	0.981554217, 1.000000000, 0.000000000, 0.000000000, 0.000000000
};

static void
read_votes(uint8_t *vote)
{
	for (size_t i = 0; i < ROWS; i++) {
		for (size_t j = 0; j < VOTERS; j++) {
			char c = votes_text[i][j];

			vote[i * VOTERS + j] = c == '-' ? VOTE_NONE :
			    (uint8_t)(c - '0');
		}
	}
}

static void
test_dawid_skene(void)
{
	uint8_t vote[ROWS * VOTERS];
	double p[ROWS * 2];
	struct votes v = { vote, ROWS, VOTERS, 2 };

	read_votes(vote);
	label_model_run(LABEL_DAWID_SKENE, &v, p);
	for (size_t i = 0; i < ROWS; i++) {
		CHECK_NEAR(p[2 * i + 1], dawid_skene[i], 1e-6);
		CHECK_NEAR(p[2 * i] + p[2 * i + 1], 1, 1e-12);
	}
}

/* Shares of votes; no label for a tie or without votes. */
static void
test_majority(void)
{
	static const uint8_t vote[] = { 0, 1, 1, 0, 1, VOTE_NONE, VOTE_NONE,
		VOTE_NONE, VOTE_NONE };
	double p[6];
	struct votes v = { vote, 3, 3, 2 };

	label_model_run(LABEL_MAJORITY, &v, p);
	CHECK_NEAR(p[1], 2 / 3.0, 1e-15);
	CHECK_INT(label_chosen(p, 2), 1);
	CHECK_NEAR(p[2], .5, 1e-15);
	CHECK_INT(label_chosen(p + 2, 2), VOTE_NONE);
	CHECK(isnan(p[4]) && isnan(p[5]));
	CHECK_INT(label_chosen(p + 4, 2), VOTE_NONE);
}

/* The formula by hand: voter 0 is right in 3 of 4 known rows, which makes
   (3 + 1) / (4 + 2), voter 1 in 1 of 2; the labels are equally frequent. */
static void
test_weighted(void)
{
	static const uint8_t vote[] = { 0, 0, 0, 1, 1, VOTE_NONE, 0, VOTE_NONE,
		0, 1 };
	static const uint8_t truth[] = { 0, 0, 1, 1, VOTE_NONE };
	double p[10], right = 4 / 6.0 * .5, wrong = 2 / 6.0 * .5;
	struct votes v = { vote, 5, 2, 2, truth };

	label_model_run(LABEL_WEIGHTED, &v, p);
	CHECK_NEAR(p[8], right / (right + wrong), 1e-12);
}

/* The mean of p is the share of the labels, equal where none is known, and rows
   on which all agree have that label. */
static void
test_programming(void)
{
	uint8_t vote[ROWS * VOTERS];
	double p[ROWS * 2], sum = 0;
	struct votes v = { vote, ROWS, VOTERS, 2 };

	read_votes(vote);
	label_model_run(LABEL_PROGRAMMING, &v, p);
	for (size_t i = 0; i < ROWS; i++)
		sum += p[2 * i + 1];
	CHECK_NEAR(sum / ROWS, .5, 1e-6);
	CHECK_INT(label_chosen(p + 2 * 11, 2), 1);
	CHECK_INT(label_chosen(p + 2 * 1, 2), 0);
}

int
main(void)
{
	test_dawid_skene();
	test_majority();
	test_weighted();
	test_programming();
	return (check_done());
}
