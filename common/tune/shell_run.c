/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shell.h"
#include "signal_pipe.h"

#include "shell_run.h"

#define ERROR_MAX 1000		/* bytes of errors that are looked at */
#define WAIT_MS 500		/* for a signal */
#define GRACE 2.0		/* seconds from SIGTERM to SIGKILL */

static int
open_nameless(struct diag *d)
{
	const char *tmp = getenv("TMPDIR");
	struct str path = STR_INIT;
	int fd;

	str_addf(&path, "%s/mlc-tune.XXXXXX",
	    tmp != NULL && *tmp != '\0' ? tmp : "/tmp");
	fd = mkostemp(path.buf, O_CLOEXEC);
	if (fd == -1)
		diag_errno(d, "%s", path.buf);
	else
		unlink(path.buf);
	str_release(&path);
	return (fd);
}

int
shell_run_start(struct shell_run *r, const char *sentence, int in,
    double limit, struct diag *d)
{
	int started;

	memset(r, 0, sizeof(*r));
	r->limit = limit;
	r->out = open_nameless(d);
	r->err = r->out == -1 ? -1 : open_nameless(d);
	if (r->err == -1) {
		if (r->out != -1)
			close(r->out);
		close(in);
		return (-1);
	}
	r->began = shell_clock();
	started = shell_spawn(&r->pid, sentence,
	    (int[]){ in, r->out, r->err }, true, d);
	close(in);
	if (started == 0)
		return (0);
	r->pid = 0;
	shell_run_release(r);
	return (-1);
}

static void
take_cost(struct shell_run *r, const struct rusage *u)
{
	r->cost.v[0] = shell_clock() - r->began;
	r->cost.v[1] = shell_cpu(u);
	r->cost.v[2] = shell_memory(u);
}

bool
shell_run_ended(struct shell_run *r)
{
	double late = shell_clock() - r->began - r->limit;
	struct rusage u;

	if (wait4(r->pid, &r->status, WNOHANG, &u) == r->pid) {
		take_cost(r, &u);
		/* Programs of its pipe that it did not wait for. */
		kill(-r->pid, SIGKILL);
		r->pid = 0;
		return (true);
	}
	if (r->limit > 0 && late > GRACE * r->n_signals) {
		r->timed_out = true;
		kill(-r->pid, r->n_signals == 0 ? SIGTERM : SIGKILL);
		r->n_signals++;
	}
	return (false);
}

void
shell_run_kill(struct shell_run *r)
{
	if (r->pid == 0)
		return;
	kill(-r->pid, SIGKILL);
	while (waitpid(r->pid, &r->status, 0) == -1)
		;
	r->pid = 0;
}

int
shell_run_wait(struct shell_run *r, struct diag *d)
{
	int signal;

	while (!shell_run_ended(r)) {
		signal = signal_pipe_wait(WAIT_MS);
		if (signal == 0 || signal == SIGCHLD)
			continue;
		shell_run_kill(r);
		return (diag_set(d, "signal %d", signal));
	}
	return (0);
}

int
shell_run_output(const struct shell_run *r, const char **p, size_t *n,
    struct diag *d)
{
	struct stat st;
	void *at;

	*p = NULL;
	*n = 0;
	if (fstat(r->out, &st) == -1)
		return (diag_errno(d, "its output"));
	if (st.st_size == 0)
		return (0);
	at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, r->out,
	    0);
	if (at == MAP_FAILED)
		return (diag_errno(d, "its output"));
	*p = at;
	*n = (size_t)st.st_size;
	return (0);
}

void
shell_run_unmap(const char *p, size_t n)
{
	if (p != NULL)
		munmap((void *)(uintptr_t)p, n);
}

/* Does a line say nothing of what went wrong? */
static bool
is_echo(const char *line)
{
	return (line[0] == '\0' || strncmp(line, "try '", 5) == 0 ||
	    strstr(line, "the program before failed") != NULL);
}

/* The last line of the errors that says something, or the last one, or "". */
static void
read_last_error(int fd, char out[ERROR_MAX + 1])
{
	off_t end = lseek(fd, 0, SEEK_END);
	off_t from = end > ERROR_MAX ? end - ERROR_MAX : 0;
	ssize_t n = pread(fd, out, ERROR_MAX, from);
	char *line = NULL, *last = NULL, *next;

	out[n < 0 ? 0 : n] = '\0';
	for (char *s = out; s != NULL; s = next) {
		next = strchr(s, '\n');
		if (next != NULL)
			*next++ = '\0';
		line = is_echo(s) ? line : s;
		last = *s != '\0' ? s : last;
	}
	line = line != NULL ? line : last;
	if (line != NULL)
		memmove(out, line, strlen(line) + 1);
}

int
shell_run_explain(const struct shell_run *r, struct diag *d)
{
	char line[ERROR_MAX + 1];
	struct diag before = *d;

	read_last_error(r->err, line);
	return (line[0] == '\0' ? -1 : diag_set(d, "%s: %s", before.text,
	    line));
}

int
shell_run_check(const struct shell_run *r, struct diag *d)
{
	struct str what = STR_INIT;

	if (r->timed_out)
		str_addf(&what, "took more than %g s", r->limit);
	else if (WIFSIGNALED(r->status))
		str_addf(&what, "signal %d", WTERMSIG(r->status));
	else if (WEXITSTATUS(r->status) != 0)
		str_addf(&what, "exit %d", WEXITSTATUS(r->status));
	if (what.len == 0)
		return (0);
	diag_set(d, "%s", what.buf);
	str_release(&what);
	return (shell_run_explain(r, d));
}

void
shell_run_release(struct shell_run *r)
{
	close(r->out);
	close(r->err);
}
