"""The nearest benchmark's queries in gensim.

Prints {seconds: the least time of a query, w7: the ten words nearest to w7}.
Usage: python3 nearest.py FILE, in word2vec's binary format.
"""

import json
import sys
import time

from gensim.models import KeyedVectors

vectors = KeyedVectors.load_word2vec_format(sys.argv[1], binary=True)
vectors.fill_norms()
least = float("inf")
begin = time.perf_counter()
query = 0
while time.perf_counter() - begin < 5:
    start = time.perf_counter()
    vectors.most_similar(f"w{query % 1000}", topn=10)
    least = min(least, time.perf_counter() - start)
    query += 1
print(json.dumps({"seconds": least, "w7": [word for word, _ in vectors.most_similar("w7", topn=10)]}))
