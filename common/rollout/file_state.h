/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What tells that a file is not what it was: which one its path leads to, also
 * by symbolic links, how long it is, and when it was written.
 */
#ifndef FILE_STATE_H
#define FILE_STATE_H

#include <stdbool.h>
#include <sys/stat.h>

struct file_state {
	bool is_there;
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec written, changed;
};

void file_state_get(const char *path, struct file_state *out);
bool file_state_equal(const struct file_state *, const struct file_state *);

#endif
