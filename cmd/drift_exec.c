/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "mem.h"

#include "drift_exec.h"

extern char **environ;

static int
run_sentence(const char *sentence, struct diag *d)
{
	char *argv[] = { mem_strdup("sh"), mem_strdup("-c"),
	    mem_strdup(sentence), NULL };
	pid_t pid;
	int error = posix_spawn(&pid, "/bin/sh", NULL, NULL, argv, environ);
	int status = 0, r = 0;

	for (size_t i = 0; argv[i] != NULL; i++)
		free(argv[i]);
	if (error != 0)
		return (diag_set(d, "sh: %s", strerror(error)));
	while (waitpid(pid, &status, 0) == -1) {
		if (errno != EINTR)
			return (diag_errno(d, "sh"));
	}
	if (WIFSIGNALED(status))
		r = diag_set(d, "was ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		r = diag_set(d, "exit status %d", WEXITSTATUS(status));
	return (r);
}

void
drift_exec(const struct tool *t, const char *sentence, bool drifted,
    const char *says)
{
	struct diag d = DIAG_INIT;

	if (setenv("MLC_DRIFT", drifted ? "drift" : "ok", 1) == -1 ||
	    setenv("MLC_DRIFT_SAYS", says, 1) == -1)
		(void)diag_errno(&d, "its environment");
	else if (run_sentence(sentence, &d) == 0)
		return;
	diag_prefix(&d, "--exec");
	tool_die(t, &d);
}
