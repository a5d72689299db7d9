/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "crew.h"
#include "mem.h"
#include "mlc_folder.h"
#include "numtext.h"
#include "shell.h"

#include "run.h"

#define COMMIT_MAX 100		/* bytes of a name */
#define CHANGES_MAX (1 << 20)	/* of the code, that are kept */

int64_t
run_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return ((int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000);
}

void
run_set_time(json_t *o, const char *key, int64_t microseconds)
{
	char text[NUMTEXT_MAX];
	size_t n = format_time(text, microseconds);

	json_object_set_new(o, key, doc_stringn(text, n));
}

/* Letters and digits that nobody takes for each other. */
static void
write_id(const unsigned char *bytes, char *id)
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";

	for (int i = 0; i < RUN_ID; i++)
		id[i] = letters[bytes[i] % 32];
	id[RUN_ID] = '\0';
}

int
run_new(const char *store, char *id, char **folder, struct diag *d)
{
	unsigned char bytes[RUN_ID];

	for (;;) {
		if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
			return (diag_errno(d, "no random number"));
		write_id(bytes, id);
		*folder = mlc_folder_path(store, "runs/%s", id);
		if (mkdir(*folder, 0777) == 0)
			return (0);
		if (errno != EEXIST) {
			diag_errno(d, "%s", *folder);
			free(*folder);
			return (-1);
		}
		free(*folder);
	}
}

static int
hex_digit(char c)
{
	return (c <= '9' ? c - '0' : c - 'a' + 10);
}

void
run_id_of(const char *key, size_t n, char *id)
{
	char hex[DIGEST_HEX + 1];
	unsigned char bytes[RUN_ID];

	digest_bytes(key, n, hex);
	for (size_t i = 0; i < RUN_ID; i++)
		bytes[i] = (unsigned char)(hex_digit(hex[2 * i]) << 4 |
		    hex_digit(hex[2 * i + 1]));
	write_id(bytes, id);
}

/* When a process began, in ticks since the machine did; 0: nobody knows. */
static int64_t
process_began(pid_t pid)
{
	struct str path = STR_INIT, text = STR_INIT;
	int64_t began = 0;
	struct diag d;
	const char *p;

	str_addf(&path, "/proc/%ld/stat", (long)pid);
	if (line_file_read(path.buf, 0, &text, &d) == 0 &&
	    (p = strrchr(str_get(&text), ')')) != NULL) {
		for (int i = 0; i < 20 && p != NULL; i++)
			p = strchr(p + 1, ' ');
		if (p != NULL && parse_int(p + 1, strcspn(p + 1, " "),
		    &began) == -1)
			began = 0;
	}
	str_release(&path);
	str_release(&text);
	return (began);
}

int64_t
run_process_began(void)
{
	return (process_began(getpid()));
}

int
run_of_group(const char *store, char **folder, bool *is_new, struct diag *d)
{
	char *host = line_file_host(), id[RUN_ID + 1];
	struct str key = STR_INIT;

	str_addf(&key, "%s %ld %ld %lld %lld", host, (long)getpgrp(),
	    (long)getppid(), (long long)process_began(getppid()),
	    (long long)process_began(getsid(0)));
	run_id_of(key.buf, key.len, id);
	str_release(&key);
	free(host);
	*folder = mlc_folder_path(store, "runs/%s", id);
	*is_new = mkdir(*folder, 0777) == 0;
	if (*is_new || errno == EEXIST)
		return (0);
	diag_errno(d, "%s", *folder);
	free(*folder);
	return (-1);
}

static bool
matters(const char *variable)
{
	static const char *const words[] = { "MLC_", "OMP_", "OPENBLAS_",
		"LANG=", "LC_", "TZ=" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strncmp(variable, words[i], strlen(words[i])) == 0)
			return (strncmp(variable, "MLC_TRACK=", 10) != 0);
	}
	return (false);
}

static json_t *
describe_environment(void)
{
	extern char **environ;
	json_t *o = json_object();
	struct utsname u;
	struct str s = STR_INIT;

	for (char **v = environ; *v != NULL; v++) {
		const char *eq = strchr(*v, '=');

		if (eq == NULL || !matters(*v))
			continue;
		str_clear(&s);
		str_add(&s, *v, (size_t)(eq - *v));
		doc_set_text(o, s.buf, eq + 1);
	}
	if (uname(&u) == 0) {
		str_clear(&s);
		str_addf(&s, "%s %s %s", u.sysname, u.release, u.machine);
		doc_set_text(o, "machine", s.buf);
	}
	json_object_set_new(o, "processors", json_integer(crew_default()));
	str_release(&s);
	return (o);
}

/* The commit, whether files differ from it, and how. */
static json_t *
describe_code(const char *store)
{
	struct str commit = STR_INIT, changes = STR_INIT;
	char hex[DIGEST_HEX + 1];
	json_t *o = NULL;
	struct diag d;

	if (shell_read("git rev-parse HEAD", COMMIT_MAX, &commit) == 0 &&
	    commit.len > 1) {
		commit.buf[--commit.len] = '\0';
		o = json_object();
		doc_set_text(o, "commit", commit.buf);
		(void)shell_read("GIT_OPTIONAL_LOCKS=0 git diff HEAD",
		    CHANGES_MAX, &changes);
		json_object_set_new(o, "dirty", json_boolean(changes.len >
		    0));
		if (changes.len > 0 && store_put(store, changes.buf,
		    changes.len, hex, &d) == 0)
			doc_set_text(o, "changes", hex);
	}
	str_release(&commit);
	str_release(&changes);
	return (o);
}

json_t *
run_begin(const char *store, const char *name, const char *sentence)
{
	json_t *o = json_pack("{ss}", "kind", "run"), *code;
	char *host = line_file_host(), *user = line_file_user();
	char *here = realpath(".", NULL);

	doc_set_text(o, "name", name);
	doc_set_text(o, "sentence", sentence);
	run_set_time(o, "began", run_clock());
	doc_set_text(o, "folder", here);
	doc_set_text(o, "host", host);
	doc_set_text(o, "user", user);
	doc_set_text(o, "mlc", MLC_VERSION);
	if ((code = describe_code(store)) != NULL)
		json_object_set_new(o, "code", code);
	json_object_set_new(o, "environment", describe_environment());
	free(host);
	free(user);
	free(here);
	return (o);
}
