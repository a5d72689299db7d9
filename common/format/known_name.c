/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "mlc_folder.h"

#include "known_name.h"

int
known_model(const char *name, char **path, struct diag *d)
{
	const char *rest, *at;
	char *folder, *base;
	int r;

	*path = NULL;
	if (strncmp(name, REGISTRY_NAME, strlen(REGISTRY_NAME)) != 0) {
		*path = mem_strdup(name);
		return (0);
	}
	rest = name + strlen(REGISTRY_NAME);
	at = strchr(rest, '@');
	if (at == NULL)
		return (diag_set(d, "\"%s\" is not " REGISTRY_NAME
		    "NAME@STAGE", name));
	if (mlc_folder_need(&folder, d) == -1)
		return (diag_prefix(d, "%s", name));
	base = mem_strndup(rest, (size_t)(at - rest));
	r = mlc_folder_check_name(base, d);
	if (r == 0)
		r = mlc_folder_check_name(at + 1, d);
	if (r == 0) {
		*path = mlc_folder_path(folder, "registry/%s/%s", base,
		    at + 1);
		if (access(*path, F_OK) == -1)
			r = diag_set(d, "no model \"%s\" is in the stage "
			    "\"%s\"", base, at + 1);
	}
	if (r == -1) {
		diag_prefix(d, "%s", name);
		free(*path);
		*path = NULL;
	}
	free(base);
	free(folder);
	return (r);
}
