"""The tsne benchmark's job in scikit-learn.

Prints {seconds, kl}.
Usage: python3 tsne.py FILE DIMENSIONS, a file of float32 rows.
"""

import json
import sys
import time

import numpy
from sklearn.manifold import TSNE

values = numpy.fromfile(sys.argv[1], numpy.float32).reshape(-1, int(sys.argv[2]))
start = time.perf_counter()
tsne = TSNE(n_components=2, init="pca", learning_rate="auto", perplexity=30, angle=0.5, n_iter=1000, random_state=1, n_jobs=-1)
tsne.fit(values)
print(json.dumps({"seconds": time.perf_counter() - start, "kl": float(tsne.kl_divergence_)}))
