/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mlc TOOL ...: runs mlc-TOOL from the folder of this program (also where it
 * was called by a link), or else from PATH, so that tools may be added there.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"
#include "nearest.h"
#include "str.h"

static const struct {
	const char *name, *summary;
} tools[] = {
	{ "ingest", "read files, archives and folders into a stream" },
	{ "profile", "what is in the columns" },
	{ "split", "mark rows as train, valid and test" },
	{ "clean",
	    "missing values, types, filters, derived columns, checks" },
	{ "group", "groups of rows and what sums them up" },
	{ "join", "complete rows by a reference table" },
	{ "encode", "categories, dates and numbers to what learners want" },
	{ "train", "fit a model; its file is the whole pipeline" },
	{ "tune", "search the parameters of a whole pipeline" },
	{ "show", "what is in a model file; several side by side" },
	{ "eval", "metrics of scored rows, with gates" },
	{ "serve", "score raw rows from stdin, or over HTTP" },
	{ "drift", "has the data changed since training?" },
	{ "track", "runs, data and models on record" },
};
#define N_TOOLS (sizeof(tools) / sizeof(tools[0]))

/* The text is out, or it is trouble. */
static int
finish(int status)
{
	if (fflush(stdout) == EOF || ferror(stdout)) {
		perror("mlc: standard output");
		return (2);
	}
	return (status);
}

static int
show_usage(int status)
{
	printf("usage: mlc TOOL [options] [FILE...]\n\n");
	for (size_t i = 0; i < N_TOOLS; i++)
		printf("  %-9s %s\n", tools[i].name, tools[i].summary);
	printf("\nmlc TOOL --help tells more, and so do mlc(7) and the page "
	    "of each tool.\n");
	return (finish(status));
}

static int
show_version(void)
{
	printf("mlc %s\nwith %s\n", MLC_VERSION, MLC_LIBRARIES);
	printf("Licence: GPL-3.0-or-later; there is no warranty.\n");
	return (finish(0));
}

/* Where this program is, with a slash at the end; empty if that is not to be
   had. */
static void
add_own_folder(struct str *path)
{
	char *self = realpath("/proc/self/exe", NULL);

	if (self != NULL)
		str_add(path, self, (size_t)(strrchr(self, '/') + 1 - self));
	free(self);
}

/* argv[0] is the tool's name. Returns only on failure. */
static int
run_tool(char **argv)
{
	const char *name = argv[0];
	struct str path = STR_INIT;
	struct diag d = DIAG_INIT;
	struct nearest near;

	add_own_folder(&path);
	str_addf(&path, "mlc-%s", name);
	execv(path.buf, argv);
	str_release(&path);
	str_addf(&path, "mlc-%s", name);
	if (strchr(name, '/') == NULL)
		execvp(path.buf, argv);
	str_release(&path);
	diag_set(&d, "no tool \"%s\"", name);
	nearest_init(&near, name);
	for (size_t i = 0; i < N_TOOLS; i++)
		nearest_offer(&near, tools[i].name);
	nearest_tell(&near, &d);
	fprintf(stderr, "mlc: %s; try 'mlc --help'\n", d.text);
	return (2);
}

static bool
is_word(const char *s, const char *letter, const char *option)
{
	return (strcmp(s, letter) == 0 || strcmp(s, option) == 0);
}

int
main(int argc, char **argv)
{
	char help[] = "--help", *of_tool[] = { NULL, help, NULL };

	if (argc < 2)
		return (show_usage(2));
	if (is_word(argv[1], "-V", "--version"))
		return (show_version());
	if (is_word(argv[1], "-h", "--help") || strcmp(argv[1], "help") == 0) {
		if (argc < 3)
			return (show_usage(0));
		of_tool[0] = argv[2];
		return (run_tool(of_tool));
	}
	if (argv[1][0] == '-') {
		fprintf(stderr, "mlc: no option \"%s\"; try 'mlc --help'\n",
		    argv[1]);
		return (2);
	}
	return (run_tool(argv + 1));
}
