/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "fmt_table_cell.h"
#include "signal_pipe.h"
#include "str.h"
#include "utf8.h"

#include "desk_form.h"

#define WAIT_MS 200		/* for a key, between looks at the screen */
#define ESCAPE_MS 50		/* for the rest of an arrow */
#define FRAME 5			/* lines that are not of the row */
#define NAME_MAX_SHOWN 24	/* characters of a column's name */

struct form {
	struct desk *desk;
	int tty;
	struct termios before;
	size_t width, height;
	size_t row, scroll;
	size_t n_lines;		/* of the row, when it was drawn last */
	struct str lines, screen;
};

static int
open_tty(struct form *f, struct diag *d)
{
	struct termios raw;

	f->tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	if (f->tty == -1 || tcgetattr(f->tty, &f->before) == -1)
		return (diag_errno(d, "/dev/tty"));
	raw = f->before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	raw.c_cc[VSUSP] = _POSIX_VDISABLE;
	if (tcsetattr(f->tty, TCSADRAIN, &raw) == -1)
		return (diag_errno(d, "/dev/tty"));
	str_addz(&f->screen, "\33[?1049h\33[?25l");
	return (0);
}

static void
write_all(int fd, struct str *s)
{
	ssize_t n;

	for (size_t at = 0; at < s->len; at += (size_t)n) {
		n = write(fd, s->buf + at, s->len - at);
		if (n == -1 && errno != EINTR)
			break;
		n = n == -1 ? 0 : n;
	}
	str_clear(s);
}

static void
close_tty(struct form *f)
{
	str_addz(&f->screen, "\33[?25h\33[?1049l");
	write_all(f->tty, &f->screen);
	tcsetattr(f->tty, TCSADRAIN, &f->before);
	close(f->tty);
}

/* Has the screen another size? */
static bool
measure(struct form *f)
{
	struct winsize w = { .ws_col = 80, .ws_row = 24 };
	size_t width, height;

	if (ioctl(f->tty, TIOCGWINSZ, &w) == -1 || w.ws_col == 0)
		w = (struct winsize){ .ws_col = 80, .ws_row = 24 };
	width = w.ws_col < 20 ? 20 : w.ws_col;
	height = w.ws_row <= FRAME ? FRAME + 1 : w.ws_row;
	if (width == f->width && height == f->height)
		return (false);
	f->width = width;
	f->height = height;
	return (true);
}

/* How many bytes of a text go on a line of so many characters: to the last
   blank, if there is one, and to the end of a line of the text. */
static size_t
line_length(const char *p, size_t width)
{
	size_t at = 0, blank = 0, n = strlen(p), chars = 0, step;

	for (; at < n && p[at] != '\n' && chars < width; chars++) {
		if (p[at] == ' ')
			blank = at;
		step = utf8_length((const unsigned char *)p + at, n - at);
		at += step > 0 ? step : 1;
	}
	return (at < n && p[at] != '\n' && p[at] != ' ' && blank > 0 ?
	    blank : at);
}

/* The lines of a value, behind its name. */
static void
add_value(struct form *f, const char *name, const char *value, size_t indent)
{
	struct str label = STR_INIT;
	size_t chars, n;

	table_add_visible(&label, name, strlen(name));
	table_cut(&label, NAME_MAX_SHOWN);
	str_addf(&f->lines, "\33[2m%s\33[0m", str_get(&label));
	chars = table_count_chars(str_get(&label), label.len);
	if (value == NULL)
		value = "-";
	do {
		str_addf(&f->lines, "%*s", (int)(indent - chars), "");
		n = line_length(value, f->width - indent);
		table_add_visible(&f->lines, value, n);
		str_addc(&f->lines, '\n');
		value += n;
		value += *value == '\n' || *value == ' ';
		chars = 0;
	} while (*value != '\0');
	str_release(&label);
}

static void
lay_out_row(struct form *f)
{
	const struct desk *k = f->desk;
	size_t indent = 0, n;

	for (size_t j = 0; j < k->n_cols; j++) {
		n = table_count_chars(k->names[j], strlen(k->names[j]));
		indent = n > indent ? n : indent;
	}
	indent = (indent > NAME_MAX_SHOWN ? NAME_MAX_SHOWN : indent) + 2;
	if (indent + 10 > f->width)
		indent = f->width - 10;
	str_clear(&f->lines);
	for (size_t j = 0; j < k->n_cols && f->row < k->n_rows; j++)
		add_value(f, k->names[j], k->values[f->row * k->n_cols + j],
		    indent);
	if (f->row == k->n_rows)
		str_addz(&f->lines, "All rows are done.\n");
	f->n_lines = 0;
	for (size_t i = 0; i < f->lines.len; i++)
		f->n_lines += f->lines.buf[i] == '\n';
}

/* As many lines of the row as there is room for, from the one scrolled to. */
static void
add_lines(struct form *f, size_t room)
{
	const char *p = str_get(&f->lines), *end;
	size_t n = 0;

	if (f->scroll + room > f->n_lines)
		f->scroll = f->n_lines > room ? f->n_lines - room : 0;
	for (size_t i = 0; i < f->scroll; i++)
		p = strchr(p, '\n') + 1;
	for (; n < room && *p != '\0'; n++, p = end + 1) {
		end = strchr(p, '\n');
		str_add(&f->screen, p, (size_t)(end - p));
		str_addz(&f->screen, "\33[K\r\n");
	}
	for (; n < room; n++)
		str_addz(&f->screen, "\33[K\r\n");
}

