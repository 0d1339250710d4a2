using System.Text.Json;
using System.Text.Json.Nodes;
using MLSeq.Decoding.Scores;

namespace MLSeq.Tests.Decoding.Scores;

/// <summary>BLEU and chrF against figures that <c>generate.py</c> recorded from sacreBLEU.</summary>
public class SacreBleuTests
{
    private static readonly JsonArray Cases =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Decoding", "Scores", "sacrebleu.json")))!.AsArray();

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Bleu_is_that_of_sacrebleu(int number)
    {
        var (outputs, references) = Sentences(Cases[number]!);
        foreach (var expected in Cases[number]!["bleu"]!.AsArray())
        {
            var options = new BleuOptions
            {
                Smoothing = (string)expected!["smooth"]! switch
                {
                    "exp" => BleuSmoothing.Exponential,
                    "floor" => BleuSmoothing.Floor,
                    "add-k" => BleuSmoothing.AddK,
                    _ => BleuSmoothing.None,
                },
                SmoothingValue = (double?)expected["value"],
                Tokenizer = (string)expected["tokenize"]! == "13a" ? BleuTokenizer.Wmt13a : BleuTokenizer.None,
                LowerCase = (bool)expected["lowercase"]!,
                EffectiveOrder = (bool)expected["effective"]!,
            };
            var score = new BleuScore(options);
            for (var i = 0; i < outputs.Length; i++)
            {
                score.Add(outputs[i], references[i]);
            }

            Assert.Equal((double)expected["score"]!, score.Score, 1e-9);
            Assert.Equal((string)expected["text"]!, score.ToString());
            Assert.Equal((double)expected["sentence"]!, BleuScore.OfSentence(outputs[0], references[0], options), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Chrf_is_that_of_sacrebleu(int number)
    {
        var (outputs, references) = Sentences(Cases[number]!);
        foreach (var expected in Cases[number]!["chrf"]!.AsArray())
        {
            var options = new ChrfOptions
            {
                WordOrder = (int)expected!["order"]!,
                Beta = (int)expected["beta"]!,
                KeepWhiteSpace = (bool)expected["whitespace"]!,
                LowerCase = (bool)expected["lowercase"]!,
            };
            var score = new ChrfScore(options);
            for (var i = 0; i < outputs.Length; i++)
            {
                score.Add(outputs[i], references[i]);
            }

            Assert.Equal((double)expected["score"]!, score.Score, 1e-9);
            Assert.Equal((string)expected["text"]!, score.ToString());
            Assert.Equal((double)expected["sentence"]!, ChrfScore.OfSentence(outputs[0], references[0], options), 1e-9);
        }
    }

    private static (string[] Outputs, string[][] References) Sentences(JsonNode node)
    {
        var outputs = node["outputs"]!.Deserialize<string[]>()!;
        var streams = node["references"]!.Deserialize<string[][]>()!;
        return (outputs, [.. outputs.Select((_, i) => streams.Select(stream => stream[i]).ToArray())]);
    }
}
