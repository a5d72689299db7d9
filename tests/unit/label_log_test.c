/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log of labels: many who write at once, and a line that was cut. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "label_log.h"

#define WRITERS 4
#define LINES 50

static void
write_lines(const char *path, const char *labeler)
{
	struct label_writer w;
	struct diag d;
	char id[32];
	int bad = 0;

	if (label_writer_open(&w, path, labeler, &d) == -1)
		_exit(1);
	for (int i = 0; i < LINES; i++) {
		snprintf(id, sizeof(id), "row %d", i);
		bad |= label_writer_add(&w, id, i % 2 ? "yes" : NULL, &d);
	}
	label_writer_close(&w);
	_exit(bad != 0);
}

static void
append(const char *path, const char *text)
{
	FILE *f = fopen(path, "a");

	CHECK(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0);
}

static void
test_writers(const char *path)
{
	static const char *const names[WRITERS] = { "a", "b\n", "\"c\"", "d" };
	struct label_log log;
	struct diag d;
	int status;

	/* Longer than what is looked at in one piece. */
	for (int i = 0; i < 600; i++)
		append(path, "torn and ");
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			write_lines(path, names[i]);
	for (int i = 0; i < WRITERS; i++)
		CHECK(wait(&status) > 0 && status == 0);
	append(path, "{\"id\":\"row 1\",\"label\":\"no\"");
	CHECK(label_log_read(&log, path, INT64_MAX, &d) == 0);
	CHECK_INT(log.n, WRITERS * LINES);
	CHECK_INT(log.rows.n, LINES);
	CHECK_INT(log.labels.n, 1);
	CHECK_INT(log.labelers.n, WRITERS);
	CHECK(dict_findz(&log.labelers, "b\n") != DICT_NONE);
	label_log_release(&log);
	/* A time before all of them. */
	CHECK(label_log_read(&log, path, 0, &d) == 0);
	CHECK_INT(log.n, 0);
	label_log_release(&log);
}

/* A full disk is told, and what was written of a line is gone with the next. */
static void
test_full(const char *path)
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	struct rlimit less = { 0, RLIM_INFINITY };
	struct label_writer w;
	struct label_log log;
	struct diag d;
	size_t n;

	CHECK(label_log_read(&log, path, INT64_MAX, &d) == 0);
	n = log.n;
	label_log_release(&log);
	CHECK(label_writer_open(&w, path, "e", &d) == 0);
	less.rlim_cur = (rlim_t)lseek(w.fd, 0, SEEK_END);
	signal(SIGXFSZ, SIG_IGN);
	CHECK(setrlimit(RLIMIT_FSIZE, &less) == 0);
	CHECK(label_writer_add(&w, "1", "a label that is longer than the id",
	    &d) == -1);
	CHECK(strstr(d.text, path) == d.text);
	CHECK(setrlimit(RLIMIT_FSIZE, &all) == 0);
	CHECK(label_writer_add(&w, "1", "x", &d) == 0);
	label_writer_close(&w);
	CHECK(label_log_read(&log, path, INT64_MAX, &d) == 0);
	CHECK_INT(log.n, n + 1);
	label_log_release(&log);
	CHECK(label_writer_open(&w, "/dev/null", "a", &d) == -1);
	label_writer_close(&w);
}

int
main(void)
{
	char path[] = "/tmp/label_log_test.XXXXXX";
	int fd = mkstemp(path);

	CHECK(fd != -1);
	close(fd);
	test_writers(path);
	test_full(path);
	unlink(path);
	return (check_done());
}
