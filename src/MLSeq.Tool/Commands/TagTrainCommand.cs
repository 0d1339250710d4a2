using System.CommandLine;
using Microsoft.ML;
using MLSeq.Decoding.Entities;
using MLSeq.Networks;
using MLSeq.Text;
using MLSeq.Tool.Classification;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Runs;
using MLSeq.Tool.Tagging;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq tag train</c>: the user's tagged sentences in, a model out.</summary>
internal sealed class TagTrainCommand : ToolCommand
{
    private static readonly SequenceTaggerOptions Defaults = new();

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _train = OptionTypes.File("--train", "Sentences to train on; .gz is read as it is, - is standard input.", required: true);
    private readonly Option<string?> _valid = OptionTypes.File("--valid", "Decides the best epoch and when to stop. Without it, --valid-fraction of the training sentences does.");
    private readonly TagFileOptions _format = new(labelled: true);
    private readonly Option<TagScheme> _scheme = OptionTypes.Choice(
        "--scheme", "How tags mark entities. bio and bioes: tags of either are converted, violations repaired as conlleval reads them.", Defaults.Scheme);

    private readonly Option<bool> _crf = new("--crf") { Description = "Score the tags of a sentence together, by a conditional random field." };
    private readonly Option<CharacterFeatures> _characters = OptionTypes.Choice("--characters", "What is made of each token's characters.", Defaults.Characters);
    private readonly Option<int> _characterEmbedding = OptionTypes.Whole("--character-embedding", "Size of a character's vector.", Defaults.CharacterEmbeddingSize, 1, 8192);
    private readonly Option<int> _characterSize = OptionTypes.Whole("--character-size", "Size of what a token's characters become; even for lstm.", Defaults.CharacterSize, 1, 8192);
    private readonly Option<int> _vocabulary = OptionTypes.Whole("--vocabulary", "Most entries of the vocabulary; 0: no limit.", 0, 0);
    private readonly Option<int> _minCount = OptionTypes.Whole("--min-count", "Rarer tokens are unknown ones, unless --vectors have them.", 1, 1);
    private readonly Option<bool> _bidirectional = new("--bidirectional")
    {
        Description = "Read each sentence in both directions; 'false' for one.",
        DefaultValueFactory = _ => Defaults.Bidirectional,
    };

    private readonly NetworkOptions _network = new(Defaults);
    private readonly TrainingOptions _training = new(Defaults, "sentences");
    private readonly ModelOutput _model = new("Where the ONNX model goes: tokens in, tags and scores out.");

    public TagTrainCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "train", "Trains a tagger of tokens.",
            [
                new(
                    "Parts of speech from a treebank, unknown words by their characters.",
                    "mlseq tag train --format conllu --train train.conllu.gz --valid dev.conllu.gz --characters lstm --output tagger.zip"),
                new(
                    "Named entities, their tags scored together.",
                    "mlseq tag train --train train.conll --valid dev.conll --scheme bio --crf --characters cnn --output names.zip --onnx names.onnx"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        Options.Add(_train);
        Options.Add(_valid);
        _format.AddTo(this);
        foreach (var option in new Option[] { _scheme, _crf, _characters, _characterEmbedding, _characterSize, _vocabulary, _minCount, _bidirectional })
        {
            Options.Add(option);
        }

        _network.AddTo(this);
        _training.AddTo(this);
        _model.AddTo(this);
        SetAction(parsed => _training.Record(_console, parsed, run => Train(parsed, run), _cancellationToken));
    }

    private void Train(ParseResult parsed, RunRecorder run)
    {
        _model.Prepare(parsed);
        var options = TaggerOptions(parsed, run);
        using var files = new InputFiles(_console.In, repeatable: true);
        var train = Read("training", parsed.GetValue(_train)!, parsed, files, run);
        if (train.Tags.Count < 2)
        {
            throw new ToolException($"{parsed.GetValue(_train)}: all tokens have the tag '{train.Tags.Keys.First()}'; at least two tags are needed.");
        }

        var valid = parsed.GetValue(_valid) is { } validPath ? Read("validation", validPath, parsed, files, run) : null;
        if (valid?.Unknown(train.Tags.Keys) is { } unknown)
        {
            throw new ToolException($"{unknown}: tags that do not occur in the training data.");
        }

        var ml = new MLContext(parsed.GetValue(_common.Seed));
        var (_, epochs) = _training.Run(
            _console, parsed, options, run, () => train.Sentence,
            () => TokenTagger.Train(ml, train, valid, Vocabulary(parsed), options),
            trained => _model.Save(parsed, trained.SaveZip, trained.SaveOnnx));
        if (run.IsRecording && valid is not null)
        {
            var tagged = SavedTagger.Load(_model.FileOf(parsed), options.Threads).Tag(valid);
            run.AddConfusion(ClassificationReport.Of(tagged.SelectMany(row => row.Tags.Zip(row.PredictedLabel))));
        }

        run.AddFigures(
        [
            ("repaired tags", train.Repaired),
            .. TrainingFigures.Of(epochs, run.Elapsed),
            .. _model.Figures(parsed, valid is null ? null : path => SavedTagger.Load(path, options.Threads).Accuracy(valid)),
        ]);
    }

    private SequenceTaggerOptions TaggerOptions(ParseResult parsed, RunRecorder run)
    {
        var options = new SequenceTaggerOptions
        {
            Bidirectional = parsed.GetValue(_bidirectional),
            Crf = parsed.GetValue(_crf),
            Scheme = parsed.GetValue(_scheme),
            Characters = parsed.GetValue(_characters),
            CharacterEmbeddingSize = parsed.GetValue(_characterEmbedding),
            CharacterSize = parsed.GetValue(_characterSize),
            Seed = parsed.GetValue(_common.Seed),
            Threads = parsed.GetValue(_common.Threads),
            CancellationToken = _cancellationToken,
        };
        _network.Apply(parsed, options);
        _training.Apply(parsed, options, run);
        return options;
    }

    private VocabularyOptions Vocabulary(ParseResult parsed) => new()
    {
        MinCount = parsed.GetValue(_minCount),
        MaxSize = parsed.GetValue(_vocabulary) is > 0 and var size ? size : null,
    };

    private TaggedFile Read(string use, string path, ParseResult parsed, InputFiles files, RunRecorder run)
    {
        var file = new TaggedFile(path, _format.Of(parsed), parsed.GetValue(_scheme), files, _cancellationToken);
        run.AddData(use, path, $"{ReportTables.Count(file.Sentence)} sentences, {ReportTables.Count(file.Tokens)} tokens, {file.Tags.Count} tags");
        if (file.Repaired > 0)
        {
            _console.Warn($"warning: {path}: {ReportTables.Count(file.Repaired)} tags violate their scheme and were repaired as conlleval reads them.");
        }

        return file;
    }
}
