/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"

#define N_SLOTS 16

enum slot_state { SLOT_FREE, SLOT_TAKEN, SLOT_ARMED };

/*
 * The one mutable file-scope state: a signal handler has no argument
 * through which it could be told.  The paths have fixed places, because a
 * handler may neither lock nor follow memory that another thread frees; who
 * takes a slot from one state to the next owns its path until the step after.
 */
static struct {
	atomic_int state;
	char path[PATH_MAX];
} slots[N_SLOTS];
static atomic_bool line_open;

static bool
step_slot(int i, int from, int to)
{
	return (atomic_compare_exchange_strong(&slots[i].state, &from, to));
}

static int
take_slot(const char *path)
{
	size_t n = strlen(path);

	if (n >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	for (int i = 0; i < N_SLOTS; i++) {
		if (step_slot(i, SLOT_FREE, SLOT_TAKEN)) {
			memcpy(slots[i].path, path, n + 1);
			return (i);
		}
	}
	errno = ENFILE;
	return (-1);
}

int
cleanup_create(const char *path, mode_t mode, int *slot)
{
	int fd, saved, i = take_slot(path);
	sigset_t all, old;

	if (i < 0)
		return (-1);
	/* Armed too early it could remove the file of someone else. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	saved = errno;
	atomic_store(&slots[i].state, fd >= 0 ? SLOT_ARMED : SLOT_FREE);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	errno = saved;
	*slot = i;
	return (fd);
}

void
cleanup_forget(int slot)
{
	step_slot(slot, SLOT_ARMED, SLOT_FREE);
}

void
cleanup_line_open(bool open)
{
	atomic_store(&line_open, open);
}

void
cleanup_run(void)
{
	if (atomic_exchange(&line_open, false))
		(void)!write(STDERR_FILENO, "\n", 1);
	for (int i = 0; i < N_SLOTS; i++) {
		if (step_slot(i, SLOT_ARMED, SLOT_TAKEN))
			unlink(slots[i].path);
	}
}

/* SA_RESETHAND has put the default back: it acts when we return. */
static void
end_process(int number)
{
	cleanup_run();
	raise(number);
}

void
cleanup_install_handlers(void)
{
	static const int numbers[] = {
		SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU
	};
	struct sigaction new, old;

	memset(&new, 0, sizeof(new));
	new.sa_handler = end_process;
	new.sa_flags = SA_RESETHAND;
	sigfillset(&new.sa_mask);
	signal(SIGXFSZ, SIG_IGN);	/* write says so, too */
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (sigaction(numbers[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_DFL)
			sigaction(numbers[i], &new, NULL);
	}
}
