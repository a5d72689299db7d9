/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "cleanup.h"
#include "outfile.h"

/* Work is done in a scratch folder, which is the current one. */
static char *
read_file(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	size_t cap = 2000000;
	char *p;

	*n = 0;
	if (f == NULL)
		return (NULL);
	p = calloc(cap, 1);
	*n = fread(p, 1, cap - 1, f);
	fclose(f);
	return (p);
}

static void
check_content(const char *path, const char *want)
{
	size_t n;
	char *p = read_file(path, &n);

	CHECK_(p != NULL, "%s is not there", path);
	CHECK_STR(p != NULL ? p : "", want);
	free(p);
}

static int
count_files(void)
{
	DIR *dir = opendir(".");
	int n = -2;

	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	return (n);
}

static void
write_file(const char *path, const char *text)
{
	struct diag d = DIAG_INIT;
	struct outfile o;

	CHECK_INT(outfile_open(&o, path, &d), 0);
	CHECK_INT(outfile_write(&o, text, strlen(text), &d), 0);
	CHECK_INT(outfile_commit(&o, &d), 0);
	CHECK_STR(d.text, "");
	outfile_abort(&o);
}

static int
mode_of(const char *path)
{
	struct stat st;

	return (stat(path, &st) == 0 ? (int)(st.st_mode & 07777) : -1);
}

static void
test_atomic(void)
{
	struct diag d = DIAG_INIT;
	struct outfile o;

	umask(027);
	write_file("a", "first");
	check_content("a", "first");
	CHECK_INT(mode_of("a"), 0640);
	CHECK_INT(outfile_open(&o, "./a", &d), 0);
	CHECK_INT(outfile_write(&o, "second", 6, &d), 0);
	CHECK_INT(outfile_flush(&o, &d), 0);
	check_content("a", "first");
	CHECK_INT(count_files(), 2);
	outfile_abort(&o);
	outfile_abort(&o);
	check_content("a", "first");
	CHECK_INT(count_files(), 1);
	chmod("a", 0600);
	write_file("a", "third");
	check_content("a", "third");
	CHECK_INT(mode_of("a"), 0600);
	unlink("a");
}

static void
test_link(void)
{
	struct stat st;

	mkdir("sub", 0755);
	write_file("sub/file", "old");
	CHECK_INT(symlink("sub/file", "link"), 0);
	write_file("link", "new");
	check_content("sub/file", "new");
	CHECK(lstat("link", &st) == 0 && S_ISLNK(st.st_mode));
	unlink("link");
	unlink("sub/file");
	CHECK_INT(rmdir("sub"), 0);
}

/* Pieces of all sizes around that of the buffer. */
static void
test_pieces(void)
{
	static const size_t sizes[] = {
		1, 262143, 1, 262144, 262145, 0, 7, 500000, 131072, 131072, 3
	};
	struct diag d = DIAG_INIT;
	struct outfile o;
	char *piece = malloc(500000), *p;
	size_t n = 0, n_bad = 0, got;

	CHECK_INT(outfile_open(&o, "b", &d), 0);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (size_t k = 0; k < sizes[i]; k++)
			piece[k] = (char)((n + k) % 251);
		CHECK_INT(outfile_write(&o, piece, sizes[i], &d), 0);
		n += sizes[i];
	}
	CHECK_INT(outfile_commit(&o, &d), 0);
	p = read_file("b", &got);
	CHECK_INT(got, n);
	for (size_t k = 0; k < got; k++)
		n_bad += p[k] != (char)(k % 251);
	CHECK_INT(n_bad, 0);
	free(p);
	free(piece);
	unlink("b");
}

static void
test_full(void)
{
	struct diag d = DIAG_INIT;
	struct outfile o;
	char *big = calloc(300000, 1);

	CHECK_INT(outfile_open(&o, "/dev/full", &d), 0);
	CHECK_INT(outfile_write(&o, "x", 1, &d), 0);
	CHECK_INT(outfile_commit(&o, &d), -1);
	CHECK_STR(d.text, "/dev/full: No space left on device");
	CHECK_INT(outfile_open(&o, "/dev/full", &d), 0);
	CHECK_INT(outfile_write(&o, big, 300000, &d), -1);
	CHECK_INT(outfile_commit(&o, &d), -1);
	CHECK_STR(d.text, "/dev/full: an earlier write failed");
	CHECK_INT(access("/dev/full", F_OK), 0);
	free(big);
}

static void
test_no_place(void)
{
	struct diag d = DIAG_INIT;
	struct outfile o;

	CHECK_INT(outfile_open(&o, "none/x", &d), -1);
	CHECK_STR(d.text, "none/x: No such file or directory");
	CHECK_INT(outfile_open(&o, "", &d), -1);
	CHECK_STR(d.text, ": No such file or directory");
	CHECK_INT(outfile_open(&o, "none/", &d), -1);
	CHECK_INT(outfile_open(&o, ".", &d), -1);
	CHECK_STR(d.text, ".: Is a directory");
	CHECK_INT(count_files(), 0);
}

