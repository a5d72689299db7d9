/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What mlc-train does instead of training, by its first argument: models to
   and from the forms of other programs. */
#ifndef TRAIN_VERBS_H
#define TRAIN_VERBS_H

/* Run the verb, if the first argument is one, and exit. */
void train_verb(int argc, char **argv);

#endif
