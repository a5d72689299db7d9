/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shell.h"

double
shell_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return ((double)t.tv_sec + (double)t.tv_nsec * 1e-9);
}

double
shell_cpu(const struct rusage *u)
{
	return ((double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) +
	    (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) * 1e-6);
}

double
shell_memory(const struct rusage *u)
{
	return ((double)u->ru_maxrss / 1024);
}

int
shell_spawn(pid_t *pid, const char *sentence, const int fds[3],
    bool own_group, struct diag *d)
{
	extern char **environ;
	char *argv[] = { (char *)(uintptr_t)"sh", (char *)(uintptr_t)"-c",
		(char *)(uintptr_t)sentence, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t all, none;
	int error;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, (short)(POSIX_SPAWN_SETSIGDEF |
	    POSIX_SPAWN_SETSIGMASK | (own_group ? POSIX_SPAWN_SETPGROUP :
	    0)));
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawn_file_actions_init(&files);
	for (int k = 0; k < 3; k++)
		posix_spawn_file_actions_adddup2(&files, fds[k], k);
	error = posix_spawn(pid, "/bin/sh", &files, &attr, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	if (error != 0)
		return (diag_set(d, "/bin/sh: %s", strerror(error)));
	return (0);
}

int
shell_status(int status)
{
	return (WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status));
}

int
shell_wait(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	return (shell_status(status));
}

int
shell_read(const char *sentence, size_t most, struct str *out)
{
	int ends[2], nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct diag d;
	ssize_t n = 1;
	pid_t pid;

	if (nothing == -1 || pipe2(ends, O_CLOEXEC) == -1) {
		close(nothing);
		return (-1);
	}
	if (shell_spawn(&pid, sentence, (int[]){ nothing, ends[1], nothing },
	    false, &d) == -1)
		pid = -1;
	close(ends[1]);
	while (pid != -1 && n > 0 && out->len < most) {
		n = read(ends[0], str_reserve(out, 4096), 4096);
		if (n > 0)
			str_commit(out, (size_t)n);
	}
	close(ends[0]);
	close(nothing);
	return (pid != -1 ? shell_wait(pid) : -1);
}