/* The temporary name of a name as long as they may be is cut. */
static void
test_long_name(void)
{
	char name[256];

	memset(name, 'n', 255);
	name[255] = '\0';
	write_file(name, "x");
	check_content(name, "x");
	unlink(name);
}

/* What a child says when it writes to a standard output that fd is. */
static void
check_stdout(int fd, const char *want)
{
	char text[DIAG_MAX] = "";
	struct diag d = DIAG_INIT;
	struct outfile o;
	int back[2], status;
	pid_t pid;

	CHECK_INT(pipe(back), 0);
	fflush(stdout);
	if ((pid = fork()) == 0) {
		signal(SIGPIPE, SIG_IGN);
		dup2(fd, STDOUT_FILENO);
		if (outfile_open(&o, "-", &d) == 0 &&
		    outfile_write(&o, "text", 4, &d) == 0 &&
		    outfile_commit(&o, &d) == 0)
			snprintf(d.text, sizeof(d.text), "good");
		outfile_abort(&o);
		_exit(write(back[1], d.text, strlen(d.text) + 1) < 0);
	}
	close(back[1]);
	CHECK(read(back[0], text, sizeof(text)) > 0);
	close(back[0]);
	waitpid(pid, &status, 0);
	CHECK_INT(status, 0);
	CHECK_STR(text, want);
}

static void
test_stdout(void)
{
	int ends[2], fd = open("c", O_RDWR | O_CREAT, 0666);

	check_stdout(fd, "good");
	check_content("c", "text");
	close(fd);
	unlink("c");
	fd = open("/dev/full", O_WRONLY);
	check_stdout(fd, "standard output: No space left on device");
	close(fd);
	CHECK_INT(pipe(ends), 0);
	close(ends[0]);
	check_stdout(ends[1], "standard output: Broken pipe");
	close(ends[1]);
}

/* A non-blocking pipe that fills up loses nothing. */
static void
test_full_pipe(void)
{
	struct diag d = DIAG_INIT;
	struct outfile o;
	char *big = calloc(1000000, 1);
	size_t n = 0;
	ssize_t k;
	int ends[2], status;
	pid_t pid;

	CHECK_INT(pipe(ends), 0);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	fflush(stdout);
	if ((pid = fork()) == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		_exit(outfile_open(&o, NULL, &d) != 0 ||
		    outfile_write(&o, big, 1000000, &d) != 0 ||
		    outfile_commit(&o, &d) != 0);
	}
	close(ends[1]);
	usleep(20000);
	while ((k = read(ends[0], big, 1000000)) > 0)
		n += (size_t)k;
	CHECK_INT(n, 1000000);
	close(ends[0]);
	waitpid(pid, &status, 0);
	CHECK_INT(status, 0);
	free(big);
}

/* A child with an open output is killed; by the signal, leaving nothing. */
static void
check_killed(int number, int n_left)
{
	struct diag d = DIAG_INIT;
	struct outfile o;
	int ready[2], status;
	char c;
	pid_t pid;

	CHECK_INT(pipe(ready), 0);
	fflush(stdout);
	if ((pid = fork()) == 0) {
		cleanup_install_handlers();
		if (outfile_open(&o, "d", &d) != 0 ||
		    write(ready[1], "x", 1) != 1)
			_exit(3);
		for (;;)
			pause();
	}
	CHECK_INT(read(ready[0], &c, 1), 1);
	CHECK_INT(count_files(), 1);
	kill(pid, number);
	waitpid(pid, &status, 0);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == number);
	CHECK_INT(count_files(), n_left);
	close(ready[0]);
	close(ready[1]);
}

static void
test_signals(void)
{
	char command[] = "rm -f .d.*.tmp";

	check_killed(SIGINT, 0);
	check_killed(SIGTERM, 0);
	check_killed(SIGPIPE, 0);
	check_killed(SIGHUP, 0);
	/* What cannot be caught shows that the count is right. */
	check_killed(SIGKILL, 1);
	CHECK_INT(system(command), 0);
	CHECK_INT(count_files(), 0);
}

/* More outputs than there are slots: an error, and they come back. */
static void
test_many(void)
{
	struct outfile o[20];
	struct diag d = DIAG_INIT;
	char name[16];
	int n_open = 0;

	for (; n_open < 20; n_open++) {
		snprintf(name, sizeof(name), "e%d", n_open);
		if (outfile_open(&o[n_open], name, &d) != 0)
			break;
	}
	CHECK_INT(n_open, 16);
	CHECK(strncmp(d.text, "e16: ", 5) == 0);
	for (int i = 0; i < n_open; i++)
		outfile_abort(&o[i]);
	CHECK_INT(count_files(), 0);
	write_file("e", "again");
	unlink("e");
}

int
main(void)
{
	char scratch[] = "/tmp/outfile_test.XXXXXX";

	if (mkdtemp(scratch) == NULL || chdir(scratch) != 0)
		return (1);
	test_atomic();
	test_link();
	test_pieces();
	test_full();
	test_no_place();
	test_long_name();
	test_stdout();
	test_full_pipe();
	test_signals();
	test_many();
	CHECK_INT(rmdir(scratch), 0);
	return (check_done());
}
