/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clients as a server meets them, for the tests of mlc-serve:
 *
 * raw PORT                sends standard input as it is; prints the status of
 *                         each answer, and "closed" or "open" after a second
 * load PORT N FILE        N clients post FILE to /invocations, one request
 *                         after the other on one connection, until the server
 *                         closes it; prints "lost L, answered A": requests that
 *                         were sent and got no answer, and whether any got one
 * answers PORT N FILE     the same until standard input ends; prints how many
 *                         were lost, and each different answer (status, body)
 * slow PORT N SECONDS head|body
 *                         N clients that send a byte a second; prints how many
 *                         of as many honest requests as seconds were answered
 *
 * Only to 127.0.0.1.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in server = { .sin_family = AF_INET };

static int
connect_to_server(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&server, sizeof(server)) == 0)
		return (fd);
	close(fd);
	return (-1);
}

static bool
send_all(int fd, const char *p, size_t n)
{
	ssize_t k;

	for (; n > 0; p += k, n -= (size_t)k) {
		if ((k = send(fd, p, n, MSG_NOSIGNAL)) <= 0)
			return (false);
	}
	return (true);
}

static size_t
read_file(FILE *f, char *to, size_t max)
{
	size_t n = f != NULL ? fread(to, 1, max - 1, f) : 0;

	to[n] = '\0';
	return (n);
}

static int
send_raw(void)
{
	static char in[1 << 22], out[1 << 20];
	size_t n = read_file(stdin, in, sizeof(in)), got = 0;
	int fd = connect_to_server();
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t k = 1;

	send_all(fd, in, n);
	while (got < sizeof(out) - 1 && poll(&p, 1, 1000) == 1 &&
	    (k = recv(fd, out + got, sizeof(out) - 1 - got, 0)) > 0)
		got += (size_t)k;
	for (char *s = out; (s = strstr(s, "HTTP/1.1 ")) != NULL; s += 9)
		printf("%.3s ", s + 9);
	puts(k > 0 ? "open" : "closed");
	return (0);
}

static char request[1 << 20];
static size_t request_length;
static atomic_int lost, answered;

#define ANSWER_MAX (1 << 16)
#define ANSWERS_MAX 32

/* One whole answer, a string: false if the connection ended before it. */
static bool
read_answer(int fd, char *head, bool *closing)
{
	size_t got = 0, want = 0;
	char *body = NULL, *length;
	ssize_t k;

	while (body == NULL || got < want) {
		k = recv(fd, head + got, ANSWER_MAX - 1 - got, 0);
		if (k <= 0)
			return (false);
		got += (size_t)k;
		head[got] = '\0';
		if (body == NULL && (body = strstr(head, "\r\n\r\n")) != NULL &&
		    (length = strstr(head, "Content-Length: ")) != NULL)
			want = (size_t)(body + 4 - head) +
			    strtoul(length + 16, NULL, 10);
	}
	*closing = strstr(head, "Connection: close") != NULL;
	return (true);
}

static char *answers[ANSWERS_MAX];
static pthread_mutex_t answers_lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool enough;

/* "200 {...}", if it is a new one. */
static void
note_answer(const char *head)
{
	const char *body = strstr(head, "\r\n\r\n") + 4;
	char *text = malloc(strlen(body) + 8);
	int i;

	sprintf(text, "%.3s %s", head + 9, body);
	pthread_mutex_lock(&answers_lock);
	for (i = 0; i < ANSWERS_MAX && answers[i] != NULL; i++) {
		if (strcmp(answers[i], text) == 0)
			break;
	}
	if (i < ANSWERS_MAX && answers[i] == NULL)
		answers[i] = text;
	else
		free(text);
	pthread_mutex_unlock(&answers_lock);
}

static void *
post_on(void *notes)
{
	int fd = connect_to_server();
	bool closing = false;
	char head[ANSWER_MAX];

	while (!closing && !atomic_load(&enough) &&
	    send_all(fd, request, request_length)) {
		if (!read_answer(fd, head, &closing)) {
			atomic_fetch_add(&lost, 1);
			break;
		}
		atomic_fetch_add(&answered, 1);
		if (notes != NULL)
			note_answer(head);
	}
	close(fd);
	return (NULL);
}

static int
load(int n, const char *path, bool notes)
{
	static char body[1 << 19];
	pthread_t ids[64];
	size_t length = read_file(fopen(path, "r"), body, sizeof(body));

	request_length = (size_t)snprintf(request, sizeof(request),
	    "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: "
	    "application/json\r\nContent-Length: %zu\r\n\r\n%s", length, body);
	for (int i = 0; i < n && i < 64; i++)
		pthread_create(&ids[i], NULL, post_on, notes ? ids : NULL);
	while (notes && getchar() != EOF)
		;
	atomic_store(&enough, notes);
	for (int i = 0; i < n && i < 64; i++)
		pthread_join(ids[i], NULL);
	printf("lost %d, answered %s\n", lost, answered > n ? "some" : "none");
	for (int i = 0; i < ANSWERS_MAX && answers[i] != NULL; i++)
		puts(answers[i]);
	return (0);
}

static bool
ping(void)
{
	static const char text[] =
	    "GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
	const struct timeval wait = { .tv_sec = 20 };
	char out[64] = "";
	int fd = connect_to_server();

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	send_all(fd, text, sizeof(text) - 1);
	if (recv(fd, out, sizeof(out) - 1, 0) <= 0)
		out[0] = '\0';
	close(fd);
	return (strncmp(out, "HTTP/1.1 200", 12) == 0);
}

static int
be_slow(int n, int seconds, bool in_body)
{
	static int fds[8192];
	const char *begin = in_body ? "POST /invocations HTTP/1.1\r\n"
	    "Host: x\r\nContent-Length: 9999\r\n\r\n" :
	    "GET /ping HTTP/1.1\r\nX: ";
	struct rlimit l;
	int good = 0;

	getrlimit(RLIMIT_NOFILE, &l);
	l.rlim_cur = l.rlim_max;
	setrlimit(RLIMIT_NOFILE, &l);
	for (int i = 0; i < n && i < 8192; i++) {
		fds[i] = connect_to_server();
		send_all(fds[i], begin, strlen(begin));
	}
	for (int s = 0; s < seconds; s++) {
		for (int i = 0; i < n && i < 8192; i++)
			send(fds[i], "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
		good += ping();
		sleep(1);
	}
	printf("%d of %d\n", good, seconds);
	return (0);
}

int
main(int argc, char **argv)
{
	if (argc < 3)
		return (2);
	server.sin_port = htons((uint16_t)atoi(argv[2]));
	server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (strcmp(argv[1], "raw") == 0)
		return (send_raw());
	if (strcmp(argv[1], "load") == 0 && argc == 5)
		return (load(atoi(argv[3]), argv[4], false));
	if (strcmp(argv[1], "answers") == 0 && argc == 5)
		return (load(atoi(argv[3]), argv[4], true));
	if (strcmp(argv[1], "slow") == 0 && argc == 6)
		return (be_slow(atoi(argv[3]), atoi(argv[4]),
		    argv[5][0] == 'b'));
	return (2);
}
