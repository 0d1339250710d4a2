using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

public class Word2VecTrainerTests
{
    [Theory]
    [InlineData(Word2VecModel.SkipGram, Word2VecLoss.NegativeSampling)]
    [InlineData(Word2VecModel.SkipGram, Word2VecLoss.HierarchicalSoftmax)]
    [InlineData(Word2VecModel.SkipGram, Word2VecLoss.Softmax)]
    [InlineData(Word2VecModel.Cbow, Word2VecLoss.NegativeSampling)]
    [InlineData(Word2VecModel.Cbow, Word2VecLoss.HierarchicalSoftmax)]
    [InlineData(Word2VecModel.Cbow, Word2VecLoss.Softmax)]
    public void Words_that_keep_the_same_company_get_near_vectors(Word2VecModel model, Word2VecLoss loss)
    {
        var corpus = TopicCorpus.Read(sentences: 600);
        var vectors = new Word2VecTrainer(new()
        {
            Model = model,
            Loss = loss,
            Dimensions = 13,
            Epochs = 10,
            Sample = 0,
            LearningRate = .1f,
            Threads = 2,
        }).Fit(corpus);

        foreach (var word in vectors.Words)
        {
            var nearest = vectors.Words.Where(other => other != word).MaxBy(other => TopicCorpus.Cosine(vectors, word, other))!;
            Assert.Equal(TopicCorpus.Topic(word), TopicCorpus.Topic(nearest));
        }
    }
}
