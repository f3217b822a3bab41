using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>Same text or not, by code points.</summary>
internal sealed class TextTest(string text, bool isSame) : ValueTest
{
    public override Verdict Decide(in SampleStretch stretch) => Verdict.Undecided;

    public override void Mark(Values values, Span<bool> passes)
    {
        var texts = ((Values<string>)values).Items.Span;
        for (var index = 0; index < texts.Length; index++)
            passes[index] = string.Equals(texts[index], text, StringComparison.Ordinal) == isSame;
    }
}
