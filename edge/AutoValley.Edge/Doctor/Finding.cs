namespace AutoValley.Edge.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Subject">What was checked, in a word or two.</param>
/// <param name="Text">What was found.</param>
/// <param name="Advice">What to do; empty when there is nothing to do.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Text, string Advice = "")
{
    /// <summary>A line for people.</summary>
    public override string ToString()
    {
        var word = Verdict switch { Verdict.Fine => "ok", Verdict.Doubtful => "warning", _ => "FAILED" };
        return $"{word,-8}{Subject,-15}{Text}{(Advice.Length > 0 ? $" -> {Advice}" : "")}";
    }
}
