using System.Xml.Linq;
using MLSeq.Audio;
using MLSeq.Interactive.Audio;
using MLSeq.Interactive.Charts;

namespace MLSeq.Interactive.Tests;

public class SoundViewTests
{
    [Fact]
    public void The_player_plays_the_clip()
    {
        var audio = Assert.Single(XElement.Parse(new SoundView("Tone", Gallery.Tone).ToHtml()).Descendants("audio"));

        var address = audio.Attribute("src")!.Value;
        var played = WaveFile.Read(new MemoryStream(Convert.FromBase64String(address[(address.IndexOf(',', StringComparison.Ordinal) + 1)..])));
        Assert.Equal(8000, played.SampleRate);
        Assert.Equal(Gallery.Tone.Samples.Length, played.Samples.Length);
        Assert.All(Gallery.Tone.Samples.Zip(played.Samples), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void The_waveform_reaches_from_the_lowest_sample_to_the_highest()
    {
        var samples = new float[10_000];
        (samples[4_321], samples[7_777]) = (0.9f, -0.7f);

        var line = Assert.Single(XElement.Parse(new SoundView("Two clicks", new(samples, 8000)).ToHtml()).Descendants(), e => e.Name.LocalName == "polyline");

        double[] heights = [.. line.Attribute("points")!.Value.Split(' ').Select(point => double.Parse(point.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture))];
        var silence = heights[0];
        Assert.Equal(0.9 / 0.7, (silence - heights.Min()) / (heights.Max() - silence), 0.05);
    }

    [Fact]
    public void A_spectrogram_is_brightest_at_the_named_frequency_of_a_tone()
    {
        var tone = new AudioClip([.. Enumerable.Range(0, 8000).Select(n => (float)Math.Sin(2 * Math.PI * 1000 * n / 8000))], 8000);
        var picture = XElement.Parse(Spectrogram.Of(tone).ToHtml());

        double Number(XElement of, string name) => double.Parse(of.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
        var image = Assert.Single(picture.Descendants(), e => e.Name.LocalName == "image");
        var bitmap = Convert.FromBase64String(image.Attribute("href")!.Value["data:image/bmp;base64,".Length..]);
        var (width, height, start) = (BitConverter.ToInt32(bitmap, 18), BitConverter.ToInt32(bitmap, 22), BitConverter.ToInt32(bitmap, 10));
        var column = Enumerable.Range(0, height).Select(row => bitmap[start + (row * ((width + 3) / 4 * 4)) + (width / 2)]).ToList();
        var brightest = Number(image, "y") + (Number(image, "height") * (1 - ((column.IndexOf(column.Max()) + 0.5) / height)));
        var named = Number(Assert.Single(picture.Descendants(), e => e.Value == "1,000" && e.Name.LocalName == "text"), "y") - (13 * 0.35);

        Assert.Equal(named, brightest, 0.75 * Number(image, "height") / height);
        Assert.Contains("FramesPerStep is 2", Assert.Throws<ArgumentException>(() => Spectrogram.Of(tone, new() { FramesPerStep = 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_heard_is_said()
    {
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => new SoundView("Nothing", new([], 8000))).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => new SoundView("Broken", new([0, float.NaN], 8000))).Message, StringComparison.Ordinal);
    }
}
