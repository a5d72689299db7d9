/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "mem.h"

#include "secret.h"

#define FILE_MAX ((size_t)1 << 20)
#define SPACE " \t\r\n"

/* str_add may move what it has, and leave a copy: there is room for all. */
int
secret_read(const char *path, struct str *out, struct diag *d)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *to = str_reserve(out, FILE_MAX + 1);
	size_t got = 0;
	ssize_t n = -1;

	if (fd == -1)
		return (diag_errno(d, "%s", path));
	while (got <= FILE_MAX &&
	    (n = read(fd, to + got, FILE_MAX + 1 - got)) > 0)
		got += (size_t)n;
	if (n == -1)
		diag_errno(d, "%s", path);
	close(fd);
	if (n == -1)
		return (-1);
	if (got > FILE_MAX)
		return (diag_set(d, "%s: longer than 1 MiB", path));
	str_commit(out, got);
	return (0);
}

void
secret_release(struct str *s)
{
	if (s->buf != NULL)
		explicit_bzero(s->buf, s->len);
	str_release(s);
}

void
tokens_init(struct tokens *t)
{
	*t = (struct tokens){ NULL, 0 };
}

void
tokens_release(struct tokens *t)
{
	free(t->digests);
}

static int
add_token(struct tokens *t, const char *p, size_t n, struct diag *d)
{
	if (n < TOKEN_MIN)
		return (diag_set(d, "token %zu has %zu characters, and at "
		    "least %d are wanted", t->n + 1, n, TOKEN_MIN));
	t->digests = mem_realloc(t->digests, t->n + 1, sizeof(*t->digests));
	digest_bytes(p, n, t->digests[t->n++]);
	return (0);
}

int
tokens_add(struct tokens *t, const char *text, struct diag *d)
{
	size_t before = t->n, n;

	for (const char *p = text + strspn(text, SPACE); *p != '\0';
	    p += n, p += strspn(p, SPACE)) {
		n = strcspn(p, *p == '#' ? "\n" : SPACE);
		if (*p != '#' && add_token(t, p, n, d) == -1)
			return (-1);
	}
	return (t->n > before ? 0 : diag_set(d, "there is no token"));
}

int
tokens_add_file(struct tokens *t, const char *path, struct diag *d)
{
	struct str text = STR_INIT;
	int r = secret_read(path, &text, d);

	if (r == 0) {
		r = tokens_add(t, str_get(&text), d);
		if (r == -1)
			diag_prefix(d, "%s", path);
	}
	secret_release(&text);
	return (r);
}

bool
tokens_admit(const struct tokens *t, const char *authorization)
{
	static const char scheme[] = "Bearer ";
	char shown[DIGEST_HEX + 1];
	unsigned any = 0, differs;

	if (t->n == 0)
		return (true);
	if (authorization == NULL || strncasecmp(authorization, scheme,
	    sizeof(scheme) - 1) != 0)
		return (false);
	authorization += sizeof(scheme) - 1;
	authorization += strspn(authorization, " ");
	digest_bytes(authorization, strlen(authorization), shown);
	for (size_t i = 0; i < t->n; i++) {
		differs = 0;
		for (size_t k = 0; k < DIGEST_HEX; k++)
			differs |= (unsigned)(shown[k] ^ t->digests[i][k]);
		any |= differs == 0;
	}
	return (any != 0);
}
