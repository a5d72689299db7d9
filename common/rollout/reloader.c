/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"

#include "clock.h"
#include "reloader.h"

/* Not writes: who writes long does not wake us for each of them. */
#define CHANGES (IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | \
    IN_DELETE | IN_ATTRIB)

#define LOOK_MS 1000		/* where no change is told */
#define PENDING_MS 50
#define REST_MS 10		/* at least, between two looks */

/* A file's state, and since when it is so. */
struct pending {
	struct file_state state;
	uint64_t since;
};

struct reloader {
	struct registry *models;
	struct log_file *const *logs;
	pthread_t thread;
	int wake;		/* an eventfd */
	int folders;		/* inotify; -1: files are not watched */
	bool watches;
	atomic_bool wants_models;
	struct pending *pending;	/* by model */
	atomic_bool ends;
};

static void
reload(struct reloader *r, struct served_model *m)
{
	struct diag d = DIAG_INIT;
	struct str text = STR_INIT;

	if (registry_reload(r->models, m, &d) == -1) {
		str_addf(&text, "the old \"%s\" stays: %s", m->title, d.text);
		registry_tell(r->models, str_get(&text));
	}
	str_release(&text);
}

/* All, or those that were moved. What cannot be is told once. */
static void
reopen(struct reloader *r, bool all)
{
	struct diag d = DIAG_INIT;
	struct str text = STR_INIT;

	for (size_t i = 0; r->logs[i] != NULL; i++) {
		struct log_file *l = r->logs[i];
		bool stays = false;

		if (all || log_file_is_moved(l))
			stays = log_file_reopen(l, &d) == -1;
		if (stays && (all || !l->stays)) {
			str_clear(&text);
			str_addf(&text, "the old log stays: %s", d.text);
			registry_tell(r->models, str_get(&text));
		}
		l->stays = stays;
	}
	str_release(&text);
}

/* Read those whose files have changed and are quiet. True: some are not
   quiet. */
static bool
look(struct reloader *r)
{
	uint64_t now = clock_now();
	bool waits = false;

	for (size_t i = 0; i < r->models->n; i++) {
		struct served_model *m = r->models->models[i];
		struct pending *p = &r->pending[i];
		struct file_state state;

		file_state_get(m->path, &state);
		if (!file_state_equal(&state, &p->state))
			*p = (struct pending){ state, now };
		if (!served_model_is_stale(m, &state))
			continue;
		if (now - p->since >= RELOADER_QUIET)
			reload(r, m);
		else
			waits = true;
	}
	return (waits);
}

static void
watch_folder(struct reloader *r, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ? mem_strdup(".") :
	    mem_strndup(path, (size_t)(slash - path) + 1);
	int ignored = inotify_add_watch(r->folders, folder, CHANGES);

	(void)ignored;
	free(folder);
}

/* The folder of each path, and of the file that it leads to; one that is
   watched already is so once. */
static void
watch_folders(struct reloader *r)
{
	char *file;

	for (size_t i = 0; i < r->models->n; i++) {
		const char *path = r->models->models[i]->path;

		watch_folder(r, path);
		file = realpath(path, NULL);
		if (file != NULL)
			watch_folder(r, file);
		free(file);
	}
}

static void
drain(int fd)
{
	char events[4096];

	while (read(fd, events, sizeof(events)) > 0)
		;
}

/* Until it is woken, a change is told of, or the time is over. True: it was
   woken. */
static bool
wait_for_news(const struct reloader *r, int ms)
{
	const struct timespec rest = { .tv_nsec = REST_MS * 1000000L };
	struct pollfd fds[2] = {
		{ .fd = r->wake, .events = POLLIN },
		{ .fd = r->folders, .events = POLLIN }
	};

	if (poll(fds, 2, ms) <= 0)
		return (false);
	if (fds[1].revents != 0) {
		nanosleep(&rest, NULL);
		drain(r->folders);
	}
	if (fds[0].revents != 0)
		drain(r->wake);
	return (fds[0].revents != 0);
}

static void *
run_reloader(void *arg)
{
	struct reloader *r = arg;
	int ms = LOOK_MS;
	bool woken;

	for (;;) {
		if (r->watches)
			watch_folders(r);
		woken = wait_for_news(r, ms);
		if (atomic_load(&r->ends))
			return (NULL);
		reopen(r, woken);
		if (atomic_exchange(&r->wants_models, false)) {
			for (size_t i = 0; i < r->models->n; i++)
				reload(r, r->models->models[i]);
		}
		ms = r->watches && look(r) ? PENDING_MS : LOOK_MS;
	}
}

static void
release(struct reloader *r)
{
	if (r->wake != -1)
		close(r->wake);
	if (r->folders != -1)
		close(r->folders);
	free(r->pending);
	free(r);
}

int
reloader_start(struct registry *models, struct log_file *const *logs,
    bool watches, struct reloader **out, struct diag *d)
{
	struct reloader *r = MEM_NEW(struct reloader);

	r->models = models;
	r->logs = logs;
	r->watches = watches;
	r->pending = mem_calloc(models->n, sizeof(*r->pending));
	r->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	/* Where there is none left, a look each second has to do. */
	r->folders = watches ? inotify_init1(IN_CLOEXEC | IN_NONBLOCK) : -1;
	if (r->wake == -1 ||
	    (errno = pthread_create(&r->thread, NULL, run_reloader, r)) != 0) {
		diag_errno(d, "no thread that reads models");
		release(r);
		return (-1);
	}
	*out = r;
	return (0);
}

void
reloader_reopen(struct reloader *r)
{
	const uint64_t one = 1;
	ssize_t ignored = write(r->wake, &one, sizeof(one));

	(void)ignored;
}

void
reloader_reload(struct reloader *r)
{
	atomic_store(&r->wants_models, true);
	reloader_reopen(r);
}

void
reloader_stop(struct reloader *r)
{
	atomic_store(&r->ends, true);
	reloader_reopen(r);
	pthread_join(r->thread, NULL);
	release(r);
}
