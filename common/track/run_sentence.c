/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "shell.h"
#include "signal_pipe.h"

#include "run_sentence.h"

#define LOOK_MS 500		/* for a signal that another thread took */

/* What passes through. */
struct passing {
	struct digest digest;
	struct str kept;
	int64_t bytes;
	bool lost;		/* nobody reads it any more */
};

/* To standard output: a reader that goes away is the sentence's business, which
   is then to meet a closed pipe, too. */
static int
pass_on(struct passing *p, const char *from, size_t n, struct diag *d)
{
	size_t room = RUN_OUTPUT_KEPT - p->kept.len;
	ssize_t k;

	digest_update(&p->digest, from, n);
	str_add(&p->kept, from, n < room ? n : room);
	p->bytes += (int64_t)n;
	while (n > 0) {
		k = write(STDOUT_FILENO, from, n);
		if (k == -1 && errno == EINTR)
			continue;
		if (k == -1 && errno == EPIPE) {
			p->lost = true;
			return (0);
		}
		if (k == -1)
			return (diag_errno(d, "standard output"));
		from += k;
		n -= (size_t)k;
	}
	return (0);
}

/* A sentence at work, in a process group of its own unless it has to share the
   terminal with us. */
struct at_work {
	pid_t pid;
	bool own_group;
};

/* The signals that came go to the sentence; those of a terminal have reached
   it. */
static void
forward_signals(const struct at_work *w)
{
	int number;

	while ((number = signal_pipe_wait(0)) != 0) {
		if (w->own_group)
			kill(-w->pid, number);
		else if (number != SIGINT && number != SIGQUIT)
			kill(w->pid, number);
	}
}

static int
pass_all(struct passing *p, int from, const struct at_work *w,
    struct diag *d)
{
	struct pollfd ready = { .fd = from, .events = POLLIN };
	char *buf = mem_alloc(RUN_OUTPUT_KEPT, 1);
	ssize_t n = 1;
	int r = 0;

	while (r == 0 && !p->lost && n != 0) {
		forward_signals(w);
		if (poll(&ready, 1, LOOK_MS) < 1)
			continue;
		n = read(from, buf, RUN_OUTPUT_KEPT);
		if (n > 0)
			r = pass_on(p, buf, (size_t)n, d);
		else if (n == -1 && errno != EINTR)
			r = diag_errno(d, "its output");
	}
	free(buf);
	return (r);
}

/* The end of the run: the rest of what is known. */
static int
write_end(const struct run_sentence *s, struct entry_file *e,
    struct passing *p, const struct rusage *u, double seconds,
    struct diag *d)
{
	json_t *o = json_pack("{sssi}", "kind", "run end", "status",
	    s->status), *output = json_object();
	char hex[DIGEST_HEX + 1];
	int r = 0;

	json_object_set_new(o, "seconds", json_real(seconds));
	json_object_set_new(o, "cpu", json_real(shell_cpu(u)));
	json_object_set_new(o, "memory", json_real(shell_memory(u)));
	digest_final(&p->digest, hex);
	json_object_set_new(output, "bytes", json_integer(p->bytes));
	doc_set_text(output, "sha256", hex);
	if (p->kept.len > 0) {
		r = store_put(s->store, p->kept.buf, p->kept.len, hex, d);
		doc_set_text(output, "kept", hex);
	}
	json_object_set_new(o, "output", output);
	if (entry_file_add(e, o, r == 0 ? d : &(struct diag)DIAG_INIT) == -1)
		r = -1;
	return (r);
}

/* Until it is dead and its output read to the end. */
static int
see_through(struct run_sentence *s, struct entry_file *e, struct diag *d)
{
	struct passing p = { .kept = STR_INIT };
	double began = shell_clock();
	struct rusage u = { 0 };
	struct at_work w = { .own_group =
	    tcgetpgrp(STDERR_FILENO) != getpgrp() };
	int ends[2], status = 0, r;

	digest_init(&p.digest);
	if (pipe2(ends, O_CLOEXEC) == -1)
		return (diag_errno(d, "no pipe"));
	r = shell_spawn(&w.pid, s->sentence, (int[]){ STDIN_FILENO, ends[1],
	    STDERR_FILENO }, w.own_group, d);
	close(ends[1]);
	if (r == -1) {
		close(ends[0]);
		return (-1);
	}
	r = pass_all(&p, ends[0], &w, d);
	close(ends[0]);
	while (wait4(w.pid, &status, 0, &u) == -1 && errno == EINTR)
		forward_signals(&w);
	s->status = shell_status(status);
	if (write_end(s, e, &p, &u, shell_clock() - began,
	    r == 0 ? d : &(struct diag)DIAG_INIT) == -1)
		r = -1;
	str_release(&p.kept);
	return (r);
}

int
run_sentence(struct run_sentence *s, struct diag *d)
{
	static const int numbers[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP };
	struct entry_file e;
	char *folder;
	int r;

	if (run_new(s->store, s->id, &folder, d) == -1)
		return (-1);
	r = entry_file_open(&e, folder, d);
	if (r == 0)
		r = entry_file_add(&e, run_begin(s->store, s->name,
		    s->sentence), d);
	if (r == 0 && setenv("MLC_TRACK", folder, 1) == -1)
		r = diag_errno(d, "MLC_TRACK");
	if (r == 0)
		r = signal_pipe_open(numbers, 4, d);
	signal(SIGPIPE, SIG_IGN);
	if (r == 0)
		r = see_through(s, &e, d);
	entry_file_close(&e);
	free(folder);
	return (r);
}
