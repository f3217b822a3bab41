namespace AutoValley.Tidy.Tests.Scanning;

/// <summary>Something at a line of a file that breaks a rule.</summary>
internal readonly record struct Finding(string Path, int Line, string What)
{
    public override string ToString() => $"{Path}:{Line}: {What}";

    /// <summary>Fails the test with one line a finding.</summary>
    public static void AssertNone(IEnumerable<Finding> findings)
    {
        var lines = findings.Select(finding => finding.ToString()).Distinct().ToArray();
        if (lines.Length > 0)
            Assert.Fail($"{lines.Length} finding(s):\n{string.Join('\n', lines)}");
    }
}
