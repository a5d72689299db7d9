BEGIN {
	print "split,y,text"
	for (i = 0; i < 3000; i++) {
		good = i * 7919 % 2
		line = good ? "good" : "bad"
		for (k = 0; k < 6; k++)
			line = line " w" (i * (k + 3) * 31 % 1500)
		print (i % 5 ? "train" : "test") "," (good ? "yes" : "no") \
		    "," line (i % 5 ? "" : " onlyhere onlyhere")
	}
}
