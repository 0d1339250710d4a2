namespace MLSeq.Tool.Transcription;

/// <summary>What the pipeline gives for a recording.</summary>
internal sealed class SpeechPrediction
{
    /// <summary>The recording's file.</summary>
    public string Audio { get; set; } = "";

    /// <summary>What is said in it.</summary>
    public string Text { get; set; } = "";

    /// <summary>What was written down.</summary>
    public string Transcript { get; set; } = "";
}
