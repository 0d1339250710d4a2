namespace MLSeq.Tool.Transcription;

/// <summary>A recording as the pipeline sees it: the public properties are the columns.</summary>
internal sealed class SpeechRow
{
    /// <summary>The recording's file.</summary>
    public string Audio { get; set; } = "";

    /// <summary>What is said in it; empty where that is not known.</summary>
    public string Text { get; set; } = "";
}
