/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "signal_pipe.h"

/* File-scope, as a signal handler has no argument. Both ends do not block: a
   signal that comes while the pipe is full is one of many of its kind. */
static int ends[2] = { -1, -1 };

static void
write_number(int number)
{
	unsigned char byte = (unsigned char)number;
	int saved = errno;
	ssize_t ignored = write(ends[1], &byte, 1);

	(void)ignored;
	errno = saved;
}

int
signal_pipe_open(const int *numbers, size_t n, struct diag *d)
{
	struct sigaction new;

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) == -1)
		return (diag_errno(d, "no pipe for signals"));
	memset(&new, 0, sizeof(new));
	new.sa_handler = write_number;
	new.sa_flags = SA_RESTART;
	sigfillset(&new.sa_mask);
	for (size_t i = 0; i < n; i++) {
		if (sigaction(numbers[i], &new, NULL) == -1)
			return (diag_errno(d, "signal %d", numbers[i]));
	}
	return (0);
}

int
signal_pipe_wait(int ms)
{
	struct pollfd p = { .fd = ends[0], .events = POLLIN };
	unsigned char byte;

	if (read(ends[0], &byte, 1) == 1)
		return (byte);
	if (poll(&p, 1, ms) == 1 && read(ends[0], &byte, 1) == 1)
		return (byte);
	return (0);
}
