/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-label: labels and weights for rows, by rules that vote. */
#include <string.h>

#include "label.h"
#include "tool.h"

static int
set_model(void *value, const struct option_def *o, const char *arg,
    struct diag *d)
{
	struct label_options *lo = value;

	(void)o;
	for (int i = 0; i < N_LABEL_MODELS; i++) {
		if (strcmp(arg, label_model_names[i]) == 0) {
			lo->model = (enum label_model)i;
			return (0);
		}
	}
	return (diag_set(d, "no label model \"%s\": there are majority, "
	    "weighted, dawid-skene and programming", arg));
}

#define AT(member) .at = offsetof(struct label_options, member)

static const struct option_def options[] = {
	{ OPTION_TEXT, 'f', "rules", "FILE",
	    "lines NAME: EXPR -> LABEL that vote", AT(rules) },
	{ OPTION_CALL, 0, "model", "NAME",
	    "how votes become probabilities: majority (the\n"
	    "default), weighted, dawid-skene, programming", .call = set_model },
	{ OPTION_TEXT, 0, "into", "NAME",
	    "the column of the labels (default: label)", AT(into) },
	{ OPTION_FLAG, 0, "report", NULL,
	    "tell of each rule its coverage, overlaps,\n"
	    "conflicts and accuracy, instead of the rows", AT(report) },
	{ OPTION_END }
};

int
main(int argc, char **argv)
{
	struct label_options o = { .into = "label",
	    .model = LABEL_MAJORITY };
	struct tool t = {
		.name = "mlc-label",
		.synopsis = "-f RULES [options] [FILE...]",
		.summary = "Label rows by rules that vote, with a probability "
		    "and a weight for training.",
		.shares = SHARE_ALL & ~(SHARE_THREADS | SHARE_SEED),
		.options = options,
		.own = &o
	};
	struct stream *in, *out;
	struct diag d = DIAG_INIT;

	tool_begin(&t, argc, argv);
	if (o.rules == NULL)
		tool_usage(&t, "-f names the file of rules");
	if (o.report && t.format == NULL && t.output == NULL)
		t.format = "table";
	o.mem = t.mem;
	in = tool_open(&t, t.args, t.n_args, NULL);
	if (label_open(in, &o, &out, &d) == -1)
		tool_die(&t, &d);
	tool_write(&t, out);
	return (tool_end(&t, 0));
}
