"""The word-vectors benchmark's skip-gram job in gensim, from a file of sentences to a file of vectors.

Usage: python3 gensim_skipgram.py CORPUS OUTPUT THREADS
"""

import sys

from gensim.models import Word2Vec

corpus, output, threads = sys.argv[1:]
model = Word2Vec(
    corpus_file=corpus, vector_size=100, window=5, negative=5, sample=1e-3, min_count=5, alpha=0.025, epochs=4, sg=1,
    workers=int(threads))
model.wv.save_word2vec_format(output, binary=True)
