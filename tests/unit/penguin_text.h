/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every ninth complete row of the Palmer penguins (Horst, Hill and Gorman
 * 2020, CC0), with a weight: the length of the island's name.
 */
#ifndef PENGUIN_TEXT_H
#define PENGUIN_TEXT_H

#define PENGUIN_ROWS \
	"39.1,18.7,181,3750,Adelie,male,9\n" \
	"34.6,21.1,198,4400,Adelie,male,9\n" \
	"38.2,18.1,185,3950,Adelie,male,6\n" \
	"39.5,17.8,188,3300,Adelie,female,5\n" \
	"40.8,18.4,195,3900,Adelie,male,5\n" \
	"40.1,18.9,188,4300,Adelie,male,6\n" \
	"35.7,16.9,185,3150,Adelie,female,6\n" \
	"41.8,19.4,198,4450,Adelie,male,9\n" \
	"36.2,16.1,187,3550,Adelie,female,9\n" \
	"36.9,18.6,189,3500,Adelie,female,5\n" \
	"38.1,18.6,190,3700,Adelie,female,5\n" \
	"39.7,18.9,184,3550,Adelie,male,6\n" \
	"39.6,20.7,191,3900,Adelie,female,6\n" \
	"41.4,18.5,202,3875,Adelie,male,9\n" \
	"36.8,18.5,193,3500,Adelie,female,5\n" \
	"40.6,17.2,187,3475,Adelie,male,5\n" \
	"36,17.1,187,3700,Adelie,female,5\n" \
	"46.7,15.3,219,5200,Gentoo,male,6\n" \
	"42,13.5,210,4150,Gentoo,female,6\n" \
	"46.1,15.1,215,5100,Gentoo,male,6\n" \
	"48.4,16.3,220,5400,Gentoo,male,6\n" \
	"50.5,15.9,222,5550,Gentoo,male,6\n" \
	"50.1,15,225,5000,Gentoo,male,6\n" \
	"45.7,13.9,214,4400,Gentoo,female,6\n" \
	"48.2,15.6,221,5100,Gentoo,male,6\n" \
	"52.5,15.6,221,5450,Gentoo,male,6\n" \
	"47.5,15,218,4950,Gentoo,female,6\n" \
	"51.1,16.5,225,5250,Gentoo,male,6\n" \
	"48.1,15.1,209,5500,Gentoo,male,6\n" \
	"46.8,14.3,215,4850,Gentoo,female,6\n" \
	"45.2,17.8,198,3950,Chinstrap,female,5\n" \
	"45.9,17.1,190,3575,Chinstrap,female,5\n" \
	"50.6,19.4,193,3800,Chinstrap,male,5\n" \
	"42.5,16.7,187,3350,Chinstrap,female,5\n" \
	"46.2,17.5,187,3650,Chinstrap,female,5\n" \
	"48.1,16.4,199,3325,Chinstrap,female,5\n" \
	"45.6,19.4,194,3525,Chinstrap,female,5\n"

#endif
