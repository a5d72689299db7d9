/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "fmt_mlc.h"
#include "sink.h"

#include "states_file.h"

/* head_to_json puts "fit" behind the version, which is one digit. */
#define BEFORE MARK "{\"mlc\":"
#define BEHIND ",\"fit\":{"
#define BYTES (sizeof(BEFORE) + sizeof(BEHIND) - 1)

bool
states_file_is(const char *path)
{
	char bytes[BYTES];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd == -1 ? -1 : pread(fd, bytes, sizeof(bytes), 0);

	if (fd != -1)
		(void)close(fd);
	return (n == (ssize_t)sizeof(bytes) &&
	    memcmp(bytes, BEFORE, sizeof(BEFORE) - 1) == 0 &&
	    memcmp(bytes + sizeof(BEFORE), BEHIND, sizeof(BEHIND) - 1) == 0);
}

static int
read_states(struct fit_states *s, const char *path, struct stream *in,
    struct diag *d)
{
	const struct batch *b;
	int r;

	if (in->head.fit == NULL)
		return (diag_set(d, "%s: has no states of a fit", path));
	if (fit_states_add(s, path, &in->head, d) == -1)
		return (-1);
	r = stream_next(in, &b, d);
	return (r == 1 ? diag_set(d, "%s: there are rows behind the states",
	    path) : r);
}

int
states_file_read(struct fit_states *s, const char *path,
    const struct source_options *o, struct stream **rows, struct diag *d)
{
	struct source_options mine = *o;
	struct stream *in;
	int r;

	mine.read.states = true;
	if (source_open(&path, 1, &mine, &in, d) == -1)
		return (-1);
	r = read_states(s, path, in, d);
	if (r == -1 || rows == NULL) {
		stream_close(in);
		return (r);
	}
	head_release(&in->head);
	head_copy(&in->head, fit_states_rows(s));
	*rows = in;
	return (0);
}

int
states_file_write(const struct fit_states *s, const char *path,
    struct diag *d)
{
	json_t *tail = json_array();
	struct head head;
	struct sink *sink = NULL;
	int r = fit_states_head(s, &head, d);

	if (r == 0)
		r = sink_open(path, "mlc", &head, &sink, d);
	if (r == 0)
		r = sink_finish(sink, tail, d);
	sink_free(sink);
	head_release(&head);
	json_decref(tail);
	return (r);
}
