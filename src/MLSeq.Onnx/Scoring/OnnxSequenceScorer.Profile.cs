
namespace MLSeq.Onnx.Scoring;

// Scorers that measure their nodes.
public sealed partial class OnnxSequenceScorer
{
    /// <summary>Opens a model file, whose session writes a profile when it is closed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="profile">How the profile's path starts.</param>
    internal static OnnxSequenceScorer OpenProfiled(string path, OnnxScorerOptions options, string profile)
    {
        var open = ScorerSession.OfFile(path);
        return new(
            $"'{path}'",
            sessionOptions =>
            {
                sessionOptions.ProfileOutputPathPrefix = profile;
                sessionOptions.EnableProfiling = true;
                return open(sessionOptions);
            },
            options.Checked());
    }
}
