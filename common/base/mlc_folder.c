/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "str.h"

#include "mlc_folder.h"

#define FOLDER ".mlc"
#define NAME_LONGEST 100

static bool
is_folder(const char *path)
{
	struct stat st;

	return (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

char *
mlc_folder_find(void)
{
	const char *given = getenv("MLC_STORE");
	char *here, *path;

	if (given != NULL && *given != '\0')
		return (mem_strdup(given));
	here = realpath(".", NULL);
	for (char *end; here != NULL; *end = '\0') {
		path = mlc_folder_path(here, FOLDER);
		if (is_folder(path)) {
			free(here);
			return (path);
		}
		free(path);
		end = strrchr(here, '/');
		if (end == NULL)
			break;
	}
	free(here);
	return (NULL);
}

int
mlc_folder_need(char **out, struct diag *d)
{
	*out = mlc_folder_find();
	if (*out == NULL)
		return (diag_set(d, "there is no folder " FOLDER " here or "
		    "above; 'mlc-track init' makes one"));
	return (0);
}

char *
mlc_folder_path(const char *folder, const char *fmt, ...)
{
	struct str s = STR_INIT;
	char *rest = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&rest, fmt, ap) == -1)
		mem_die();
	va_end(ap);
	str_addf(&s, "%s/%s", folder, rest);
	free(rest);
	return (str_detach(&s));
}

char *
mlc_folder_object(const char *folder, const char *hex)
{
	return (mlc_folder_path(folder, "objects/%.2s/%s", hex, hex + 2));
}

int
mlc_folder_check_name(const char *name, struct diag *d)
{
	static const char fine[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	size_t n = strlen(name);

	if (n == 0 || n > NAME_LONGEST || strspn(name, fine) != n ||
	    name[0] == '.' || name[0] == '-' || strstr(name, ".json") != NULL)
		return (diag_set(d, "\"%s\" is no name: letters, digits and "
		    ". _ - inside make one", name));
	return (0);
}
