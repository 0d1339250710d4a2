using System.CommandLine;
using MLSeq.Tool.Commands.Detection;
using MLSeq.Tool.Commands.LanguageModels;
using MLSeq.Tool.Commands.Onnx;
using MLSeq.Tool.Commands.Transcription;
using MLSeq.Tool.Commands.Translation;
using MLSeq.Tool.Commands.Vectors;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq</c> itself: all verbs, and the options that each takes.</summary>
internal sealed class ToolRoot : RootCommand
{
    public ToolRoot(ToolConsole console, CancellationToken cancellationToken)
        : base("Sequence learning for ML.NET: trains, evaluates and runs word vectors and recurrent networks on text and sound.")
    {
        Subcommands.Add(new DemoCommand(console, Common, cancellationToken));
        Subcommands.Add(new DoctorCommand(console));
        Subcommands.Add(new Command("classify", "Which label a text has: train on your own TSV or CSV files, evaluate, predict.")
        {
            new ClassifyTrainCommand(console, Common, cancellationToken),
            new ClassifyEvaluateCommand(console, Common, cancellationToken),
            new ClassifyPredictCommand(console, Common, cancellationToken),
        });
        Subcommands.Add(new CompletionCommand(console));
        Subcommands.Add(new CorpusCommand(console, cancellationToken));
        Subcommands.Add(new Command("detect", "When a trigger word is said: train on WAV files of words, evaluate, predict, listen to sound as it comes.")
        {
            new DetectTrainCommand(console, Common, cancellationToken),
            new DetectEvaluateCommand(console, Common, cancellationToken),
            new DetectPredictCommand(console, cancellationToken),
            new DetectListenCommand(console, cancellationToken),
        });
        Subcommands.Add(new Command("lm", "Language models: train them on a text, measure them, compare texts by their probability, generate texts.")
        {
            new LanguageModelTrainCommand(console, Common, cancellationToken),
            new LanguageModelEvaluateCommand(console, Common, cancellationToken),
            new LanguageModelScoreCommand(console, cancellationToken),
            new LanguageModelGenerateCommand(console, Common, cancellationToken),
        });
        Subcommands.Add(new Command("onnx", "ONNX files: what is in them, where they run, whether they give what their models give.")
        {
            new OnnxInspectCommand(console, Common, cancellationToken),
            new OnnxVerifyCommand(console, Common, cancellationToken),
        });
        Subcommands.Add(new ReportCommand(console));
        Subcommands.Add(new ScoreCommand(console, Common, cancellationToken));
        Subcommands.Add(new Command("tag", "Which tag each token of a sentence has: parts of speech, names. Train on CoNLL files, evaluate, predict.")
        {
            new TagTrainCommand(console, Common, cancellationToken),
            new TagEvaluateCommand(console, Common, cancellationToken),
            new TagPredictCommand(console, Common, cancellationToken),
        });
        Subcommands.Add(new Command("transcribe", "What is said in recordings: train on WAV files and their texts, evaluate, predict.")
        {
            new TranscribeTrainCommand(console, Common, cancellationToken),
            new TranscribeEvaluateCommand(console, Common, cancellationToken),
            new TranscribePredictCommand(console, Common, cancellationToken),
            new TranscribeJoinCommand(console, Common, cancellationToken),
        });
        Subcommands.Add(new Command("translate", "Texts from one language, or form, to another: train on pairs of them, evaluate, translate.")
        {
            new TranslateTrainCommand(console, Common, cancellationToken),
            new TranslateEvaluateCommand(console, Common, cancellationToken),
            new TranslateRunCommand(console, Common, cancellationToken),
        });
        Subcommands.Add(new Command("vectors", "Word vectors: train them on plain text, ask them, measure them, draw them, take a bias out of them.")
        {
            new VectorsTrainCommand(console, Common, cancellationToken),
            new VectorsNearestCommand(console),
            new VectorsAnalogyCommand(console),
            new VectorsEvaluateCommand(console, cancellationToken),
            new VectorsDebiasCommand(console),
            new VectorsPlotCommand(console, Common, cancellationToken),
            new VectorsConvertCommand(console),
        });
        Common.AddTo(this);
        HelpWithExamples.AddTo(this);
    }

    public CommonOptions Common { get; } = new();
}
