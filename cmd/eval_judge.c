/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict of mlc-eval: gates, and who is to be the champion. */
#include "eval.h"

void
eval_check_gates(const struct eval *e)
{
	struct diag d = DIAG_INIT;

	for (size_t i = 0; i < e->gates.n; i++) {
		if (gate_check(&e->gates.v[i], &e->result, &d) == -1)
			tool_die(&e->tool, &d);
	}
}

/* Is the champion to stay? */
static bool
judge_champion(struct eval *e)
{
	char sha[DIGEST_HEX + 1];
	struct verdict v = { .metric = e->choice.metrics[0],
	    .margin = e->margin, .level = e->level, .floors = e->floors.v,
	    .n_floors = e->floors.n, .rows_sha = sha, .why = STR_INIT };
	struct diag d = DIAG_INIT;
	struct eval_scores old = e->scores;
	bool stays;

	row_marks_digest(&e->scores.marks, sha);
	eval_scores_contender(&e->scores, &e->tool, &v.challenger);
	eval_scores_named(&old, &e->champion);
	eval_scores_contender(&old, &e->tool, &v.champion);
	if (verdict_reach(&v, &e->result, &e->comparison, &d) == -1 ||
	    (e->verdict_file != NULL &&
	    verdict_write(&v, e->verdict_file, &d) == -1))
		tool_die(&e->tool, &d);
	stays = !v.promoted;
	tool_warn(&e->tool, "%s: %s", stays ? "the champion stays" :
	    "the challenger is promoted", str_get(&v.why));
	verdict_release(&v);
	return (stays);
}

int
eval_judge(struct eval *e)
{
	struct str why = STR_INIT;
	int status = e->champion != NULL && judge_champion(e);

	for (size_t i = 0; i < e->gates.n; i++) {
		str_clear(&why);
		if (!gate_fails(&e->gates.v[i], &e->result, &why))
			continue;
		tool_warn(&e->tool, "failed: %s", str_get(&why));
		status = 1;
	}
	str_release(&why);
	return (status);
}
