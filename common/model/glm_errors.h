/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a fit without penalties says of itself: how sure its coefficients are,
 * and whether its columns and classes let them be so.
 *
 * Standard errors are those of R's lm and glm: the inverse of the expected
 * information, times the dispersion where a family has one, the sum of squared
 * Pearson residuals over the degrees of freedom (McCullagh and Nelder 1989,
 * sections 2.5 and 4.5).  Rows of weight 0 are no degree of freedom.  The
 * coefficient of a column that is a combination of others has none.
 *
 * Columns are nearly collinear where the roots of the largest and the least
 * eigenvalue of their correlations are GLM_CONDITION apart (Belsley, Kuh and
 * Welsch 1980); classes are separated where the last step moves no row towards
 * the other class (Albert and Anderson 1984).
 */
#ifndef GLM_ERRORS_H
#define GLM_ERRORS_H

#include "glm_solver.h"
#include "linear_weights.h"

#define GLM_CONDITION 30

/*
 * After a fit without penalties: w gets its errors, of one output and up to
 * GLM_NEWTON_MAX dense columns; what people should know is appended to warning,
 * with "; " between.
 */
int glm_errors(const struct glm_search *, struct linear_weights *w,
    struct str *warning, struct diag *) MUST_CHECK;

#endif
