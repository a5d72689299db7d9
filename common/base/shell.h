/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shell sentences as processes: sh -c, with the signals as a program expects
 * them, and what one has cost.
 */
#ifndef SHELL_H
#define SHELL_H

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "str.h"

/* Start it with these descriptors as 0, 1 and 2. own_group: in a process group
   of its own. */
int shell_spawn(pid_t *pid, const char *sentence, const int fds[3],
    bool own_group, struct diag *) MUST_CHECK;

/* Wait for its end: its status as a shell tells it, 128 and the number for a
   signal. */
int shell_wait(pid_t);
/* A status of waitpid so. */
int shell_status(int status);

/* Append what a sentence writes, up to so many bytes, its errors aside. Its
   status as above, or -1. */
int shell_read(const char *sentence, size_t most, struct str *out);

/* Seconds of a clock that is never set. */
double shell_clock(void);

/* Seconds of processors, and MiB of the largest process. */
double shell_cpu(const struct rusage *);
double shell_memory(const struct rusage *);

#endif
