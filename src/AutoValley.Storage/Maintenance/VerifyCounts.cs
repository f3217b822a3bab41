namespace AutoValley.Storage.Maintenance;

/// <summary>Counts along a verification, and makes its steps.</summary>
internal sealed class VerifyCounts
{
    private string file = "";
    private long files;
    private long findings;

    public long Chunks { get; set; }

    public long Samples { get; set; }

    public long Records { get; set; }

    public VerifyStep Begin(string begun)
    {
        file = begun;
        return Progress();
    }

    public VerifyStep Progress() => new(file, null, new VerifyTotals(files, Chunks, Samples, Records, findings));

    public VerifyStep Found(Finding finding)
    {
        findings++;
        return Progress() with { Finding = finding };
    }

    public VerifyStep Found(string reason) => Found(new Finding(file, reason));

    public VerifyStep End()
    {
        files++;
        return Progress();
    }
}
