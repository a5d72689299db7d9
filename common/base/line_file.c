/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "mem.h"

#include "line_file.h"

#define HOST_MAX 64

char *
line_file_host(void)
{
	char host[HOST_MAX + 1] = "";

	if (gethostname(host, HOST_MAX) == -1 || *host == '\0' ||
	    strchr(host, '/') != NULL)
		return (mem_strdup("host"));
	return (mem_strdup(host));
}

char *
line_file_user(void)
{
	struct passwd entry, *found = NULL;
	char buf[4096];
	struct str s = STR_INIT;

	if (getpwuid_r(geteuid(), &entry, buf, sizeof(buf), &found) == 0 &&
	    found != NULL)
		str_addz(&s, found->pw_name);
	else
		str_addf(&s, "%ld", (long)geteuid());
	return (str_detach(&s));
}

int
line_file_open(struct line_file *f, const char *folder, struct diag *d)
{
	char *host = line_file_host();
	struct str path = STR_INIT;
	uint32_t number;

	*f = (struct line_file){ .fd = -1 };
	do {
		if (getrandom(&number, sizeof(number), 0) !=
		    sizeof(number))
			break;
		str_clear(&path);
		str_addf(&path, "%s/%s.%ld.%08x" LINE_FILE_ENDING, folder,
		    host, (long)getpid(), number);
		f->fd = open(path.buf, O_WRONLY | O_CREAT | O_EXCL |
		    O_APPEND | O_CLOEXEC, 0666);
	} while (f->fd == -1 && errno == EEXIST);
	free(host);
	if (f->fd == -1) {
		diag_errno(d, "%s", folder);
		str_release(&path);
		return (-1);
	}
	f->path = str_detach(&path);
	f->name = f->path + strlen(folder) + 1;
	return (0);
}

/* Half a line is taken back, as far as the disk lets us. */
static int
give_up(struct line_file *f, struct diag *d)
{
	diag_errno(d, "%s", f->path);
	(void)!ftruncate(f->fd, f->end);
	return (-1);
}

int
line_file_add(struct line_file *f, const struct str *lines, struct diag *d)
{
	ssize_t n;

	for (size_t at = 0; at < lines->len; at += (size_t)n) {
		n = write(f->fd, lines->buf + at, lines->len - at);
		if (n == -1 && errno == EINTR)
			n = 0;
		else if (n == -1)
			return (give_up(f, d));
	}
	if (fsync(f->fd) == -1 && errno != EINVAL && errno != ENOTSUP)
		return (give_up(f, d));
	f->end += (off_t)lines->len;
	return (0);
}

void
line_file_close(struct line_file *f)
{
	if (f->fd == -1)
		return;
	if (lseek(f->fd, 0, SEEK_END) == 0)
		unlink(f->path);
	close(f->fd);
	free(f->path);
	*f = (struct line_file){ .fd = -1 };
}

static bool
has_ending(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return (n > m && strcmp(name + n - m, ending) == 0);
}

static int
compare_names(const void *a, const void *b)
{
	return (strcmp(*(char *const *)a, *(char *const *)b));
}

int
line_files_list_ending(const char *folder, const char *ending, char ***out,
    size_t *n, struct diag *d)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	size_t cap = 0;

	*out = NULL;
	*n = 0;
	if (dir == NULL)
		return (diag_errno(d, "%s", folder));
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.' || !has_ending(e->d_name, ending))
			continue;
		*out = mem_grow(*out, &cap, *n + 1, sizeof(**out));
		(*out)[(*n)++] = mem_strdup(e->d_name);
	}
	closedir(dir);
	if (*n > 0)
		qsort(*out, *n, sizeof(**out), compare_names);
	return (0);
}

int
line_files_list(const char *folder, char ***out, size_t *n, struct diag *d)
{
	return (line_files_list_ending(folder, LINE_FILE_ENDING, out, n, d));
}

void
line_files_free(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

int
line_file_read(const char *path, off_t at, struct str *out, struct diag *d)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t before = out->len;
	ssize_t n;

	if (fd == -1)
		return (diag_errno(d, "%s", path));
	do {
		n = pread(fd, str_reserve(out, 65536), 65536,
		    at + (off_t)(out->len - before));
		if (n > 0)
			str_commit(out, (size_t)n);
	} while (n > 0);
	if (n == -1)
		diag_errno(d, "%s", path);
	close(fd);
	return (n == -1 ? -1 : 0);
}