/* "1 yes   2 no": the labels in lines of the screen; how many lines. */
static size_t
add_labels(const struct form *f, struct str *out)
{
	struct str one = STR_INIT;
	size_t lines = 1, used = 0, chars, len;
	const char *label;

	for (uint32_t k = 0; k < f->desk->labels.n; k++) {
		str_clear(&one);
		label = dict_get(&f->desk->labels, k, &len);
		table_add_visible(&one, label, len);
		table_cut(&one, f->width - 6);
		chars = table_count_chars(str_get(&one), one.len) + 5;
		if (used > 0 && used + chars > f->width) {
			str_addz(out, "\33[K\r\n");
			used = 0;
			lines++;
		}
		str_addf(out, "\33[1m%c\33[0m %s   ", DESK_KEYS[k],
		    str_get(&one));
		used += chars;
	}
	str_release(&one);
	return (lines);
}

static void
draw(struct form *f)
{
	const struct desk *k = f->desk;
	struct str head = STR_INIT, labels = STR_INIT;
	size_t n_lines = add_labels(f, &labels), room;

	room = f->height > FRAME + n_lines ? f->height - FRAME - n_lines : 1;
	lay_out_row(f);
	str_addf(&head, "%zu of %zu labelled, %zu skipped",
	    desk_count(k, DESK_LABELLED), k->n_rows,
	    desk_count(k, DESK_SKIPPED));
	if (f->row < k->n_rows) {
		str_addz(&head, "; row ");
		table_add_visible(&head, k->ids[f->row],
		    strlen(k->ids[f->row]));
	}
	table_cut(&head, f->width - 1);
	str_addf(&f->screen, "\33[H\33[7m%s\33[0m\33[K\r\n\33[K\r\n",
	    str_get(&head));
	add_lines(f, room);
	str_addf(&f->screen, "\33[K\r\n%s\33[K\r\n\33[2m%.*s\33[0m\33[K\33[J",
	    str_get(&labels), (int)f->width - 1, f->n_lines > room ?
	    "j k scroll  s skip  u undo  q quit" : "s skip  u undo  q quit");
	write_all(f->tty, &f->screen);
	str_release(&head);
	str_release(&labels);
}

/* 1: go on; 0: the person is done. */
static int
take_key(struct form *f, char key, struct diag *d)
{
	struct desk *k = f->desk;
	const char *label = strchr(DESK_KEYS, key);
	size_t row = f->row;
	int r = 0;

	if (key == 'j' || key == 'k') {
		f->scroll += key == 'j' ? 1 : f->scroll > 0 ? SIZE_MAX : 0;
		return (1);
	}
	if (key == 'u') {
		r = desk_undo(k, &row, d);
		f->row = row < k->n_rows ? row : f->row;
	} else if (row < k->n_rows && (key == 's' || key == ' ')) {
		desk_skip(k, row);
		f->row = desk_next(k);
	} else if (row < k->n_rows && label != NULL &&
	    (size_t)(label - DESK_KEYS) < k->labels.n) {
		r = desk_say(k, row, (uint32_t)(label - DESK_KEYS), d);
		f->row = desk_next(k);
	} else {
		return (key != 'q');
	}
	f->scroll = 0;
	return (r == -1 ? -1 : 1);
}

/* Up to n bytes that come within the time; 0: none, -1: the terminal is
   gone. */
static ssize_t
read_tty(const struct form *f, char *to, size_t n, int ms)
{
	struct pollfd p = { .fd = f->tty, .events = POLLIN };

	if (poll(&p, 1, ms) <= 0)
		return (0);
	if ((p.revents & POLLIN) == 0)
		return (-1);
	return (read(f->tty, to, n));
}

/* A key, or 0 where none comes; of the arrows j and k. */
static int
read_key(const struct form *f, char *key)
{
	char c[2];
	ssize_t n = read_tty(f, key, 1, WAIT_MS);

	if (n <= 0)
		*key = '\0';
	if (*key == '\33') {
		n = read_tty(f, c, 2, ESCAPE_MS);
		*key = n == 2 && c[0] == '[' && c[1] == 'B' ? 'j' :
		    n == 2 && c[0] == '[' && c[1] == 'A' ? 'k' : '\0';
	}
	return (n == -1 && errno != EINTR ? -1 : 0);
}

static int
run_keys(struct form *f, int *stopped, struct diag *d)
{
	bool old = true;
	char key;
	int r = 1;

	while (r == 1) {
		old |= measure(f);
		if (old)
			draw(f);
		*stopped = signal_pipe_wait(0);
		if (*stopped != 0)
			return (0);
		if (read_key(f, &key) == -1)
			return (diag_errno(d, "/dev/tty"));
		old = key != '\0';
		if (old)
			r = take_key(f, key, d);
	}
	return (r);
}

int
desk_form_run(struct desk *k, int *stopped, struct diag *d)
{
	struct form f = { .desk = k, .row = desk_next(k) };
	int r;

	*stopped = 0;
	r = open_tty(&f, d);
	if (r == 0) {
		r = run_keys(&f, stopped, d);
		close_tty(&f);
	} else if (f.tty != -1) {
		close(f.tty);
	}
	str_release(&f.lines);
	str_release(&f.screen);
	return (r);
}
