/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file_state.h"

void
file_state_get(const char *path, struct file_state *out)
{
	struct stat st;

	*out = (struct file_state){ 0 };
	if (stat(path, &st) == -1)
		return;
	*out = (struct file_state){
		.is_there = true, .device = st.st_dev, .inode = st.st_ino,
		.size = st.st_size, .written = st.st_mtim,
		.changed = st.st_ctim
	};
}

static bool
is_same_time(const struct timespec *a, const struct timespec *b)
{
	return (a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec);
}

bool
file_state_equal(const struct file_state *a, const struct file_state *b)
{
	return (a->is_there == b->is_there && a->device == b->device &&
	    a->inode == b->inode && a->size == b->size &&
	    is_same_time(&a->written, &b->written) &&
	    is_same_time(&a->changed, &b->changed));
}
