/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A run of a shell sentence: sh -c in a process group of its own, with its
 * input, output and errors from and to files, and a time by which it ends.
 *
 * Who runs sentences opens the signal pipe with SIGCHLD (signal_pipe.h), waits
 * on it, and then asks the runs.
 */
#ifndef SHELL_RUN_H
#define SHELL_RUN_H

#include <stdbool.h>
#include <sys/types.h>

#include "objective.h"
#include "str.h"

struct shell_run {
	pid_t pid;		/* 0: none */
	int out, err;		/* files without a name */
	double began, limit;	/* seconds of a clock; limit 0: none */
	int n_signals;		/* that were sent to end it */
	bool timed_out;
	int status;		/* as waitpid gives it, once it ended */
	struct run_cost cost;
};

/* Takes the descriptor over, on failure too. limit: seconds, 0: none. */
int shell_run_start(struct shell_run *, const char *sentence, int in,
    double limit, struct diag *) MUST_CHECK;

/* Has it ended? Past its limit it is signalled. */
bool shell_run_ended(struct shell_run *);
/* Wait for its end. Another signal that comes ends it, and is an error. */
int shell_run_wait(struct shell_run *, struct diag *) MUST_CHECK;
/* End it and wait. */
void shell_run_kill(struct shell_run *);
/* What it wrote, mapped: *p is NULL where that is nothing. */
int shell_run_output(const struct shell_run *, const char **p, size_t *n,
    struct diag *) MUST_CHECK;
void shell_run_unmap(const char *p, size_t n);
/* Why it failed: its status and the last line of its errors; -1, or 0 where
   it did not. */
int shell_run_check(const struct shell_run *, struct diag *) MUST_CHECK;
/* Add to a message the last line of its errors, if there is any. Returns -1. */
int shell_run_explain(const struct shell_run *, struct diag *);
void shell_run_release(struct shell_run *);

#endif
